/** Test fixture: ways in for the tests of the page, with every look a wall has, a hostile name, and a way of no move. */

import type { AnsweredWay, AttackAnswer } from '../attack/attack-answer.ts';
import type { AssetWalls } from '../attack/summarise-walls.ts';
import type { WallsAnswer } from '../attack/walls-answer.ts';
import type { Move } from '../attack/way.ts';
import { absent, present } from '../model/change.ts';
import type { Control } from '../model/control.ts';
import type { Layer } from '../model/layer.ts';
import type { Asset, Place, PlaceKind } from '../model/place.ts';

const place = (kind: PlaceKind, id: string, title: string, namespace: string | null = null): Place => ({
  id,
  kind,
  title,
  namespace,
});

const internet = place('internet', 'internet', 'the internet');
const api = place('container', 'container/shop/api/app', 'container app of Deployment shop/api', 'shop');
const account = place('identity', 'identity/serviceaccount:shop:api', 'service account shop/api', 'shop');
const node = place('node', 'node//*', 'a node');
const admin = place('cluster-admin', 'cluster-admin', 'the administrator of the cluster');
const database = place('secret', 'secret/shop/database', 'Secret shop/database', 'shop');
const claim = place('data', 'data/shop/orders', 'the data of claim shop/orders', 'shop');
const hostile = place(
  'secret',
  'secret/shop/"><img src=x onerror=alert(1)>\u202e',
  'Secret shop/</script><script>alert(1)</script>\u202e\u001b[2J',
  'shop',
);
const long = place('data', `data/shop/${'a'.repeat(10_000)}`, `the data of claim shop/${'a'.repeat(10_000)}`, 'shop');

export const toControl = (id: string, title: string, more: Partial<Control>): Control => ({
  id,
  title,
  layer: 'network',
  scope: 'namespace shop',
  state: { kind: 'absent' },
  effect: 'guard',
  steps: [],
  remedy: null,
  needs: [],
  ...more,
});

const policies = toControl('network/default-deny/shop', 'Deny in shop what no workload needs', {
  remedy: { kind: 'network-policies', namespace: 'shop' },
});
const seccomp = toControl('runtime/confine/shop/api', 'Confine Deployment shop/api', {
  layer: 'runtime',
  scope: 'Deployment shop/api',
  state: { kind: 'standing', proof: 'declared' },
});
const podSecurity = toControl('cluster/pod-security/shop', 'Enforce Pod Security in shop', {
  layer: 'cluster',
  state: { kind: 'standing', proof: 'enforced' },
});
const admission = toControl('runtime/admission/shop', 'Refuse privileged pods in shop', {
  layer: 'runtime',
  state: { kind: 'unknown', why: 'policy no-root has no binding' },
  remedy: { kind: 'advice', text: 'Bind the policy no-root.' },
});
const noToken = toControl('identity/no-token/shop/api', 'Mount no token into Deployment shop/api', {
  layer: 'identity',
  scope: 'Deployment shop/api',
  effect: 'remove',
  remedy: {
    kind: 'change',
    changes: [
      {
        target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
        edits: [{ path: 'spec.template.spec.automountServiceAccountToken', before: absent, after: present(false) }],
        reason: 'Mount no token',
        permissions: [],
      },
    ],
  },
});
const unbind = toControl('identity/unbind/ClusterRoleBinding/api', 'Delete ClusterRoleBinding api', {
  layer: 'identity',
  scope: 'cluster',
  effect: 'remove',
  remedy: {
    kind: 'delete',
    objects: [{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', namespace: null, name: 'api' }],
  },
});

const toMove = (type: Move['type'], from: Place, to: Place, more: Partial<Move>): Move => ({
  type,
  technique: 'T1078',
  from,
  to,
  cost: 0,
  grant: '',
  by: [],
  controls: [],
  steps: [],
  ...more,
});

const enter = toMove('ENDPOINT_EXPLOIT', internet, api, {
  technique: 'T1210',
  grant: 'Ingress shop/api leads to port 8080',
  controls: [policies, seccomp],
  cost: 1,
});
const enterOpen = toMove('ENDPOINT_EXPLOIT', internet, api, { ...enter, controls: [policies], cost: 0 });
const assume = toMove('IDENTITY_ASSUME', api, account, {
  grant: 'its token is mounted',
  controls: [noToken],
  by: ['apps/Deployment/shop/api'],
});
const read = toMove('SECRET_READ', account, database, {
  technique: 'T1552.007',
  grant: 'RoleBinding shop/api gives Role shop/api; it may get secrets',
  controls: [unbind],
});
const escape = toMove('CE_PRIV_MOUNT', api, node, {
  technique: 'T1611',
  grant: 'container app is privileged',
  controls: [podSecurity, admission],
  cost: 1,
});
const keys = toMove('CONTROL_PLANE_CREDENTIALS', node, admin, {
  technique: 'T1552.004',
  grant: 'the API server runs on it',
});

const toAsset = (to: Place, kind: Asset['kind'], weight: number): Asset => ({ place: to.id, kind, type: '', weight });

const toWay = (kind: Asset['kind'], moves: readonly Move[], proven = 0): AnsweredWay => {
  const to = moves.at(-1)?.to ?? internet;
  return {
    to,
    asset: toAsset(to, kind, 1),
    depth: moves.reduce((sum, { cost }) => sum + cost, 0),
    proven,
    moves,
  };
};

export const attackAnswer: AttackAnswer = {
  from: internet,
  complete: false,
  unknowns: ['NetworkPolicy could not be read in namespace shop', 'policy <b>no-root</b> has no binding'],
  notes: [],
  ways: [
    toWay('secret', [enterOpen, assume, read]),
    toWay('secret', [enterOpen, assume, { ...read, to: hostile, grant: `x\u202e<img src=x>${'g'.repeat(10_000)}` }]),
    toWay('data', [
      enterOpen,
      toMove('VOLUME_ACCESS', api, claim, { technique: 'T1552.001', grant: 'it mounts the claim' }),
    ]),
    toWay('data', [
      enterOpen,
      toMove('VOLUME_ACCESS', api, long, { technique: 'hostile"', grant: 'it mounts the claim' }),
    ]),
    toWay('cluster-admin', [enter, escape, keys], 1),
    toWay('secret', [enter, assume, read]),
  ],
  left: 0,
};

const toWalls = (
  to: Place,
  kind: Asset['kind'],
  type: string,
  depth: number | null,
  layers: readonly Layer[] = [],
): AssetWalls => ({
  asset: { place: to.id, kind, type, weight: 1 },
  place: to,
  depth,
  proven: depth === null ? null : Math.max(0, depth - 1),
  layers,
  way: null,
});

/** Open, behind walls, out of reach; alone and several of a type. */
export const exampleWalls: WallsAnswer = {
  from: internet,
  complete: false,
  unknowns: ['NetworkPolicy could not be read in namespace shop', 'policy <b>no-root</b> has no binding'],
  notes: [],
  assets: [
    {
      ...toWalls(database, 'secret', 'Opaque', 0),
      way: { to: 0, depth: 0, proven: 0, moves: [enterOpen, assume, read] },
    },
    {
      ...toWalls(hostile, 'secret', 'Opaque', 1, ['network']),
      way: { to: 0, depth: 1, proven: 0, moves: [{ ...enter, steps: [0] }] },
    },
    toWalls(claim, 'data', '', 0),
    toWalls(admin, 'cluster-admin', '', 2, ['cluster', 'runtime']),
    toWalls(account, 'marked', '', 1, ['network']),
    toWalls(node, 'node', '', null),
  ],
};
