/** Draws the Secrets and the data of an estate, who finds them, and what they open: in the cluster, in a cloud, outside. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import { parseImageName } from '../../lang/image/parse-image-name.ts';
import type { Place } from '../../model/place.ts';
import { objectsAt, textAt } from '../../model/read-object.ts';
import { toRefKey } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Chart } from '../chart.ts';
import { hubPlace, newPod, nodePlace, unguardedPod } from '../places.ts';
import { secretKinds } from '../secret-kinds.ts';
import { listNamespaces, readStandingWorkloads, type StandingWorkload } from '../standing-workloads.ts';
import { readClaims, type Claims } from './claims.ts';
import { createDraftParts, type DraftParts } from './draft-parts.ts';
import { drawAccounts, drawWorkloadClouds } from './draw-clouds.ts';
import { drawDeployments } from './draw-deployments.ts';
import { drawOpened } from './draw-opened.ts';
import { drawInjected, drawStores } from './draw-stores.ts';
import { isMarked } from './is-marked.ts';
import { noteSecrets } from './note-secrets.ts';
import { readContainerSecrets, readKubeletSecrets, toPullSecret } from './pod-secrets.ts';
import { createSecretBook, type SecretBook } from './secret-book.ts';

export const secretsChart: Chart = {
  id: 'secrets',
  draw(snapshot) {
    const draft = createDraftParts();
    const book = createSecretBook();
    noteSecrets(snapshot, book);
    const workloads = readStandingWorkloads(snapshot);
    const claims = readClaims(snapshot, isMarked);
    for (const workload of workloads) {
      drawUses(workload, draft, book);
      drawKubelet(workload, snapshot, draft, book);
      drawClaims(workload, draft, claims);
      drawWorkloadClouds(workload, draft);
      drawInjected(workload, snapshot, draft, book);
    }
    drawAccounts(snapshot, draft);
    drawStores(snapshot, draft, book);
    drawDeployments(snapshot, workloads, draft, book);
    drawAssets(draft, book, claims);
    drawOpened(draft, book, snapshot);
    drawHubs(snapshot, workloads, draft);
    for (const why of tellUnread(snapshot)) draft.unknown(why);
    return draft.take();
  },
};

const titleOf = ({ resource: { ref } }: StandingWorkload): string =>
  `${ref.kind} ${toNamespaceName(ref.namespace)}/${ref.name}`;

/** Only the container that mounts a Secret or has it in its environment finds it. */
const drawUses = (workload: StandingWorkload, draft: DraftParts, book: SecretBook): void => {
  const by = toRefKey(workload.resource.ref);
  for (const { place, name, object } of workload.containers)
    for (const use of readContainerSecrets(workload.spec, object)) {
      const secret = book.note(workload.place.namespace, use.name, { keys: use.keys, user: titleOf(workload) });
      if (secret === undefined) continue;
      const grant = `container ${name} of ${titleOf(workload)} ${use.how}`;
      draft.lead(place, secret.place, { type: 'VOLUME_DISCOVER', grant, by });
    }
};

/** What the kubelet fetches for a pod lies on its node, whether or not a container sees it. */
const drawKubelet = (workload: StandingWorkload, snapshot: Snapshot, draft: DraftParts, book: SecretBook): void => {
  const { namespace } = workload.place;
  const by = toRefKey(workload.resource.ref);
  const hosts = workload.containers.flatMap(({ object }) => toRegistry(textAt(object, 'image')));
  for (const use of [...readKubeletSecrets(workload.spec), ...readPullSecretsOfAccount(workload, snapshot)]) {
    const secret = book.note(namespace, use.name, {
      keys: use.keys,
      ...(use.type === undefined ? {} : { type: use.type, hosts }),
    });
    if (secret === undefined) continue;
    const grant = `${titleOf(workload)} ${use.how}, which its kubelet fetches`;
    for (const node of nodesOf(workload)) draft.lead(node, secret.place, { type: 'VOLUME_ACCESS', grant, by });
  }
};

/** A pod that names none is given those of its account. */
const readPullSecretsOfAccount = (
  { spec, place, serviceAccount }: StandingWorkload,
  snapshot: Snapshot,
): ReturnType<typeof toPullSecret> => {
  if (objectsAt(spec, 'imagePullSecrets').length > 0) return [];
  const account = snapshot.find('', 'ServiceAccount', place.namespace, serviceAccount);
  return objectsAt(account?.object, 'imagePullSecrets').flatMap(toPullSecret);
};

const toRegistry = (image: string): readonly string[] => {
  const parsed = parseImageName(image);
  return parsed.kind === 'name' && parsed.name.domain !== '' ? [parsed.name.domain] : [];
};

const nodesOf = ({ nodes }: StandingWorkload): readonly Place[] =>
  nodes.length === 0 ? [nodePlace(null)] : nodes.map(nodePlace);

/** Neither a hostPath nor an emptyDir is data: the one is the node's, the other goes with the pod. */
const drawClaims = (workload: StandingWorkload, draft: DraftParts, claims: Claims): void => {
  const { resource, spec, containers, place } = workload;
  const by = toRefKey(resource.ref);
  const claiming = { namespace: place.namespace, spec, object: resource.object, name: resource.ref.name };
  const onNode = new Map<string, Place>();
  for (const volume of objectsAt(spec, 'volumes')) {
    const data = claims.ofVolume(claiming, textAt(volume, 'name'));
    if (data !== undefined) onNode.set(data.id, data);
  }
  for (const container of containers)
    for (const field of ['volumeMounts', 'volumeDevices'])
      for (const mount of objectsAt(container.object, field)) {
        const data = claims.ofVolume(claiming, textAt(mount, 'name'));
        if (data === undefined) continue;
        onNode.set(data.id, data);
        const path = textAt(mount, 'mountPath') || textAt(mount, 'devicePath');
        const grant = `container ${container.name} of ${titleOf(workload)} mounts ${data.title} at ${path}`;
        draft.lead(container.place, data, { type: 'VOLUME_DISCOVER', grant, by });
      }
  for (const data of onNode.values()) {
    const grant = `its kubelet mounts ${data.title} for ${titleOf(workload)}`;
    for (const node of nodesOf(workload)) draft.lead(node, data, { type: 'VOLUME_ACCESS', grant, by });
    draft.asset(data, { kind: 'data', type: '', weight: 3 });
  }
};

const drawAssets = (draft: DraftParts, book: SecretBook, claims: Claims): void => {
  for (const { place, type, isMarked: marked } of book.all())
    draft.asset(
      place,
      marked ? { kind: 'marked', type, weight: 10 } : { kind: 'secret', type, weight: tokenTypes.has(type) ? 3 : 2 },
    );
  for (const { place, isMarked: marked } of claims.read)
    draft.asset(place, marked ? { kind: 'marked', type: '', weight: 10 } : { kind: 'data', type: '', weight: 3 });
};

const tokenTypes: ReadonlySet<string> = new Set([
  'kubernetes.io/service-account-token',
  'bootstrap.kubernetes.io/token',
]);

/** Last, when every place is declared: each namespace's hub leads to its own, and a new pod of the namespace to the hub. */
const drawHubs = (snapshot: Snapshot, workloads: readonly StandingWorkload[], draft: DraftParts): void => {
  const assets = draft.take().places.filter(({ kind }) => kind === 'secret' || kind === 'data');
  for (const place of assets) {
    draft.lead(hubPlace(place.kind === 'secret' ? 'secrets' : 'data', place.namespace), place, member);
  }
  const namespaces = new Set([
    ...listNamespaces(snapshot, workloads),
    ...assets.flatMap(({ namespace }) => namespace ?? []),
  ]);
  draft.declare(hubPlace('secrets', null));
  draft.declare(hubPlace('data', null));
  for (const namespace of namespaces)
    for (const [hubName, what] of mounted) {
      const hub = hubPlace(hubName, namespace);
      draft.lead(hubPlace(hubName, null), hub, member);
      const grant = `a pod of one's own in ${namespace} may have any ${what} of it mounted`;
      for (const pod of [newPod(namespace), unguardedPod(namespace)])
        draft.lead(pod, hub, { type: 'VOLUME_DISCOVER', grant, by: null });
    }
};

const mounted = [
  ['secrets', 'Secret'],
  ['data', 'claim'],
] as const;

/** Never Secrets: no source asks a cluster for them, and what uses them names them. */
const tellUnread = ({ unread }: Snapshot): readonly string[] =>
  unread
    .filter(({ group, kind }) => group !== null && secretKinds.some((own) => own.group === group && own.kind === kind))
    .map(
      ({ kind, namespace, reason }) =>
        `${kind} objects${namespace === null ? '' : ` of ${namespace}`} could not be read (${reason}): what they lead to is not known`,
    );

const member = { type: 'MEMBER', grant: '', by: null } as const;
