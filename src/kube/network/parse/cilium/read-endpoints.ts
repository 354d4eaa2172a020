/** Selectors of endpoints: labels with their sources, the namespace and its labels, the account, and the reserved identities. */

import { compileRequirements } from '../../../selector/label-selector.ts';
import { keyDefect, valueDefect } from '../../../selector/label-syntax.ts';
import type { Requirement } from '../../../selector/requirement.ts';
import type { NamespaceTest, PodSelector } from '../../network-policy.ts';
import { below, has, itemsOf, objectOf, textOf, type Field } from '../read-field.ts';
import { everything } from '../../../selector/label-selector.ts';

export interface Endpoints {
  /** At least those that are meant: requirements that cannot be told are left out, and doubted. */
  readonly pods: PodSelector;
  readonly isExact: boolean;
  /** `reserved:NAME`: an identity that is no pod. */
  readonly entities: readonly string[];
}

const podNamespace = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels.';
const account = 'io.cilium.k8s.policy.serviceaccount';
const cluster = 'io.cilium.k8s.policy.cluster';

/** `namespace` is the one that a selector without one is of; `null` for all of them. */
export const readEndpoints = (field: Field, namespace: string | null): Endpoints => {
  const found: Found = { pods: [], namespaces: [], accounts: null, entities: [], isExact: true, namesNamespace: false };
  for (const one of readRequirements(field)) place(one, found, field);
  if (!found.namesNamespace && found.entities.length === 0 && namespace !== null) {
    found.namespaces.push({ key: nameLabel, operator: 'In', values: [namespace] });
  }
  return {
    pods: {
      namespaces: toNamespaceTest(found.namespaces),
      labels: compileRequirements(found.pods),
      ...(found.accounts === null ? {} : { accounts: { ...everything, names: found.accounts } }),
    },
    isExact: found.isExact,
    entities: found.entities,
  };
};

interface Found {
  readonly pods: Requirement[];
  readonly namespaces: Requirement[];
  accounts: readonly string[] | null;
  readonly entities: string[];
  isExact: boolean;
  namesNamespace: boolean;
}

interface Sourced extends Requirement {
  /** The empty text for any. */
  readonly source: string;
  readonly field: Field;
}

/** The server adds this label to every namespace. */
const nameLabel = 'kubernetes.io/metadata.name';

const place = (one: Sourced, found: Found, selector: Field): void => {
  const { key, operator, values, source, field } = one;
  const leaveOut = (why: string): void => {
    found.isExact = false;
    field.notes.doubt(field.path, why);
  };
  if (source === 'reserved') {
    if (isAlone(selector)) found.entities.push(key);
    else leaveOut(`asks for reserved:${key} beside other labels, which is not told here`);
  } else if (source !== '' && source !== 'any' && source !== 'k8s') {
    leaveOut(`asks for labels of ${source}, which is not told here`);
  } else if (key === podNamespace) {
    found.namesNamespace = true;
    found.namespaces.push({ key: nameLabel, operator, values });
  } else if (key.startsWith(namespaceLabels)) {
    found.namesNamespace = true;
    found.namespaces.push({ key: key.slice(namespaceLabels.length), operator, values });
  } else if (key === account) {
    if (operator === 'In' && found.accounts === null) found.accounts = values;
    else leaveOut('asks for service accounts in a way that is not told here');
  } else if (key === cluster) {
    leaveOut('asks for the name of a cluster, which is not known here');
  } else found.pods.push({ key, operator, values });
};

const isAlone = (selector: Field): boolean =>
  Object.keys(objectOf(below(selector, 'matchLabels'))).length === 1 && !has(selector, 'matchExpressions');

const toNamespaceTest = (requirements: readonly Requirement[]): NamespaceTest => {
  const [only] = requirements;
  if (only === undefined) return { kind: 'all' };
  const [name] = only.values;
  if (requirements.length === 1 && only.key === nameLabel && only.operator === 'In' && only.values.length === 1) {
    return { kind: 'named', name: name ?? '' };
  }
  return { kind: 'labels', labels: compileRequirements(requirements) };
};

const readRequirements = (field: Field): readonly Sourced[] => {
  objectOf(field);
  const labels = below(field, 'matchLabels');
  const fromLabels = Object.keys(objectOf(labels)).map((key) =>
    toSourced(key, 'In', [textOf(below(labels, key))], below(labels, key)),
  );
  const fromExpressions = itemsOf(below(field, 'matchExpressions')).flatMap((item) => {
    objectOf(item);
    const operator = textOf(below(item, 'operator'));
    const values = itemsOf(below(item, 'values')).map(textOf);
    if (operator !== 'In' && operator !== 'NotIn' && operator !== 'Exists' && operator !== 'DoesNotExist') {
      item.notes.refuse(below(item, 'operator').path, 'operator is In, NotIn, Exists or DoesNotExist');
      return [];
    }
    if ((operator === 'In' || operator === 'NotIn') !== values.length > 0) {
      item.notes.refuse(below(item, 'values').path, 'In and NotIn need values, Exists and DoesNotExist take none');
    }
    return [toSourced(textOf(below(item, 'key')), operator, values, item)];
  });
  return [...fromLabels, ...fromExpressions];
};

const toSourced = (
  text: string,
  operator: Requirement['operator'],
  values: readonly string[],
  field: Field,
): Sourced => {
  const colon = text.indexOf(':');
  const source = colon < 0 ? '' : text.slice(0, colon);
  const key = text.slice(colon + 1);
  const defect =
    source === 'cidr' ? undefined : (keyDefect(key) ?? values.map(valueDefect).find((wrong) => wrong !== undefined));
  if (defect !== undefined) field.notes.refuse(field.path, defect);
  return { source, key, operator, values, field };
};
