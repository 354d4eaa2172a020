/** Answers what policies ask during a test: from what the test gives them, and from nothing else. */

import { findObject, answerPath, listObjects } from '../answer-objects.ts';
import { createCustomPlurals } from '../custom-plurals.ts';
import { createSnapshotBuilder } from '../../../kube/snapshot/build-snapshot.ts';
import { everything } from '../../../kube/selector/label-selector.ts';
import { parseSelectorText } from '../../../kube/selector/selector-text.ts';
import type { FactSource } from '../../../engine/evaluate/fact-source.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { Answer, Request } from '../../../model/request.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { ApiCallResponse } from './kyverno-test.ts';
import { isClassic, type Phase } from './policy-phases.ts';

/** What a test gives its policies to know. */
export interface TestWorld {
  /** It names cluster resources: then everything it reads counts as being in the cluster. */
  readonly isCluster: boolean;
  readonly resources: readonly Resource[];
  readonly targets: readonly Resource[];
  readonly parameters: readonly Resource[];
  readonly clusterResources: readonly Resource[];
  /** Of the file of context, which policies with CEL see in place of a cluster. */
  readonly contextResources: readonly Resource[];
  readonly cloneSources: readonly Resource[];
  readonly namespaces: ReadonlyMap<string, JsonObject>;
  readonly images: ReadonlyMap<string, JsonObject>;
  readonly apiCallResponses: readonly ApiCallResponse[];
  /** `null` in place of a value: what was written cannot be evaluated. */
  readonly globalContext: ReadonlyMap<string, Json>;
  /** RFC 3339. */
  readonly now: () => string;
  /** Hexadecimal digits, two a byte. */
  readonly random: (bytes: number) => string;
}

export interface TestFacts {
  /** What may be known depends on who asks: only some kinds of policies see objects of the test. */
  of(phase: Phase, subject: Resource): FactSource;
}

export const createTestFacts = (world: TestWorld): TestFacts => {
  const all = toSnapshot([
    ...world.clusterResources,
    ...world.resources,
    ...world.targets,
    ...world.parameters,
    ...world.contextResources,
  ]);
  const parameters = toSnapshot([...world.parameters, ...world.clusterResources, ...world.resources]);
  const contextOnly = toSnapshot(world.contextResources);
  const withTargets = toSnapshot([...world.contextResources, ...world.targets]);
  const plurals = createCustomPlurals();
  for (const resource of [...world.clusterResources, ...world.contextResources, ...world.targets, ...world.resources])
    plurals.note(resource);
  const { kindOf } = plurals;
  const snapshotOf = (phase: Phase, subject: Resource): Snapshot | null => {
    if (world.isCluster && phase !== 'generate') return all;
    switch (phase) {
      case 'mutate':
        return all;
      case 'ValidatingAdmissionPolicy':
      case 'MutatingAdmissionPolicy':
        return parameters;
      case 'generate':
        return toSnapshot([subject, ...world.cloneSources, ...(world.isCluster ? world.clusterResources : [])]);
      case 'validate':
      case 'verifyImages':
        return null;
      case 'MutatingPolicy':
        return withTargets;
      default:
        return contextOnly;
    }
  };
  return {
    of(phase, subject) {
      /** Policies of kyverno.io may call the API server only where the test has a cluster, whatever else they see. */
      const answerCall = (request: Extract<Request, { kind: 'api-call' }>, known: Snapshot | null): Answer => {
        const mocked = isClassic(phase) ? toMocked(world, request.method, request.path, phase) : undefined;
        if (mocked !== undefined) return mocked;
        const read = isClassic(phase) ? (world.isCluster ? all : null) : known;
        if (read === null) return { kind: 'refused', why: noCluster };
        if (request.method !== 'GET') return { kind: 'refused', why: 'nothing is written to the API server in a test' };
        const found = answerPath(read, request.path, kindOf);
        // A kind without any object in the context is one the cluster does not have.
        return found.kind === 'refused' && isContextAlone(world, phase) ? { kind: 'absent' } : found;
      };
      let snapshot: Snapshot | null | undefined;
      const answer = (request: Request): Answer => {
        switch (request.kind) {
          case 'namespace':
            // Policies with CEL know no namespace but those of the values.
            return isCel(phase) && !world.namespaces.has(request.name)
              ? { kind: 'absent' }
              : { kind: 'value', value: toNamespace(world, all, request.name, subject) };
          case 'parameter': {
            const found = findObject(parameters, request);
            return found === undefined ? { kind: 'absent' } : { kind: 'value', value: found };
          }
          case 'object':
          case 'list':
            snapshot = snapshot === undefined ? snapshotOf(phase, subject) : snapshot;
            if (snapshot === null) return { kind: 'refused', why: noCluster };
            return request.kind === 'list' && phase !== 'MutatingPolicy' && isContextAlone(world, phase)
              ? listContext(snapshot, request)
              : answerFrom(snapshot, request);
          case 'api-call':
            snapshot = snapshot === undefined ? snapshotOf(phase, subject) : snapshot;
            return answerCall(request, snapshot);
          case 'http':
            return (
              toMocked(world, request.method, request.url, phase) ?? {
                kind: 'refused',
                why: `nothing is fetched in a test; add ${request.url} to its apiCallResponses`,
              }
            );
          case 'image':
            return toImage(world, request.reference, phase);
          case 'global-context':
            return isCel(phase) && !world.globalContext.has(request.name)
              ? { kind: 'absent' }
              : toGlobalContext(world, request.name, request.projection);
          case 'time':
            return { kind: 'value', value: world.now() };
          case 'random':
            return { kind: 'value', value: world.random(request.bytes) };
          case 'access-review':
          case 'path-review':
            return { kind: 'refused', why: 'a test has no grants to review' };
        }
      };
      return { answer };
    },
  };
};

const isCel = (phase: Phase): boolean =>
  !isClassic(phase) && phase !== 'ValidatingAdmissionPolicy' && phase !== 'MutatingAdmissionPolicy';

/** The context stands in for the whole cluster: what is not there, there is not. */
const isContextAlone = ({ isCluster }: TestWorld, phase: Phase): boolean => isCel(phase) && !isCluster;

/** As the reference lists its context: a kind nobody gave is an error, and neither labels nor other namespaces count. */
const listContext = (snapshot: Snapshot, request: Extract<Request, { readonly kind: 'list' }>): Answer => {
  const everywhere = listObjects(snapshot, { ...request, namespace: null }, everything);
  if (everywhere.length === 0) return { kind: 'absent' };
  const wanted = request.namespace ?? '';
  return {
    kind: 'value',
    value: everywhere.filter(({ metadata }) => isJsonObject(metadata) && (metadata['namespace'] ?? '') === wanted),
  };
};

const noCluster =
  'the test gives no cluster to ask: add what is asked for to its clusterResources, its context, its values or its apiCallResponses';

const toSnapshot = (resources: readonly Resource[]): Snapshot => {
  const builder = createSnapshotBuilder('cluster');
  for (const resource of resources) builder.add(resource);
  return builder.build({ evidence: [], unread: [] });
};

const answerFrom = (snapshot: Snapshot, request: Extract<Request, { kind: 'object' | 'list' }>): Answer => {
  if (request.kind === 'object') {
    const found = findObject(snapshot, request);
    return found === undefined ? { kind: 'absent' } : { kind: 'value', value: found };
  }
  const parsed = parseSelectorText(request.selector ?? '');
  return parsed.kind === 'defect'
    ? { kind: 'refused', why: parsed.message }
    : { kind: 'value', value: listObjects(snapshot, request, parsed.selector) };
};

/** A namespace nobody described has no labels, as for the reference. */
const toNamespace = (world: TestWorld, all: Snapshot, name: string, subject: Resource): JsonObject => {
  const isItself = subject.ref.kind === 'Namespace' && subject.ref.name === name;
  const object =
    world.namespaces.get(name) ??
    (isItself ? subject.object : world.isCluster ? all.find('', 'Namespace', null, name)?.object : undefined);
  const metadata = object !== undefined && isJsonObject(object['metadata']) ? object['metadata'] : {};
  const { labels, annotations } = metadata;
  return {
    labels: isJsonObject(labels) ? labels : {},
    annotations: isJsonObject(annotations) ? annotations : {},
  };
};

/** Policies of kyverno.io read the body, and take any failure as one; an expression of CEL sees the answer as it was mocked. */
const toMocked = ({ apiCallResponses }: TestWorld, method: string, url: string, phase: Phase): Answer | undefined => {
  const fits = apiCallResponses.filter((response) => response.url === url);
  const response = fits.find((one) => one.method === method) ?? fits.find((one) => one.method === null);
  if (response === undefined) return undefined;
  const { statusCode, body } = response;
  if (!isClassic(phase)) return { kind: 'value', value: { statusCode, body } };
  return statusCode >= 200 && statusCode < 300
    ? { kind: 'value', value: body }
    : { kind: 'refused', why: `the mocked answer of ${url} has status ${statusCode}` };
};

/** What the context does not have is a fault of the expression; who verifies images asks the registry itself. */
const toImage = ({ images }: TestWorld, reference: string, phase: Phase): Answer => {
  const image = images.get(reference);
  if (image !== undefined) return { kind: 'value', value: image };
  return isCel(phase) && phase !== 'ImageValidatingPolicy'
    ? { kind: 'absent' }
    : { kind: 'refused', why: `no registry is asked in a test; add the image ${reference} to the test's context` };
};

const toGlobalContext = ({ globalContext }: TestWorld, name: string, projection: string | null): Answer => {
  const value = globalContext.get(name);
  if (value === undefined) return { kind: 'refused', why: `add ${name} to the test's globalContextEntries` };
  if (projection === null || projection === '') return { kind: 'value', value };
  const projected =
    isJsonObject(value) && !isJsonArray(value) && Object.hasOwn(value, projection) ? value[projection] : undefined;
  return projected === undefined
    ? { kind: 'refused', why: `the mocked entry ${name} has no projection ${projection}` }
    : { kind: 'value', value: projected };
};
