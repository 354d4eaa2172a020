/** The labels by which a namespace asks for Pod Security, read exactly as the API server reads them. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { compareLevels, isLevel, levels, type Level, type LevelVersion } from './level.ts';
import { parseVersion, type Version } from './version.ts';

/** What the API server does with a pod that breaks a level: refuse it, warn its sender, or note it in the audit log. */
export type Mode = 'enforce' | 'warn' | 'audit';

/** Strongest first. */
export const modes: readonly Mode[] = ['enforce', 'warn', 'audit'];

const prefix = 'pod-security.kubernetes.io/';

/** What a namespace asks for. */
export interface NamespacePolicy {
  /** False where none of the three level labels is there: the cluster's default counts, which Vauban cannot see. */
  readonly labelled: boolean;
  readonly enforce: LevelVersion;
  readonly warn: LevelVersion;
  readonly audit: LevelVersion;
  /** Labels whose value the API server does not accept, and what it does then. */
  readonly defects: readonly LabelDefect[];
}

export interface LabelDefect {
  readonly label: string;
  readonly value: string;
  readonly message: string;
}

/**
 * The policy of a namespace's labels. Where a label is wrong the API server fails closed for `enforce` (restricted)
 * and open for `warn` and `audit` (privileged), and takes a wrong version for the latest. Where `enforce` is set and
 * `warn` is not, the server warns at the level it enforces.
 */
export const toNamespacePolicy = (labels: JsonObject): NamespacePolicy => {
  const defects: LabelDefect[] = [];
  const enforceLevel = readLevel(labels, 'enforce', 'restricted', defects);
  const enforce: LevelVersion = {
    level: enforceLevel.level ?? 'privileged',
    version: readVersion(labels, 'enforce', defects) ?? 'latest',
  };
  const auditLevel = readLevel(labels, 'audit', 'privileged', defects);
  const auditVersion = readVersion(labels, 'audit', defects);
  const audit: LevelVersion = { level: auditLevel.level ?? 'privileged', version: auditVersion ?? 'latest' };
  const warnLevel = readLevel(labels, 'warn', 'privileged', defects);
  const warnVersion = readVersion(labels, 'warn', defects);
  const warnFollows =
    warnLevel.level === undefined && enforceLevel.valid && compareLevels(enforce.level, 'privileged') > 0;
  const warn: LevelVersion = warnFollows
    ? { level: enforce.level, version: warnVersion ?? enforce.version }
    : { level: warnLevel.level ?? 'privileged', version: warnVersion ?? 'latest' };
  const labelled = enforceLevel.level !== undefined || auditLevel.level !== undefined || warnLevel.level !== undefined;
  return { labelled, enforce, warn, audit, defects };
};

/** The labels in the answer about a namespace; a wrong shape counts as none. */
export const labelsOf = (namespace: JsonObject | undefined): JsonObject => {
  const labels = namespace?.labels;
  return isJsonObject(labels) ? labels : {};
};

const readLevel = (
  labels: JsonObject,
  mode: Mode,
  fallback: Level,
  defects: LabelDefect[],
): { readonly level: Level | undefined; readonly valid: boolean } => {
  const label = prefix + mode;
  const value = readLabel(labels, label);
  if (value === undefined) return { level: undefined, valid: false };
  if (isLevel(value)) return { level: value, valid: true };
  const message = `The label ${label} is "${value}", which is none of ${levels.join(', ')}: the API server takes it for ${fallback}.`;
  defects.push({ label, value, message });
  return { level: fallback, valid: false };
};

const readVersion = (labels: JsonObject, mode: Mode, defects: LabelDefect[]): Version | undefined => {
  const label = `${prefix}${mode}-version`;
  const value = readLabel(labels, label);
  if (value === undefined) return undefined;
  const version = parseVersion(value);
  if (version !== undefined) return version;
  const message = `The label ${label} is "${value}", which is neither "latest" nor like "v1.31": the API server takes it for latest.`;
  defects.push({ label, value, message });
  return 'latest';
};

/** A label's text. Null reads as the empty text; another scalar, which the API server refuses, as what it looks like. */
const readLabel = (labels: JsonObject, label: string): string | undefined => {
  if (!Object.hasOwn(labels, label)) return undefined;
  const value = labels[label];
  if (typeof value === 'string') return value;
  return value === null || typeof value === 'object' ? '' : String(value);
};
