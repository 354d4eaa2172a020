/** Surveys what only the control plane knows: whether it keeps an audit log, and whether Secrets are encrypted at rest. */

import { listFacts } from '../../kube/control-plane/fact.ts';
import { objectsAt, textAt, textsAt } from '../../model/read-object.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item } from '../../posture/item.ts';
import type { Survey, Where } from '../survey.ts';
import { toItem, type ItemDraft } from '../to-item.ts';

export const controlPlaneSurvey: Survey = {
  id: 'control-plane',
  kinds: [],
  keep: (resource) =>
    resource.ref.apiVersion.startsWith('audit.k8s.io/') && resource.ref.kind === 'Policy' ? resource : null,
  observe: (snapshot, where) => [
    {
      criterion: 'audit/logging',
      items: [
        ...readFact(snapshot, 'control-plane/audit', 'Audit log of the API server'),
        ...readPolicies(snapshot, where),
      ],
      doubt: toDoubt(snapshot, 'control-plane/audit', 'whether the API server writes an audit log'),
    },
    {
      criterion: 'secrets/encryption',
      items: readFact(snapshot, 'control-plane/encryption', 'Encryption of Secrets at rest'),
      doubt: toDoubt(snapshot, 'control-plane/encryption', 'whether Secrets are encrypted in etcd'),
    },
  ],
};

const factsOf = (snapshot: Snapshot, kind: string): readonly Evidence[] =>
  snapshot.evidence.filter((each) => each.kind === kind);

/** Where several tell of it, the strongest counts. */
const readFact = (
  { evidence }: Snapshot,
  kind: 'control-plane/audit' | 'control-plane/encryption',
  what: string,
): readonly Item[] =>
  listFacts(evidence, kind)
    .slice(0, 1)
    .map(({ value, source }): Item => {
      // A snapshot that somebody hands over may say anything.
      const told: JsonObject = { ...value };
      const state = textAt(told, 'state') || 'unknown';
      const isOn = state === 'on';
      return {
        what,
        ref: null,
        state: isOn ? 'met' : state === 'configured' || state === 'unknown' ? 'unknown' : 'unmet',
        proof: isOn ? 'enforced' : null,
        why: withoutStop(textAt(told, 'detail')) || `is ${state}`,
        source,
        controls: [],
      };
    });

const withoutStop = (text: string): string => text.replace(/[.\s]+$/, '');

/** A policy in the files says what is to be recorded; that the API server was started with it no file shows, but its own manifest. */
const readPolicies = (snapshot: Snapshot, where: Where): readonly Item[] => {
  if (factsOf(snapshot, 'control-plane/audit').length > 0) return [];
  const started = snapshot.list('', 'Pod').flatMap((about): readonly Item[] => {
    const state = readApiServer(about);
    return state === null ? [] : [toItem({ about, what: 'Audit log of the API server', ...state }, where)];
  });
  const objects = snapshot.list('audit.k8s.io', 'Policy').map((about) => {
    const records = objectsAt(about.object, 'rules').some((rule) => recording.has(textAt(rule, 'level')));
    return toItem(
      {
        about,
        what: 'Audit policy',
        state: records ? 'met' : 'unmet',
        why: records ? says : 'records nothing: no rule has a level above None',
        path: 'rules',
      },
      where,
    );
  });
  const read = new Set(objects.map(({ source }) => source.replace(/:\d+$/, '')));
  const documents = factsOf(snapshot, 'document/audit-policy')
    .filter(({ source }) => !read.has(source))
    .map(({ source }): Item => ({
      what: 'Audit policy',
      ref: null,
      state: 'met',
      proof: 'declared',
      why: says,
      source,
      controls: [],
    }));
  return [...started, ...objects, ...documents];
};

const says = 'says what the API server is to record';
const recording: ReadonlySet<string> = new Set(['Metadata', 'Request', 'RequestResponse']);

/** The manifest of its static pod: an audit log takes a policy and somewhere to write to (kube-apiserver's options). */
const readApiServer = ({ ref, object }: Resource): Pick<ItemDraft, 'state' | 'why' | 'path'> | null => {
  const container = objectsAt(object, 'spec', 'containers').find(
    (each) => textAt(each, 'name') === 'kube-apiserver' || textsAt(each, 'command')[0] === 'kube-apiserver',
  );
  if (container === undefined || !ref.name.startsWith('kube-apiserver')) return null;
  const words = [...textsAt(container, 'command'), ...textsAt(container, 'args')];
  const has = (flag: string): boolean =>
    words.some((word) => word.startsWith(`--${flag}=`) && word.length > flag.length + 3);
  const path = 'spec.containers[name=kube-apiserver].command';
  if (!has('audit-policy-file')) return { state: 'unmet', why: 'is started without --audit-policy-file', path };
  return has('audit-log-path') || has('audit-webhook-config-file')
    ? { state: 'met', why: 'is started with --audit-policy-file', path }
    : { state: 'unmet', why: 'is started with a policy, and with nowhere to write to: --audit-log-path', path };
};

const toDoubt = (snapshot: Snapshot, kind: string, what: string): string | null =>
  factsOf(snapshot, kind).length > 0 ? null : `${what} only the cluster tells`;
