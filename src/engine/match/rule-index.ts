/** Finds the rules that are asked about a subject; the kinds are resolved once per kind, never per object. */

import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { toGroup } from '../../model/resource.ts';
import type { Match, Rule } from '../../model/rule.ts';
import type { Operation, Subject } from '../../model/subject.ts';

export interface RuleIndex {
  /** The rules to ask about this subject, in their given order. The work per object follows the rules of its kind alone. */
  rulesFor(subject: Subject): readonly Rule[];
  /** The rules that would be asked about objects of a kind, whatever their names. */
  rulesForKind(group: string, kind: string): readonly Rule[];
}

interface Candidate {
  readonly rule: Rule;
  /** The alternatives that fit the kind and still ask for more; empty where nothing is left to ask. */
  readonly rest: readonly Match[];
}

interface Candidates {
  readonly all: readonly Candidate[];
  /** All rules, where none of them asks for more than the kind: the common case costs one look-up. */
  readonly unconditional: readonly Rule[] | null;
}

export const createRuleIndex = (rules: readonly Rule[]): RuleIndex => {
  const known = new Map<string, Candidates>();
  const candidatesFor = (group: string, kind: string, operation: Operation): Candidates => {
    const key = `${operation} ${group}/${kind}`;
    let found = known.get(key);
    if (found === undefined) {
      found = toCandidates(rules, { group, kind, operation });
      known.set(key, found);
    }
    return found;
  };
  return {
    rulesFor(subject) {
      const ref = subject.kind === 'resource' ? subject.resource.ref : subject.ref;
      // A resource that merely exists is judged as if it were being created.
      const operation = subject.kind === 'resource' ? 'CREATE' : subject.operation;
      const { all, unconditional } = candidatesFor(toGroup(ref.apiVersion), ref.kind, operation);
      if (unconditional !== null) return unconditional;
      return all
        .filter(({ rest }) => rest.length === 0 || rest.some((match) => fits(match, subject)))
        .map(({ rule }) => rule);
    },
    rulesForKind: (group, kind) => candidatesFor(group, kind, 'CREATE').all.map(({ rule }) => rule),
  };
};

interface Asked {
  readonly group: string;
  readonly kind: string;
  readonly operation: Operation;
}

const toCandidates = (rules: readonly Rule[], asked: Asked): Candidates => {
  const all: Candidate[] = [];
  for (const rule of rules) {
    const fitting = rule.match.filter((match) => fitsKind(match, asked));
    if (fitting.length === 0) continue;
    all.push({ rule, rest: fitting.every(asksForMore) ? fitting : [] });
  }
  return { all, unconditional: all.every(({ rest }) => rest.length === 0) ? all.map(({ rule }) => rule) : null };
};

const fitsKind = ({ groups, kinds, operations }: Match, { group, kind, operation }: Asked): boolean =>
  (groups === undefined || groups.includes(group)) &&
  (kinds === undefined || kinds.includes(kind)) &&
  (operations === undefined || operations.includes(operation));

const asksForMore = ({ namespaces, labels }: Match): boolean => namespaces !== undefined || labels !== undefined;

const fits = ({ namespaces, labels }: Match, subject: Subject): boolean => {
  const isResource = subject.kind === 'resource';
  const { namespace } = isResource ? subject.resource.ref : subject.ref;
  if (namespaces !== undefined && (namespace === null || !namespaces.includes(namespace))) return false;
  if (labels === undefined) return true;
  // As the API server matches objectSelector: the new object or the old one.
  return isResource
    ? hasLabels(subject.resource.object, labels)
    : hasLabels(subject.object, labels) || hasLabels(subject.oldObject, labels);
};

const hasLabels = (object: JsonObject | null, wanted: Readonly<Record<string, readonly string[]>>): boolean => {
  const metadata = object?.['metadata'];
  const labels = isJsonObject(metadata) && isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  return Object.entries(wanted).every(([key, values]) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return typeof value === 'string' && values.includes(value);
  });
};
