/** Whether one rule of a role allows what is asked: the only place that knows what `*`, slashes and names in rules mean. */

import type { PolicyRule } from './policy-rule.ts';

/** What is asked for: an object's verb, or a path of the API server that is no object. */
export type AccessAttributes =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      /** The empty text for the resource itself. */
      readonly subresource: string;
      /** The empty text for a cluster-scoped resource and for all namespaces. */
      readonly namespace: string;
      /** The empty text where no object is named, as when listing. */
      readonly name: string;
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string };

/** As the API server's `RuleAllows`: a `*` in what is asked is a word like others, which only a `*` in the rule has. */
export const ruleAllows = (rule: PolicyRule, asked: AccessAttributes): boolean =>
  ruleCovers(rule, asked) &&
  (asked.kind === 'path' || rule.resourceNames.length === 0 || rule.resourceNames.includes(asked.name));

/** Whatever names the rule is kept to. */
export const ruleCovers = (rule: PolicyRule, asked: AccessAttributes): boolean => {
  if (!includes(rule.verbs, asked.verb)) return false;
  if (asked.kind === 'path') return rule.nonResourceUrls.some((url) => urlCovers(url, asked.path));
  return (
    includes(rule.groups, asked.group) &&
    rule.resources.some((wanted) => resourceCovers(wanted, asked.resource, asked.subresource))
  );
};

const includes = (list: readonly string[], word: string): boolean => list.includes('*') || list.includes(word);

/** `*` covers subresources too; a subresource of any resource is written with `*` before the slash. `pods/*` is no wildcard. */
const resourceCovers = (wanted: string, resource: string, subresource: string): boolean =>
  toResourceWords(resource, subresource).includes(wanted);

/** What a rule may write to cover a resource. */
export const toResourceWords = (resource: string, subresource: string): readonly string[] =>
  subresource === '' ? [resource, '*'] : [`${resource}/${subresource}`, '*', `*/${subresource}`];

/** A star counts at the end only, and however many there are. */
const urlCovers = (url: string, path: string): boolean =>
  url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')));
