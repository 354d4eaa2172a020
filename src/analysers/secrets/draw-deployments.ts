/** Draws what Argo CD and Flux deploy: whoever may write a repository is what the controller that applies it may be. */

import { toNamespaceName } from '../../kube/network/namespace-name.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Place } from '../../model/place.ts';
import { objectAt, objectsAt, textAt } from '../../model/read-object.ts';
import { toRefKey, type Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { identityPlace, namespaceAdmin, outsidePlace, toHub } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { DraftParts } from './draft-parts.ts';
import type { SecretBook } from './secret-book.ts';

export const drawDeployments = (
  snapshot: Snapshot,
  workloads: readonly StandingWorkload[],
  draft: DraftParts,
  book: SecretBook,
): void => {
  drawArgo(snapshot, workloads, draft, book);
  drawFlux(snapshot, workloads, draft, book);
};

const toRepository = (url: string): Place => outsidePlace(`the repository ${url}`);

/**
 * Which of its credentials is for which repository stands in values that nobody read, so each may be for any of its namespace.
 * A project that lets nothing of the whole cluster be deployed keeps what it deploys in the namespace it is for.
 */
const drawArgo = (
  snapshot: Snapshot,
  workloads: readonly StandingWorkload[],
  draft: DraftParts,
  book: SecretBook,
): void => {
  const controllers = findAccounts(
    workloads,
    (image, name) => /argocd/.test(image) && /application-controller/.test(name),
  );
  const home = new Set<string>();
  for (const kind of ['Application', 'ApplicationSet'])
    for (const application of snapshot.list('argoproj.io', kind)) {
      const { ref, object } = application;
      const spec = kind === 'Application' ? objectAt(object, 'spec') : objectAt(object, 'spec', 'template', 'spec');
      const namespace = toNamespaceName(ref.namespace);
      const by = toRefKey(ref);
      const grant = `${kind} ${namespace}/${ref.name} deploys it`;
      for (const source of [objectAt(spec, 'source'), ...objectsAt(spec, 'sources')]) {
        const url = textAt(source, 'repoURL');
        if (url === '') continue;
        const repository = toRepository(url);
        home.add(namespace);
        draft.lead(toCredentials(namespace), repository, {
          type: 'CREDENTIAL_USE',
          grant: 'which repository each is for was not read: this may be one',
          by: null,
        });
        if (!isThisCluster(objectAt(spec, 'destination'))) continue;
        for (const place of toDeployed(snapshot, namespace, spec, controllers))
          draft.lead(repository, place, { type: 'DEPLOY', grant, by });
      }
    }
  for (const secret of book.all()) {
    const is = textAt(secret.source?.object, 'metadata', 'labels', 'argocd.argoproj.io/secret-type');
    if (is.startsWith('repo') && home.has(secret.namespace))
      draft.lead(secret.place, toCredentials(secret.namespace), {
        type: 'MEMBER',
        grant: `Secret ${secret.namespace}/${secret.name} is what Argo CD logs in to repositories with`,
        by: toRefKey({ apiVersion: 'v1', kind: 'Secret', namespace: secret.namespace, name: secret.name }),
      });
  }
};

const toCredentials = (namespace: string): Place => toHub(`repositories/${namespace}`, namespace);

const isThisCluster = (destination: JsonObject): boolean => {
  const name = textAt(destination, 'name');
  const server = textAt(destination, 'server');
  // A generator writes what nobody here computes: it may be this one.
  return name === ''
    ? server === '' || /kubernetes\.default|\{\{/.test(server)
    : name === 'in-cluster' || name.includes('{{');
};

const toDeployed = (
  snapshot: Snapshot,
  home: string,
  spec: JsonObject,
  controllers: readonly Place[],
): readonly Place[] => {
  const project = snapshot.find('argoproj.io', 'AppProject', home, textAt(spec, 'project') || 'default');
  const namespace = textAt(spec, 'destination', 'namespace');
  const isBound =
    project !== undefined &&
    objectsAt(project.object, 'spec', 'clusterResourceWhitelist').length === 0 &&
    !objectsAt(project.object, 'spec', 'destinations').some((each) => textAt(each, 'namespace').includes('*'));
  if (!isBound && controllers.length > 0) return controllers;
  const allowed = isBound
    ? objectsAt(project.object, 'spec', 'destinations').map((each) => textAt(each, 'namespace'))
    : [];
  return [...new Set([namespace, ...allowed])]
    .filter((each) => each !== '' && !each.includes('{{'))
    .map(namespaceAdmin);
};

/** What is applied with the account that the object names, in its namespace, else with the controller's. */
const drawFlux = (
  snapshot: Snapshot,
  workloads: readonly StandingWorkload[],
  draft: DraftParts,
  book: SecretBook,
): void => {
  for (const kind of ['GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'])
    for (const source of snapshot.list(sourceGroup, kind)) {
      const secret = book.note(source.ref.namespace, textAt(source.object, 'spec', 'secretRef', 'name'));
      const repository = toFluxRepository(source);
      if (secret === undefined) continue;
      const grant = `${kind} ${toNamespaceName(source.ref.namespace)}/${source.ref.name} logs in with it`;
      draft.lead(secret.place, repository, { type: 'CREDENTIAL_USE', grant, by: toRefKey(source.ref) });
    }
  for (const [group, kind, controller] of fluxKinds) {
    const accounts = findAccounts(workloads, (image) => controller.test(image));
    for (const { ref, object } of snapshot.list(group, kind)) {
      const namespace = toNamespaceName(ref.namespace);
      const by = toRefKey(ref);
      const cluster = book.note(namespace, textAt(object, 'spec', 'kubeConfig', 'secretRef', 'name'), {
        keys: ['kubeconfig'],
      });
      if (cluster !== undefined) continue;
      const named = textAt(object, 'spec', 'serviceAccountName');
      const appliers = named === '' ? accounts : [identityPlace({ kind: 'serviceaccount', namespace, name: named })];
      for (const reference of [
        objectAt(object, 'spec', 'sourceRef'),
        objectAt(object, 'spec', 'chart', 'spec', 'sourceRef'),
        objectAt(object, 'spec', 'chartRef'),
      ]) {
        const source = snapshot.find(
          sourceGroup,
          textAt(reference, 'kind'),
          textAt(reference, 'namespace') || namespace,
          textAt(reference, 'name'),
        );
        if (source === undefined) continue;
        const grant = `${kind} ${namespace}/${ref.name} deploys it`;
        for (const applier of appliers) draft.lead(toFluxRepository(source), applier, { type: 'DEPLOY', grant, by });
      }
    }
  }
};

const sourceGroup = 'source.toolkit.fluxcd.io';

const toFluxRepository = ({ ref, object }: Resource): Place =>
  toRepository(
    textAt(object, 'spec', 'url') ||
      `${textAt(object, 'spec', 'endpoint')}/${textAt(object, 'spec', 'bucketName')} of ${toNamespaceName(ref.namespace)}/${ref.name}`,
  );

const fluxKinds = [
  ['kustomize.toolkit.fluxcd.io', 'Kustomization', /kustomize-controller/],
  ['helm.toolkit.fluxcd.io', 'HelmRelease', /helm-controller/],
] as const;

/** Of the controllers that are here, told by their images. */
const findAccounts = (
  workloads: readonly StandingWorkload[],
  isController: (image: string, name: string) => boolean,
): readonly Place[] => {
  const accounts = new Map<string, Place>();
  for (const { containers, place, serviceAccount } of workloads) {
    if (!containers.some(({ object }) => isController(textAt(object, 'image'), place.name))) continue;
    const account = identityPlace({ kind: 'serviceaccount', namespace: place.namespace, name: serviceAccount });
    accounts.set(account.id, account);
  }
  return [...accounts.values()];
};
