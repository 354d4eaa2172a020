/** What is kept of a judged resource: names, owner and conclusions, never the object itself. */

import { isJsonArray, isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Finding, FindingSubject, Responsible, Status } from '../../model/finding.ts';
import type { Resource, ResourceRef } from '../../model/resource.ts';
import type { Conclusion, Rule, RuleMetadata } from '../../model/rule.ts';
import { responsibleFor } from '../../kube/workload/responsible.ts';
import type { FactSource } from './fact-source.ts';
import { toFindingId } from './finding-id.ts';
import type { Outcome } from './judge-subject.ts';

export interface JudgedRecord {
  readonly subject: FindingSubject;
  readonly uid: string | null;
  /** The controller it belongs to, as its ownerReferences say. */
  readonly controller: { readonly ref: ResourceRef; readonly uid: string } | null;
  /** True for what an owner keeps only as history: a ReplicaSet scaled to nothing, a finished Pod or Job. */
  readonly isHistory: boolean;
  readonly responsible: Responsible;
  /** Rules that were asked. */
  readonly evaluated: number;
  /** Those of them that concluded nothing. */
  passedOver: number;
  readonly counts: Record<Status, number>;
  readonly conclusions: Concluded[];
  /** The top controller, once it is known. */
  owner: ResourceRef | null;
}

export interface Concluded {
  readonly rule: RuleMetadata;
  readonly conclusion: Conclusion;
}

export interface Waiting {
  readonly record: JudgedRecord;
  readonly rule: Rule;
  readonly resume: (source: FactSource) => Outcome;
}

export const createRecord = ({ ref, object, origin }: Resource, evaluated: number): JudgedRecord => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const uid = metadata['uid'];
  const controller = toController(metadata, ref);
  return {
    subject: { ...ref, origin },
    uid: typeof uid === 'string' ? uid : null,
    controller,
    // A status in a file is what somebody wrote; a server's is what happened.
    isHistory: controller !== null && origin.kind === 'cluster' && isHistory(ref.kind, object),
    responsible: responsibleFor(ref, object, origin),
    evaluated,
    passedOver: 0,
    counts: { pass: 0, fail: 0, error: 0, skip: 0 },
    conclusions: [],
    owner: null,
  };
};

const toController = (metadata: JsonObject, ref: ResourceRef): JudgedRecord['controller'] => {
  const owners = metadata['ownerReferences'];
  if (!isJsonArray(owners)) return null;
  const owner = owners.find((candidate) => isJsonObject(candidate) && candidate['controller'] === true);
  if (!isJsonObject(owner)) return null;
  const { apiVersion, kind, name, uid } = owner;
  if (
    typeof apiVersion !== 'string' ||
    typeof kind !== 'string' ||
    typeof name !== 'string' ||
    typeof uid !== 'string'
  ) {
    return null;
  }
  // A mirror Pod belongs to its Node; the Node is where it runs, not what declares it.
  if (kind === 'Node') return null;
  return { ref: { apiVersion, kind, namespace: ref.namespace, name }, uid };
};

const isHistory = (kind: string, object: JsonObject): boolean => {
  const spec = isJsonObject(object['spec']) ? object['spec'] : {};
  const status = isJsonObject(object['status']) ? object['status'] : {};
  switch (kind) {
    case 'ReplicaSet':
    case 'ReplicationController':
      return spec['replicas'] === 0;
    case 'Pod':
      return status['phase'] === 'Succeeded' || status['phase'] === 'Failed';
    case 'Job':
      return status['completionTime'] !== undefined;
    default:
      return false;
  }
};

export const toRecordFinding = (record: JudgedRecord, concluded: Concluded, salt: string): Finding => {
  const { rule, conclusion } = concluded;
  return toFinding(record, concluded, toFindingId(record.subject, rule.id, conclusion.path, salt, conclusion.key));
};

const toFinding = (record: JudgedRecord, { rule, conclusion }: Concluded, id: string): Finding => ({
  id,
  rule: rule.id,
  status: conclusion.status,
  reason: conclusion.reason ?? null,
  severity: conclusion.severity ?? rule.severity,
  action: conclusion.action,
  enforcement: conclusion.enforcement,
  message: conclusion.message,
  path: conclusion.path,
  subject: record.subject,
  owner: record.owner,
  responsible: record.responsible,
  fix:
    conclusion.edits === undefined || conclusion.edits.length === 0
      ? null
      : { target: toRef(record.subject), edits: conclusion.edits, reason: rule.title, permissions: [] },
  evidence: conclusion.evidence ?? [],
});

const toRef = ({ apiVersion, kind, namespace, name }: FindingSubject): ResourceRef => ({
  apiVersion,
  kind,
  namespace,
  name,
});
