/** Defaults of pods, their containers and their volumes (core/v1). */

import { type Json, isJsonObject, type JsonObject } from '../../../model/json.ts';
import { type Draft, draftAt, draftsAt, isBlank, isUnset, type SetDefaults } from './draft.ts';
import { isLatest } from './image-tag.ts';

const setPodDefaults: SetDefaults = (pod) => {
  const spec = draftAt(pod, 'spec') ?? {};
  const { terminationGracePeriodSeconds: grace } = spec;
  if (typeof grace === 'number' && grace < 0) spec.terminationGracePeriodSeconds = 1;
  for (const list of ['containers', 'initContainers'])
    for (const container of draftsAt(spec, list)) {
      requestWhatIsLimited(draftAt(container, 'resources') ?? {});
      if (spec.hostNetwork === true) openOnHost(draftsAt(container, 'ports'));
    }
  spec.enableServiceLinks ??= true;
};

/** In a pod only: a template leaves it to the pods made of it. */
const requestWhatIsLimited = (resources: Draft): void => {
  const { limits, requests } = resources;
  if (isJsonObject(limits)) resources.requests = { ...limits, ...(requests as JsonObject | undefined) };
};

const openOnHost = (ports: readonly Draft[]): void => {
  for (const port of ports) port.hostPort ??= port.containerPort ?? 0;
};

/** The one address and the first of many are the same; where they differ, the one counts. */
const setPodStatusDefaults: SetDefaults = (status) => {
  const first = draftsAt(status, 'podIPs')[0];
  if (isBlank(status, 'podIP')) {
    if (typeof first?.ip === 'string' && first.ip !== '') status.podIP = first.ip;
  } else if (first?.ip !== status.podIP) status.podIPs = [{ ip: status.podIP as Json }];
};

const setPodSpecDefaults: SetDefaults = (spec) => {
  // The old name of the field and the new one hold the same; the new one wins.
  const account = isBlank(spec, 'serviceAccountName') ? spec.serviceAccount : spec.serviceAccountName;
  if (account !== undefined) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.restartPolicy ??= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ??= 'default-scheduler';
};

const setContainerDefaults: SetDefaults = (container) => {
  container.imagePullPolicy ??= toPullPolicy(container.image);
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
};

const toPullPolicy = (image: Json | undefined): string =>
  typeof image === 'string' && isLatest(image) ? 'Always' : 'IfNotPresent';

const setVolumeDefaults: SetDefaults = (volume) => {
  let sources = 0;
  for (const field in volume) if (field !== 'name') sources += 1;
  if (sources === 0) volume.emptyDir = {};
  const image = draftAt(volume, 'image');
  if (image !== undefined) image.pullPolicy ??= toPullPolicy(image.reference);
};

const setProbeDefaults: SetDefaults = (probe) => {
  probe.timeoutSeconds ??= 1;
  probe.periodSeconds ??= 10;
  probe.successThreshold ??= 1;
  probe.failureThreshold ??= 3;
};

const setHttpGetDefaults: SetDefaults = (action) => {
  action.path ??= '/';
  action.scheme ??= 'HTTP';
};

/** 0644 */
const setModeDefaults: SetDefaults = (source) => {
  source.defaultMode ??= 420;
};

const setTokenDefaults: SetDefaults = (projection) => {
  projection.expirationSeconds ??= 3600;
};

const setHostPathDefaults: SetDefaults = (source) => {
  if (isUnset(source, 'type')) source.type = '';
};

const setFieldSelectorDefaults: SetDefaults = (selector) => {
  selector.apiVersion ??= 'v1';
};

export const podDefaults: Readonly<Record<string, SetDefaults>> = {
  'core/v1.Pod': setPodDefaults,
  'core/v1.PodStatus': setPodStatusDefaults,
  'core/v1.PodSpec': setPodSpecDefaults,
  'core/v1.Container': setContainerDefaults,
  'core/v1.EphemeralContainer': setContainerDefaults,
  'core/v1.Volume': setVolumeDefaults,
  'core/v1.Probe': setProbeDefaults,
  'core/v1.HTTPGetAction': setHttpGetDefaults,
  'core/v1.SecretVolumeSource': setModeDefaults,
  'core/v1.ConfigMapVolumeSource': setModeDefaults,
  'core/v1.DownwardAPIVolumeSource': setModeDefaults,
  'core/v1.ProjectedVolumeSource': setModeDefaults,
  'core/v1.ServiceAccountTokenProjection': setTokenDefaults,
  'core/v1.HostPathVolumeSource': setHostPathDefaults,
  'core/v1.ObjectFieldSelector': setFieldSelectorDefaults,
};
