/** One filter of a match or exclude block: what it asks of the resource, and what of the user. */

import { compileWildcard, type TextTest } from '../../../lang/pattern/wildcard.ts';
import { toGroup } from '../../../model/resource.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { ResourceFilter } from '../classic-policy.ts';
import type { KyvernoSubject } from '../rule-context.ts';
import { textMap } from '../parse/read-field.ts';
import { compileSelector } from './compile-selector.ts';
import { parseKindSelector, type KindSelector } from './kind-selector.ts';

export interface SubjectFilter {
  /** It asks for nothing at all. */
  readonly isEmpty: boolean;
  readonly asksForResources: boolean;
  isResource(subject: KyvernoSubject): boolean;
  /** True of whoever it does not ask about. */
  isUser(subject: KyvernoSubject): boolean;
}

export const compileFilter = (filter: ResourceFilter): SubjectFilter => {
  const resource = compileResource(filter);
  const user = compileUser(filter);
  return {
    isEmpty: resource.length === 0 && user.length === 0,
    asksForResources: resource.length > 0,
    isResource: toAll(resource),
    isUser: toAll(user),
  };
};

type SubjectTest = (subject: KyvernoSubject) => boolean;

const toAll = (tests: readonly SubjectTest[]): SubjectTest => {
  const [only] = tests;
  if (only === undefined) return () => true;
  return tests.length === 1 ? only : (subject) => tests.every((test) => test(subject));
};

/** The cheapest first; the namespace's labels, which may have to be asked for, last. */
const compileResource = (filter: ResourceFilter): readonly SubjectTest[] => {
  const tests: SubjectTest[] = [];
  const { operations, kinds, name, names, namespaces, annotations, selector, namespaceSelector } = filter;
  if (operations.length > 0) tests.push(({ operation }) => operations.includes(operation));
  if (kinds.length > 0) tests.push(compileKinds(kinds));
  if (name !== '') tests.push(compileNames([name]));
  if (names.length > 0) tests.push(compileNames(names));
  if (namespaces.length > 0) tests.push(compileNamespaces(namespaces));
  if (Object.keys(annotations).length > 0) tests.push(compileAnnotations(annotations));
  if (selector !== null) {
    const test = compileSelector(selector);
    tests.push((subject) => test(textMap(metadataOf(subject), 'labels')));
  }
  if (namespaceSelector !== null) {
    const test = compileSelector(namespaceSelector);
    // A Namespace is in none.
    tests.push((subject) => subject.ref.kind !== 'Namespace' && test(subject.namespaceLabels()));
  }
  return tests;
};

const compileKinds = (kinds: readonly string[]): SubjectTest => {
  const isMeant = compileKindLookup(kinds.map(parseKindSelector));
  let last = { apiVersion: '', kind: '', subresource: '', matched: false };
  return ({ ref: { apiVersion, kind }, subresource }) => {
    if (last.kind === kind && last.apiVersion === apiVersion && last.subresource === subresource) return last.matched;
    last = { apiVersion, kind, subresource, matched: isMeant(apiVersion, kind, subresource) };
    return last.matched;
  };
};

/** The same few kinds come again and again: what the selectors say of each is looked up. */
const compileKindLookup = (
  selectors: readonly KindSelector[],
): ((apiVersion: string, kind: string, subresource: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (apiVersion, kind, subresource) => {
    const key = `${apiVersion} ${kind} ${subresource}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const matched = selectors.some((selector) => selector.matches(toGroup(apiVersion), version, kind, subresource));
    if (known.size < mostKinds) known.set(key, matched);
    return matched;
  };
};

/** A cluster has some hundred kinds; made-up ones must not fill the memory. */
const mostKinds = 1000;

const compileNames = (patterns: readonly string[]): SubjectTest => {
  const tests = patterns.map(compileWildcard);
  return (subject) => {
    const metadata = metadataOf(subject);
    const name = textOf(metadata, 'name') || textOf(metadata, 'generateName');
    return tests.some((test) => test(name));
  };
};

const compileNamespaces = (patterns: readonly string[]): SubjectTest => {
  const tests = patterns.map(compileWildcard);
  return ({ ref }) => {
    const namespace = ref.kind === 'Namespace' ? ref.name : (ref.namespace ?? '');
    return tests.some((test) => test(namespace));
  };
};

const compileAnnotations = (annotations: Readonly<Record<string, string>>): SubjectTest => {
  const wanted = Object.entries(annotations).map(
    ([key, value]) => [compileWildcard(key), compileWildcard(value)] as const,
  );
  return (subject) => {
    const own = Object.entries(textMap(metadataOf(subject), 'annotations'));
    return wanted.every(([isKey, isValue]) => own.some(([key, value]) => isKey(key) && isValue(value)));
  };
};

const metadataOf = ({ object, oldObject }: KyvernoSubject): JsonObject => {
  const metadata = (object ?? oldObject)?.['metadata'];
  return isJsonObject(metadata) ? metadata : {};
};

const textOf = (parent: JsonObject, name: string): string => {
  const value = parent[name];
  return typeof value === 'string' ? value : '';
};

/** All of those given must hold: who has one of the roles, one of the cluster roles, and is one of the subjects. */
const compileUser = ({ roles, clusterRoles, subjects }: ResourceFilter): readonly SubjectTest[] => {
  const tests: SubjectTest[] = [];
  if (roles.length > 0) tests.push(({ user }) => user?.roles?.some((role) => roles.includes(role)) === true);
  if (clusterRoles.length > 0)
    tests.push(({ user }) => user?.clusterRoles?.some((role) => clusterRoles.includes(role)) === true);
  if (subjects.length > 0) tests.push(compileSubjects(subjects));
  return tests;
};

const compileSubjects = (subjects: ResourceFilter['subjects']): SubjectTest => {
  const users: TextTest[] = [];
  const groups: TextTest[] = [];
  for (const { kind, name, namespace } of subjects) {
    if (kind === 'ServiceAccount') users.push(compileWildcard(`system:serviceaccount:${namespace}:${name}`));
    else if (kind === 'User') users.push(compileWildcard(name));
    else if (kind === 'Group') groups.push(compileWildcard(name));
  }
  return ({ user }) =>
    user !== null &&
    (users.some((test) => test(user.name)) || user.groups.some((group) => groups.some((test) => test(group))));
};
