/** The level each namespace can enforce: baseline with the edits its workloads need, or privileged on purpose for agents of the node. */

import { absent, present, type Change, type Edit, type Permission } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import type { Finding } from '../../../model/finding.ts';
import type { JsonObject } from '../../../model/json.ts';
import { objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import { toRefKey } from '../../../model/resource.ts';
import { podTemplatePath } from '../../../kube/workload/pod-template.ts';
import { renderRef } from '../../../reports/place.ts';
import type { PhaseFacts } from './phase-facts.ts';
import { toRemedyControl } from './to-remedy-control.ts';

/** For the namespaces whose items are open; a namespace that was not read has no labels to change. */
export const planPodSecurity = (names: readonly string[], facts: PhaseFacts): readonly Control[] =>
  names.flatMap((name) => planNamespace(name, facts) ?? []);

const permissions: readonly Permission[] = [{ group: '', resource: 'namespaces', verb: 'patch' }];

const planNamespace = (name: string, { snapshot, findings }: PhaseFacts): Control | null => {
  const namespace = snapshot.find('', 'Namespace', null, name);
  if (namespace === undefined) return null;
  const broken = findings.filter(
    ({ status, rule, subject }) =>
      status === 'fail' && rule.startsWith('pod-security/baseline/') && (subject.namespace || 'default') === name,
  );
  const agents = broken.filter(({ fix, subject }) => subject.kind === 'DaemonSet' && fix === null);
  const labels = objectAt(namespace.object, 'metadata', 'labels');
  const label = (level: string, mode: string): Edit => {
    const key = `pod-security.kubernetes.io/${mode}`;
    const written = labels[key];
    return {
      path: `metadata.labels["${key}"]`,
      before: written === undefined ? absent : present(written),
      after: present(level),
    };
  };
  const toLabels = (level: string, stricter: string, reason: string): Change => ({
    target: namespace.ref,
    edits: [label(level, 'enforce'), label(stricter, 'warn'), label(stricter, 'audit')],
    reason,
    permissions,
  });
  const id = `cluster/pod-security/${name}`;
  if (agents.length > 0) {
    const named = [...new Set(agents.map(({ subject }) => renderRef(subject)))].join(', ');
    return toRemedyControl(
      id,
      `Say that namespace ${name} is privileged, for ${named}`,
      'cluster',
      `namespace ${name}`,
      {
        kind: 'change',
        changes: [
          toLabels(
            'privileged',
            'baseline',
            `${named} need the node; move what else stands here to a namespace of its own`,
          ),
        ],
      },
    );
  }
  const mended = mendAll(broken, snapshot);
  if (mended === null) return null;
  const title = `Enforce the Pod Security level baseline in namespace ${name}`;
  return toRemedyControl(id, title, 'cluster', `namespace ${name}`, {
    kind: 'change',
    changes: [toLabels('baseline', 'restricted', title), ...mended],
  });
};

/** `null` where something would be refused that no edit mends. */
const mendAll = (broken: readonly Finding[], snapshot: PhaseFacts['snapshot']): readonly Change[] | null => {
  const changes: Change[] = [];
  for (const { fix, subject, rule } of broken) {
    if (fix !== null) {
      changes.push(fix);
      continue;
    }
    const object = snapshot.find(toGroupOf(subject.apiVersion), subject.kind, subject.namespace, subject.name)?.object;
    const change =
      rule === 'pod-security/baseline/host-path-volumes' && object !== undefined ? toClaims(subject, object) : null;
    if (change === null) return null;
    changes.push(change);
  }
  return [...Map.groupBy(changes, ({ target }) => toRefKey(target)).values()].flatMap((same): readonly Change[] => {
    const [first] = same;
    if (first === undefined) return [];
    const edits = [...new Map(same.flatMap((each) => each.edits).map((edit) => [edit.path, edit])).values()];
    return [{ ...first, edits, reason: same.map(({ reason }) => reason).join('; ') }];
  });
};

const toGroupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

/** Folders of a node that hold an application's data; anything else a claim cannot stand for. */
const dataFolders =
  /^\/(?:srv|data|opt|mnt|home|var\/(?:data|backups?)|var\/lib\/(?!kubelet|docker|containerd|etcd|rancher)[^/]+)(?:\/|$)/;

const toClaims = (target: Finding['subject'], object: JsonObject): Change | null => {
  const prefix = podTemplatePath(target);
  if (prefix === undefined) return null;
  const spec = objectAt(object, ...prefix, 'spec');
  const hosts = objectsAt(spec, 'volumes').filter((volume) => volume['hostPath'] !== undefined);
  if (hosts.length === 0 || hosts.some((volume) => !dataFolders.test(textAt(volume, 'hostPath', 'path')))) return null;
  const at = [...prefix, 'spec'].join('.');
  return {
    target,
    edits: hosts.flatMap((volume): readonly Edit[] => {
      const name = textAt(volume, 'name');
      return [
        { path: `${at}.volumes[name=${name}].hostPath`, before: present(volume['hostPath'] ?? null), after: absent },
        {
          path: `${at}.volumes[name=${name}].persistentVolumeClaim`,
          before: absent,
          after: present({ claimName: toClaimName(target.name, name) }),
        },
      ];
    }),
    reason: `Keep ${hosts.map((volume) => textAt(volume, 'hostPath', 'path')).join(', ')} of ${renderRef(target)} on a claim: copy what is on the node first`,
    permissions: [],
  };
};

export const toClaimName = (workload: string, volume: string): string =>
  `${workload}-${volume}`.slice(0, 63).replace(/[^a-z0-9]+$/, '');

/** The claims that the edits of a plan mount. */
export const listClaims = (controls: readonly Control[]): readonly Control[] =>
  controls.flatMap(({ remedy, scope, id }) =>
    remedy?.kind !== 'change'
      ? []
      : remedy.changes.flatMap(({ target, edits }) =>
          edits.flatMap(({ path, after }): readonly Control[] => {
            const claim = after.kind === 'value' ? textAt(after.value, 'claimName') : '';
            if (!path.endsWith('.persistentVolumeClaim') || claim === '') return [];
            return [
              toRemedyControl(`${id}/claim/${claim}`, `Keep data on the claim ${claim}`, 'secrets', scope, {
                kind: 'create',
                objects: [
                  {
                    apiVersion: 'v1',
                    kind: 'PersistentVolumeClaim',
                    metadata: { name: claim, namespace: target.namespace || 'default' },
                    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
                  },
                ],
              }),
            ];
          }),
        ),
  );
