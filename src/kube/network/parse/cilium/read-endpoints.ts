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
  /** Also what is no pod: it lacks every label, so that a selector that only refuses labels fits it. */
  readonly isBeyondPods: boolean;
  /** `reserved:NAME`: an identity that is no pod. */
  readonly entities: readonly string[];
}

const podNamespace = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels.';
const account = 'io.cilium.k8s.policy.serviceaccount';
const cluster = 'io.cilium.k8s.policy.cluster';

/** A peer. `namespace` is the one that a selector without one is of; `null` in a policy of the whole cluster. */
export const readEndpoints = (field: Field, namespace: string | null): Endpoints => {
  const requirements = readRequirements(field);
  const found = readLabels(requirements, field);
  const { namespaces, entities, isScoped, isReserved } = found;
  if (!isScoped && entities.length === 0 && namespace !== null) namespaces.push(toOwn(namespace));
  // Cilium adds that there is a namespace, or which, where none is asked for by name, and in a policy of one by its labels.
  const isOpen = isReserved || requirements.some(({ key }) => key === podNamespace || (namespace !== null && isScoped));
  const isRefusing = requirements.every(({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist');
  return { ...toEndpoints(found), isBeyondPods: isReserved || (isOpen && isRefusing) };
};

/** What a policy is about. In a policy of one namespace never a pod of another, whatever else the selector asks for. */
export const readSubject = (field: Field, namespace: string | null): Endpoints => {
  const requirements = readRequirements(field);
  if (namespace === null) return toEndpoints(readLabels(requirements, field));
  // Cilium writes its own value over this label.
  const own = 'k8s:io.kubernetes.pod.namespace';
  const found = readLabels(
    requirements.filter(({ field: { path } }) => path.at(-1) !== own),
    field,
  );
  found.namespaces.push(toOwn(namespace));
  return toEndpoints(found);
};

const readLabels = (requirements: readonly Sourced[], field: Field): Found => {
  const found: Found = {
    pods: [],
    namespaces: [],
    accounts: null,
    entities: [],
    isExact: true,
    isScoped: false,
    isReserved: false,
  };
  for (const one of requirements) place(one, found, field);
  return found;
};

const toEndpoints = ({ pods, namespaces, accounts, entities, isExact }: Found): Endpoints => ({
  pods: {
    namespaces: toNamespaceTest(namespaces),
    labels: compileRequirements(pods),
    ...(accounts === null ? {} : { accounts: { ...everything, names: accounts } }),
  },
  isExact,
  isBeyondPods: false,
  entities,
});

interface Found {
  readonly pods: Requirement[];
  readonly namespaces: Requirement[];
  accounts: readonly string[] | null;
  readonly entities: string[];
  isExact: boolean;
  /** It names a namespace, or labels of namespaces. */
  isScoped: boolean;
  /** It asks for a reserved identity beside other things, to which no namespace is added. */
  isReserved: boolean;
}

interface Sourced extends Requirement {
  /** The empty text for any. */
  readonly source: string;
  readonly field: Field;
}

/** The server adds this label to every namespace. */
const nameLabel = 'kubernetes.io/metadata.name';

const toOwn = (namespace: string): Requirement => ({ key: nameLabel, operator: 'In', values: [namespace] });

const place = (one: Sourced, found: Found, selector: Field): void => {
  const { key, operator, values, source, field } = one;
  const leaveOut = (why: string): void => {
    found.isExact = false;
    field.notes.doubt(field.path, why);
  };
  if (source === 'reserved') {
    if (isAlone(selector)) found.entities.push(key);
    else {
      found.isScoped = true;
      found.isReserved = true;
      leaveOut(`asks for reserved:${key} beside other labels, which is not told here`);
    }
  } else if (source !== '' && source !== 'any' && source !== 'k8s') {
    leaveOut(`asks for labels of ${source}, which is not told here`);
  } else if (key === podNamespace) {
    found.isScoped = true;
    found.namespaces.push({ key: nameLabel, operator, values });
  } else if (key.startsWith(namespaceLabels)) {
    found.isScoped = true;
    found.namespaces.push({ key: key.slice(namespaceLabels.length), operator, values });
  } else if (key === account) {
    if (operator === 'In' && found.accounts === null) found.accounts = values;
    else leaveOut('asks for service accounts in a way that is not told here');
  } else if (key === cluster) {
    leaveOut('asks for the name of a cluster, which is not known here');
  } else {
    if (isNoIdentity(key))
      field.notes.doubt(field.path, `asks for ${key}, which Cilium leaves out of what it compares`);
    found.pods.push({ key, operator, values });
  }
};

/** What Cilium keeps out of the identity of pods unless it is told otherwise (its labels filter): no selector finds it there. */
const isNoIdentity = (key: string): boolean =>
  /^(?:io\.kubernetes|kubernetes\.io|k8s\.io|[a-z.]*beta\.kubernetes\.io|pod-template-(?:generation|hash)|controller-revision-hash|annotation|etcd_node|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/job-completion-index)/.test(
    key,
  );

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
