/** What the API server does to single kinds on creation: the `PrepareForCreate` of Kubernetes v1.37. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { draftAt, isBlank, type SetDefaults } from '../defaults/draft.ts';
import { setStoredVersions } from '../defaults/api-extensions.ts';
import { currentUse, templateGeneration } from './conversions.ts';
import { preparePod } from './prepare-pod.ts';

const prepareDaemonSet: SetDefaults = (daemonSet) => {
  const metadata = draftAt(daemonSet, 'metadata') ?? {};
  const annotations = draftAt(metadata, 'annotations');
  if (Number(annotations?.[templateGeneration]) < 1)
    metadata.annotations = { ...annotations, [templateGeneration]: '1' };
};

/** The labels that hold the job's uid, and the selector made of them, are the server's: see `server-assigned.ts`. */
const prepareJob: SetDefaults = (job) => {
  const spec = draftAt(job, 'spec') ?? {};
  const metadata = draftAt(job, 'metadata') ?? {};
  const { name } = metadata;
  if (spec.manualSelector === true || name === undefined) return;
  const template = draftAt(spec, 'template') ?? {};
  const { labels, ...others } = draftAt(template, 'metadata') ?? {};
  const extended = { 'job-name': name, 'batch.kubernetes.io/job-name': name, ...(labels as JsonObject | undefined) };
  template.metadata = { ...others, labels: extended };
  // A job that had no labels shares those of its template in the server's memory, and so what is added to them.
  if (labels !== undefined && metadata.labels === labels) metadata.labels = extended;
};

const prepareNamespace: SetDefaults = (namespace) => {
  namespace.status = { phase: 'Active' };
  const spec = draftAt(namespace, 'spec') ?? {};
  const finalizers = isJsonArray(spec.finalizers) ? spec.finalizers : [];
  if (!finalizers.includes('kubernetes')) spec.finalizers = [...finalizers, 'kubernetes'];
};

/** When the phase was last changed is the server's to say. */
const preparePersistentVolume: SetDefaults = (volume) => {
  volume.status = { phase: 'Pending' };
};

/** The old field for a data source and the new one follow each other; the old one takes two kinds only. */
const prepareClaim: SetDefaults = (claim) => {
  const spec = draftAt(claim, 'spec') ?? {};
  if (spec.dataSourceRef === undefined && isJsonObject(spec.dataSource) && !isOldSource(spec.dataSource))
    delete spec.dataSource;
  if (spec.dataSourceRef === undefined && spec.dataSource !== undefined) spec.dataSourceRef = spec.dataSource;
  else if (spec.dataSource === undefined && isJsonObject(spec.dataSourceRef)) {
    const { namespace, ...source } = spec.dataSourceRef;
    if (namespace === undefined || namespace === '') spec.dataSource = source;
  }
};

const isOldSource = ({ apiGroup, kind }: JsonObject): boolean =>
  ((apiGroup === undefined || apiGroup === '') && kind === 'PersistentVolumeClaim') ||
  (apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot');

/** References to a service account's secrets are names, whatever else was written. */
const prepareServiceAccount: SetDefaults = (account) => {
  if (!isJsonArray(account.secrets)) return;
  account.secrets = account.secrets.map((each): Json => {
    const { name } = each as JsonObject;
    return name === undefined ? {} : { name };
  });
};

const prepareService: SetDefaults = (service) => {
  const spec = draftAt(service, 'spec') ?? {};
  if (spec.type !== 'ExternalName' && !isBlank(spec, 'clusterIP')) spec.clusterIPs ??= [spec.clusterIP as Json];
};

const prepareAutoscaler: SetDefaults = (autoscaler) => {
  const metadata = draftAt(autoscaler, 'metadata') ?? {};
  if (!isJsonObject(metadata.annotations) || metadata.annotations[currentUse] === undefined) return;
  const { [currentUse]: _, ...annotations } = metadata.annotations;
  if (Object.keys(annotations).length === 0) delete metadata.annotations;
  else metadata.annotations = annotations;
};

export const preparations: Readonly<Record<string, SetDefaults>> = {
  'core/v1.Pod': preparePod,
  'core/v1.Namespace': prepareNamespace,
  'core/v1.PersistentVolume': preparePersistentVolume,
  'core/v1.PersistentVolumeClaim': prepareClaim,
  'core/v1.Service': prepareService,
  'core/v1.ServiceAccount': prepareServiceAccount,
  'apps/v1.DaemonSet': prepareDaemonSet,
  'batch/v1.Job': prepareJob,
  'autoscaling/v1.HorizontalPodAutoscaler': prepareAutoscaler,
  'apiextensions/v1.CustomResourceDefinition': setStoredVersions,
};
