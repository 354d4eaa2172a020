/** Turns a fixture into the request that the API server is asked about: an object is created, an AdmissionReview says what is done. */

import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import { readText, type Fixture, type PolicyFolder } from './policy-folders.ts';

export interface PreparedFixture {
  readonly policy: PolicyFolder;
  readonly fixture: Fixture;
  /** As it is sent: with the label that its policy is bound to. */
  readonly object: JsonObject;
  /** What must be there before, for an update. */
  readonly oldObject: JsonObject | null;
  readonly operation: 'CREATE' | 'UPDATE';
  /** `ephemeralcontainers`, say. */
  readonly subresource: string | null;
}

/** Each policy judges the objects that carry its name under this label, so that all can be installed at once. */
export const fixtureLabel = 'library-fixture-of';

/** The namespace of objects that name none. */
export const fixtureNamespace = 'library-fixtures';

export const toPrepared = (policy: PolicyFolder, fixture: Fixture): PreparedFixture => {
  const { object } = fixture;
  if (object['kind'] === 'AdmissionReview') return toReviewed(policy, fixture);
  return object['kind'] === 'Pod' && ephemeralContainersOf(object).length > 0
    ? toDebugged(policy, fixture)
    : { policy, fixture, object: toLabelled(object, policy), oldObject: null, operation: 'CREATE', subresource: null };
};

export const namespaceOf = ({ object }: Pick<PreparedFixture, 'object'>): string =>
  readText(object, 'metadata', 'namespace') || fixtureNamespace;

/** A Pod with ephemeral containers cannot be created: they are added to one that is there. */
const toDebugged = (policy: PolicyFolder, fixture: Fixture): PreparedFixture => {
  const object = toLabelled(toTarget(fixture.object, fixture), policy);
  const { ephemeralContainers: _, ...spec } = object['spec'] as JsonObject;
  const oldObject = { ...object, spec };
  return { policy, fixture, object, oldObject, operation: 'UPDATE', subresource: 'ephemeralcontainers' };
};

const toReviewed = (policy: PolicyFolder, fixture: Fixture): PreparedFixture => {
  const request = fixture.object['request'];
  if (!isJsonObject(request)) throw new Error(`${fixture.file}: an AdmissionReview of a fixture has a request`);
  const { operation, object, oldObject, subResource } = request;
  if (operation !== 'CREATE' && operation !== 'UPDATE')
    throw new Error(`${fixture.file}: only CREATE and UPDATE are asked of the API server`);
  if (!isJsonObject(object) || (operation === 'UPDATE' && !isJsonObject(oldObject)))
    throw new Error(`${fixture.file}: an update has object and oldObject, a creation has object`);
  const subresource = typeof subResource === 'string' ? subResource : null;
  if (operation === 'CREATE')
    return { policy, fixture, object: toLabelled(object, policy), oldObject: null, operation, subresource };
  return {
    policy,
    fixture,
    object: toLabelled(toTarget(object, fixture), policy),
    oldObject: toLabelled(toTarget(oldObject as JsonObject, fixture), policy),
    operation,
    subresource,
  };
};

/** What is really created needs a name that no other fixture has. */
const toTarget = (object: JsonObject, { file, index }: Fixture): JsonObject => ({
  ...object,
  metadata: { ...toObject(object['metadata']), name: `${file.replaceAll(/[/.]/g, '-')}-${index}` },
});

const toLabelled = (object: JsonObject, policy: PolicyFolder): JsonObject => {
  const metadata = toObject(object['metadata']);
  return {
    ...object,
    metadata: { ...metadata, labels: { ...toObject(metadata['labels']), [fixtureLabel]: policy.name } },
  };
};

const toObject = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

const ephemeralContainersOf = ({ spec }: JsonObject): readonly Json[] => {
  const { ephemeralContainers } = toObject(spec);
  return Array.isArray(ephemeralContainers) ? (ephemeralContainers as readonly Json[]) : [];
};
