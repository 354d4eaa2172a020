/** What a way in needs of a rule, and what a rule gives of it: the verbs, and the names it is kept to. */

import type { PolicyRule } from '../../../kube/rbac/policy-rule.ts';
import { ruleCovers } from '../../../kube/rbac/rule-allows.ts';
import type { Ask } from '../power.ts';

/** Any of the asks is enough. */
export interface Need {
  readonly asks: readonly Ask[];
  /** It lives in no namespace: a grant in one is none. */
  readonly clusterOnly?: true;
}

export interface Granted {
  readonly asks: readonly Ask[];
  /** `null` for any name. */
  readonly names: readonly string[] | null;
}

/** `null` where the rule gives nothing of it. */
export const findGranted = ({ asks }: Need, rule: PolicyRule): Granted | null => {
  const isNamed = rule.resourceNames.length > 0;
  const given = asks.flatMap((ask): readonly Ask[] => {
    const [resource = '', subresource = ''] = ask.resource.split('/');
    const verbs = ask.verbs.filter(
      (verb) =>
        (!isNamed || canCarryName(verb, subresource)) &&
        ruleCovers(rule, { kind: 'resource', verb, group: ask.group, resource, subresource, namespace: '', name: '' }),
    );
    return verbs.length === 0 ? [] : [{ ...ask, verbs }];
  });
  return given.length === 0 ? null : { asks: given, names: isNamed ? rule.resourceNames : null };
};

/** What makes an object or deletes all of them names none. A list of one name is asked for by a field selector, and names it. */
const canCarryName = (verb: string, subresource: string): boolean =>
  subresource !== '' || (verb !== 'create' && verb !== 'deletecollection');

/** `create, get on pods/exec and create on pods/attach of web`; stars are told as what was needed of them. */
export const renderGranted = ({ asks, names }: Granted): string => {
  const shown = asks.slice(0, 2).map(({ verbs, resource }) => `${verbs.join(', ')} on ${resource}`);
  const more = asks.length > 2 ? ` and ${asks.length - 2} more` : '';
  return `${shown.join(' and ')}${more}${names === null ? '' : ` named ${renderNames(names)}`}`;
};

const renderNames = (names: readonly string[]): string =>
  `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
