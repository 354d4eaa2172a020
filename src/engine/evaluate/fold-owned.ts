/** Reports an owned object once, at its top owner, unless the object itself differs from what its owner declares. */

import { toGroup, type ResourceRef } from '../../model/resource.ts';
import type { Concluded, JudgedRecord } from './judged-record.ts';

/**
 * A Pod made by a Deployment that was read too says nothing new: its failures are dropped where the owner has the same
 * ones (rule, field as seen from the pod's spec, and what is said of it). What only the Pod has stays, on the Pod, with its owner named:
 * somebody or some webhook changed it after the template. What an owner keeps as history is dropped whole.
 * An owner that was not read folds nothing; it is still named. Linear in the number of records.
 */
export const foldOwned = (records: readonly JudgedRecord[]): readonly JudgedRecord[] => {
  const byUid = new Map<string, JudgedRecord>();
  for (const record of records) if (record.uid !== null) byUid.set(record.uid, record);
  const declared = new Map<JudgedRecord, ReadonlySet<string>>();
  const kept: JudgedRecord[] = [];
  for (const record of records) {
    if (record.controller === null) {
      kept.push(record);
      continue;
    }
    const top = toTop(record, byUid);
    record.owner = top.ref;
    if (top.record === null) {
      kept.push(record);
      continue;
    }
    if (record.isHistory) continue;
    let keys = declared.get(top.record);
    if (keys === undefined) {
      keys = new Set(top.record.conclusions.filter(isOpen).map(toDeclaredKey));
      declared.set(top.record, keys);
    }
    const own = record.conclusions.filter((concluded) => !isOpen(concluded) || !keys.has(toDeclaredKey(concluded)));
    if (own.some(isOpen)) {
      kept.push({ ...record, conclusions: own, counts: recount(own, record) });
    }
  }
  return kept;
};

/** CronJob, Job, Pod and a custom resource or two above them: real chains are shorter. */
const longestChain = 8;

/** Follows controllers upwards as far as they were read. A circle, which only forged uids can make, folds nothing: it could hide everything. */
const toTop = (
  record: JudgedRecord,
  byUid: ReadonlyMap<string, JudgedRecord>,
): { readonly ref: ResourceRef; readonly record: JudgedRecord | null } => {
  let current = record;
  for (let depth = 0; current.controller !== null; depth += 1) {
    const owner = findOwner(current.controller, byUid);
    if (owner === undefined) return { ref: current.controller.ref, record: current === record ? null : current };
    if (depth === longestChain) return { ref: current.controller.ref, record: null };
    current = owner;
  }
  const { apiVersion, kind, namespace, name } = current.subject;
  return { ref: { apiVersion, kind, namespace, name }, record: current };
};

/**
 * The record of that uid, where it also is what the reference calls it. A reference is the owned object's own word: with
 * the uid alone a Pod could name anything as its owner, in any namespace, and be folded into it.
 */
const findOwner = (
  { ref, uid }: NonNullable<JudgedRecord['controller']>,
  byUid: ReadonlyMap<string, JudgedRecord>,
): JudgedRecord | undefined => {
  const owner = byUid.get(uid);
  if (owner === undefined) return undefined;
  const { apiVersion, kind, namespace, name } = owner.subject;
  const isNamed = kind === ref.kind && name === ref.name && toGroup(apiVersion) === toGroup(ref.apiVersion);
  return isNamed && (namespace === null || namespace === ref.namespace) ? owner : undefined;
};

const isOpen = ({ conclusion }: Concluded): boolean => conclusion.status === 'fail' || conclusion.status === 'error';

/**
 * The rule, the field as seen from the pod's metadata and spec, and the message: it names the value, and a Pod to which
 * SYS_ADMIN was added is not what its owner with NET_RAW declares.
 */
const toDeclaredKey = ({ rule, conclusion }: Concluded): string => {
  const path = conclusion.path.replace(/^(?:spec\.jobTemplate\.)?(?:spec\.template\.)/, '');
  return [rule.id, conclusion.status, path, conclusion.message].join('\0');
};

const recount = (own: readonly Concluded[], record: JudgedRecord): JudgedRecord['counts'] => {
  const counts = { ...record.counts, fail: 0, error: 0 };
  for (const { conclusion } of own.filter(isOpen)) counts[conclusion.status] += 1;
  return counts;
};
