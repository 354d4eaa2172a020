/** Facts from the API server's own counters: what it does, whatever its configuration is called. */

import type { Evidence } from '../../model/evidence.ts';
import { firstMinor, wantedPlugIns } from './admission-plug-ins.ts';
import { toFact, type FactOrigin, type FactValues } from './fact.ts';

/** One sample, as `lang/prometheus` reads it. */
interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

export interface MetricsReading {
  take(sample: Sample): void;
  /** Facts of everything taken so far. Nothing is concluded from a counter that was not there. */
  facts(origin: FactOrigin): readonly Evidence[];
}

export const createMetricsReading = (): MetricsReading => {
  const tally = createTally();
  return {
    take: (sample) => takers.get(sample.name)?.(tally, sample),
    facts: (origin) => [
      ...toAudit(tally, origin),
      ...toEncryption(tally, origin),
      ...toPlugIns(tally, origin),
      ...toAuthorization(tally, origin),
      ...toFeatureGates(tally, origin),
    ],
  };
};

interface Tally {
  auditEvents: number | null;
  readonly auditLevels: Map<string, number>;
  auditErrors: number;
  /** Transformations of Secrets by prefix. */
  readonly reads: Map<string, number>;
  readonly writes: Map<string, number>;
  /** Whether the server says of which resource a transformation was: since 1.32. */
  namesResource: boolean;
  /** Secrets that must have been read from or written to storage. */
  secrets: number;
  readonly plugIns: Set<string>;
  creations: number;
  readonly modes: Set<string>;
  readonly alphaOn: string[];
  readonly stableOff: string[];
  minor: number | null;
}

const createTally = (): Tally => ({
  auditEvents: null,
  auditLevels: new Map(),
  auditErrors: 0,
  reads: new Map(),
  writes: new Map(),
  namesResource: false,
  secrets: 0,
  plugIns: new Set(),
  creations: 0,
  modes: new Set(),
  alphaOn: [],
  stableOff: [],
  minor: null,
});

const add = (counts: Map<string, number>, key: string, value: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + value);

const isSecrets = ({ labels }: Sample): boolean =>
  labels.get('resource') === 'secrets' && (labels.get('group') ?? '') === '';

/** The gauge is -1 where counting failed. */
const takeObjects = (tally: Tally, sample: Sample): void => {
  if (isSecrets(sample)) tally.secrets += Math.max(0, sample.value);
};

const takers: ReadonlyMap<string, (tally: Tally, sample: Sample) => void> = new Map([
  [
    'apiserver_audit_event_total',
    (tally: Tally, { value }: Sample) => {
      tally.auditEvents = (tally.auditEvents ?? 0) + value;
    },
  ],
  [
    'apiserver_audit_level_total',
    (tally: Tally, { labels, value }: Sample) => add(tally.auditLevels, labels.get('level') ?? '', value),
  ],
  [
    'apiserver_audit_error_total',
    (tally: Tally, { value }: Sample) => {
      tally.auditErrors += value;
    },
  ],
  [
    'apiserver_storage_transformation_operations_total',
    (tally: Tally, { labels, value }: Sample) => {
      const resource = labels.get('resource');
      if (labels.get('status') !== 'OK' || (resource !== undefined && resource !== 'secrets')) return;
      tally.namesResource ||= resource !== undefined;
      const counts = labels.get('transformation_type') === 'to_storage' ? tally.writes : tally.reads;
      const kind = toTransformer(labels.get('transformer_prefix') ?? '');
      if (kind !== null) add(counts, kind, value);
    },
  ],
  ['apiserver_resource_objects', takeObjects],
  ['apiserver_storage_objects', takeObjects],
  [
    'apiserver_request_total',
    (tally: Tally, sample: Sample) => {
      const { labels, value } = sample;
      const isWrite = ['POST', 'PUT', 'PATCH', 'APPLY'].includes(labels.get('verb') ?? '');
      if (
        isSecrets(sample) &&
        isWrite &&
        (labels.get('dry_run') ?? '') === '' &&
        (labels.get('code') ?? '').startsWith('2')
      )
        tally.secrets += value;
    },
  ],
  [
    'apiserver_admission_controller_admission_duration_seconds_count',
    (tally: Tally, { labels, value }: Sample) => {
      if (value === 0) return;
      tally.plugIns.add(labels.get('name') ?? '');
      if (labels.get('operation') === 'CREATE') tally.creations = Math.max(tally.creations, value);
    },
  ],
  [
    'apiserver_authorization_decisions_total',
    (tally: Tally, { labels, value }: Sample) => {
      if (value > 0) tally.modes.add(labels.get('type') ?? '');
    },
  ],
  [
    'kubernetes_feature_enabled',
    (tally: Tally, { labels, value }: Sample) => {
      const [name = '', stage] = [labels.get('name'), labels.get('stage')];
      if (stage === 'ALPHA' && value === 1) tally.alphaOn.push(name);
      if (stage === '' && value === 0) tally.stableOff.push(name);
    },
  ],
  [
    'kubernetes_build_info',
    (tally: Tally, { labels }: Sample) => {
      const minor = /^\d+/.exec(labels.get('minor') ?? '');
      if (minor !== null) tally.minor = Number(minor[0]);
    },
  ],
]);

/** What to ask the format's reader for. */
export const metricNames: ReadonlySet<string> = new Set(takers.keys());

/**
 * `k8s:enc:aescbc:v1:` is `aescbc`, `k8s:enc:kms:v2:` is `kms v2`. The empty prefix and `identity` are no encryption.
 * Providers with keys count a second time under the key's name, which is nobody's business: `null`.
 */
const toTransformer = (prefix: string): string | null => {
  if (prefix === '' || prefix === 'identity') return plain;
  const match = /^k8s:enc:([a-z]+):(v\d+):/.exec(prefix);
  if (match === null) return null;
  return match[1] === 'kms' ? `kms ${match[2]}` : (match[1] ?? null);
};

const plain = 'plain';

const toAudit = ({ auditEvents, auditLevels, auditErrors }: Tally, origin: FactOrigin): readonly Evidence[] => {
  if (auditEvents === null) return [];
  const none = auditLevels.get('None') ?? 0;
  const lost = auditErrors > 0 ? `, and ${auditErrors} could not be delivered` : '';
  if (auditEvents > 0) {
    const value = { state: 'on', detail: `${auditEvents} audit events since the API server started${lost}` } as const;
    return [toFact('control-plane/audit', value, 'certain', origin)];
  }
  if (none > 0) {
    const value = {
      state: 'silent',
      detail: `all ${none} requests since the API server started are of level None`,
    } as const;
    return [toFact('control-plane/audit', value, 'certain', origin)];
  }
  // The request that asked for the counters would have been counted under some level, if there were a policy.
  const value = { state: 'off', detail: 'not one audit event since the API server started' } as const;
  return [toFact('control-plane/audit', value, 'certain', origin)];
};

const sum = (counts: ReadonlyMap<string, number>, which: (key: string) => boolean): number =>
  [...counts].reduce((total, [key, value]) => (which(key) ? total + value : total), 0);

const isPlain = (key: string): boolean => key === plain;
const isEncrypted = (key: string): boolean => key !== plain;

/**
 * The API server counts transformations only where an encryption configuration names the resource. It reads every
 * Secret when it starts, so that none of them read plain means that none of them is.
 */
const toEncryption = (tally: Tally, origin: FactOrigin): readonly Evidence[] => {
  const { reads, writes, secrets } = tally;
  const [plainReads, plainWrites] = [sum(reads, isPlain), sum(writes, isPlain)];
  const [encryptedReads, encryptedWrites] = [sum(reads, isEncrypted), sum(writes, isEncrypted)];
  const providers = [...new Set([...writes.keys(), ...reads.keys()])].filter(isEncrypted);
  const give = (
    state: FactValues['control-plane/encryption']['state'],
    detail: string,
    confidence: Evidence['confidence'],
  ): readonly Evidence[] => [toFact('control-plane/encryption', { state, providers, detail }, confidence, origin)];
  const confidence = tally.namesResource ? 'certain' : 'likely';
  const since = 'since the API server started';
  if (plainReads + plainWrites + encryptedReads + encryptedWrites === 0)
    return secrets > 0 ? give('off', `Secrets were stored and none was ever encrypted ${since}`, 'certain') : [];
  if (encryptedWrites + encryptedReads === 0)
    return plainWrites > 0
      ? give('off', `${count(plainWrites, 'Secret')} written in plain text ${since}`, confidence)
      : give(
          'plain',
          `${count(plainReads, 'read')} of Secrets in plain text ${since}, and none was written`,
          confidence,
        );
  if (plainWrites > 0 && encryptedWrites === 0)
    return give(
      'off',
      `${count(plainWrites, 'Secret')} written in plain text ${since}, though older ones are encrypted`,
      confidence,
    );
  if (plainReads + plainWrites > 0)
    // A counter does not tell whether what was read plain has been written anew in the meantime.
    return give(
      'partly',
      `${count(encryptedWrites, 'write')} encrypted and ${count(plainReads, 'read')} in plain text ${since}`,
      'likely',
    );
  return give(
    'on',
    `${count(encryptedWrites, 'write')} and ${count(encryptedReads, 'read')} encrypted, none in plain text, ${since}`,
    confidence,
  );
};

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** A plug-in is counted with the first creation of any object; with too few of them its absence tells nothing. */
const toPlugIns = ({ plugIns, creations, minor }: Tally, origin: FactOrigin): readonly Evidence[] => {
  if (creations === 0) return [];
  const missing = [...wantedPlugIns.keys()].filter((name) => {
    const first = firstMinor.get(name);
    return !plugIns.has(name) && (first === undefined || (minor !== null && minor >= first));
  });
  return [toFact('control-plane/admission-plug-ins', { inForce: [...plugIns].toSorted(), missing }, 'likely', origin)];
};

const toAuthorization = ({ modes }: Tally, origin: FactOrigin): readonly Evidence[] =>
  modes.size === 0 ? [] : [toFact('control-plane/authorization', { modes: [...modes].toSorted() }, 'likely', origin)];

const toFeatureGates = ({ alphaOn, stableOff }: Tally, origin: FactOrigin): readonly Evidence[] =>
  alphaOn.length + stableOff.length === 0
    ? []
    : [toFact('control-plane/feature-gates', { alphaOn, stableOff }, 'certain', origin)];
