/** Which expectations of tests are checked: `policy=…,rule=…,resource=…` with wildcards, as Kyverno's command line takes it. */

import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import type { Expectation } from './kyverno-test.ts';

export interface TestFilter {
  choose(expectations: readonly Expectation[]): readonly Expectation[];
}

export type FilterParse =
  | { readonly kind: 'filter'; readonly filter: TestFilter }
  | { readonly kind: 'defect'; readonly message: string };

export const everyTest: TestFilter = { choose: (expectations) => expectations };

/** What an expectation leaves open fits any term; a resource that is asked for by name is the only one looked at. */
export const parseTestFilter = (text: string): FilterParse => {
  const terms: ((expectation: Expectation) => boolean)[] = [];
  const resources: string[] = [];
  for (const term of text.split(',')) {
    const [key = '', value, ...rest] = term.split('=').map((part) => part.trim());
    if (value === undefined || rest.length > 0)
      return { kind: 'defect', message: `${term} is no term of a filter; write policy=…, rule=… or resource=…` };
    const fits = compileWildcard(value);
    switch (key) {
      case 'policy':
        terms.push(({ policy }) => policy === '' || fits(policy));
        break;
      case 'rule':
        terms.push(({ rule }) => rule === '' || fits(rule));
        break;
      case 'resource':
        terms.push(({ resources: named }) => named === null || named.length === 0 || named.some(fits));
        if (value !== '*') resources.push(value);
        break;
      default:
        return { kind: 'defect', message: `a filter is about policy, rule or resource, not ${key}` };
    }
  }
  const choose = (expectations: readonly Expectation[]): readonly Expectation[] =>
    expectations
      .filter((expectation) => terms.every((fits) => fits(expectation)))
      .map((expectation) => (resources.length === 0 ? expectation : { ...expectation, resources }));
  return { kind: 'filter', filter: { choose } };
};
