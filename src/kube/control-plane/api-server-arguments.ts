/** Facts from the command line of an API server, as the kubelet's mirror Pod or a static Pod's manifest shows it. */

import type { Evidence } from '../../model/evidence.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { defaultPlugIns, wantedPlugIns } from './admission-plug-ins.ts';
import { toFact, type FactOrigin } from './fact.ts';

/** By name without dashes; a flag without a value is `true`. `null` where the Pod runs no API server. */
export const readApiServerArguments = (pod: JsonObject): ReadonlyMap<string, string> | null => {
  const spec = isJsonObject(pod['spec']) ? pod['spec'] : {};
  for (const container of toObjects(spec['containers'])) {
    const words = [...toTexts(container['command']), ...toTexts(container['args'])];
    const at = words.findIndex((word) => /(?:^|\/)kube-apiserver$/.test(word));
    // Some images start it through a wrapper; the image's own entry point names no program at all.
    if (at >= 0) return parseArguments(words.slice(at + 1));
    if (container['name'] === 'kube-apiserver' && words.some((word) => word.startsWith('--etcd-servers')))
      return parseArguments(words);
  }
  return null;
};

/** As pflag reads them: `--a=b`, `--a b`, and a switch alone. The last of several counts. */
const parseArguments = (words: readonly string[]): ReadonlyMap<string, string> => {
  const flags = new Map<string, string>();
  for (const [index, word] of words.entries()) {
    const match = /^--([a-z0-9-]+)(?:=([^]*))?$/.exec(word);
    if (match === null) continue;
    const next = words[index + 1];
    const [, name = '', value] = match;
    flags.set(name, value ?? (switches.has(name) || next === undefined || next.startsWith('--') ? 'true' : next));
  }
  return flags;
};

const switches: ReadonlySet<string> = new Set([
  'anonymous-auth',
  'profiling',
  'allow-privileged',
  'enable-bootstrap-token-auth',
]);

/** All that a command line tells by itself; what stands in the files it names is told by nobody here. */
export const toArgumentFacts = (flags: ReadonlyMap<string, string>, origin: FactOrigin): readonly Evidence[] => [
  toFact('control-plane/audit', toAudit(flags), 'certain', origin),
  toFact('control-plane/encryption', toEncryption(flags), 'certain', origin),
  ...toAnonymous(flags, origin),
  toFact('control-plane/admission-plug-ins', toPlugIns(flags), 'certain', origin),
  ...toAuthorization(flags, origin),
  toFact('control-plane/arguments', { arguments: toPlainArguments(flags) }, 'certain', origin),
];

const toAudit = (flags: ReadonlyMap<string, string>) => {
  const policy = flags.has('audit-policy-file');
  const sinks = ['audit-log-path', 'audit-webhook-config-file'].filter((name) => (flags.get(name) ?? '') !== '');
  if (policy && sinks.length > 0)
    return {
      state: 'on',
      detail: `--audit-policy-file and ${sinks.map((name) => `--${name}`).join(' and ')} are set`,
    } as const;
  const lacking = policy ? 'neither --audit-log-path nor --audit-webhook-config-file' : 'no --audit-policy-file';
  return { state: 'off', detail: `${lacking} is set` } as const;
};

const toEncryption = (flags: ReadonlyMap<string, string>) =>
  (flags.get('encryption-provider-config') ?? '') === ''
    ? ({ state: 'off', providers: [], detail: 'no --encryption-provider-config is set' } as const)
    : ({ state: 'configured', providers: [], detail: '--encryption-provider-config is set' } as const);

/** Whoever sets an AuthenticationConfiguration may have limited it there, where it cannot be seen. */
const toAnonymous = (flags: ReadonlyMap<string, string>, origin: FactOrigin): readonly Evidence[] => {
  const setting = flags.get('anonymous-auth');
  if (setting === undefined && flags.has('authentication-config')) return [];
  const value =
    setting === 'false' || setting === '0' || setting === 'F' || setting === 'f'
      ? ({ state: 'disabled', detail: '--anonymous-auth=false is set' } as const)
      : ({
          state: 'forbidden',
          detail: setting === undefined ? 'no --anonymous-auth=false is set' : `--anonymous-auth=${setting} is set`,
        } as const);
  return [toFact('control-plane/anonymous', value, 'likely', origin)];
};

const toPlugIns = (flags: ReadonlyMap<string, string>) => {
  const off = new Set(toList(flags.get('disable-admission-plugins')));
  const added = toList(flags.get('enable-admission-plugins'));
  const inForce = [...new Set([...defaultPlugIns.filter((name) => !off.has(name)), ...added])].toSorted();
  return { inForce, missing: [...wantedPlugIns.keys()].filter((name) => !inForce.includes(name)) };
};

const toAuthorization = (flags: ReadonlyMap<string, string>, origin: FactOrigin): readonly Evidence[] => {
  if (flags.has('authorization-config')) return [];
  // An API server without the flag lets everybody do everything.
  const modes = toList(flags.get('authorization-mode') ?? 'AlwaysAllow');
  return [toFact('control-plane/authorization', { modes }, 'certain', origin)];
};

/** Arguments that benchmarks ask for. Paths and switches only: no value of these is a secret. */
const toPlainArguments = (flags: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries(plainArguments.flatMap((name) => (flags.has(name) ? [[name, flags.get(name) ?? '']] : [])));

const plainArguments: readonly string[] = [
  'audit-log-maxage',
  'audit-log-maxbackup',
  'audit-log-maxsize',
  'audit-log-path',
  'audit-policy-file',
  'authentication-config',
  'client-ca-file',
  'encryption-provider-config',
  'etcd-cafile',
  'etcd-certfile',
  'kubelet-certificate-authority',
  'kubelet-client-certificate',
  'profiling',
  'request-timeout',
  'service-account-extend-token-expiration',
  'service-account-lookup',
  'tls-cert-file',
  'tls-cipher-suites',
  'tls-min-version',
  'token-auth-file',
];

const toList = (text: string | undefined): readonly string[] =>
  (text ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));

const toObjects = (value: Json | undefined): readonly JsonObject[] =>
  isJsonArray(value) ? value.filter(isJsonObject) : [];

const toTexts = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
