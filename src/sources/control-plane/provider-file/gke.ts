/** Facts of `gcloud container clusters describe`: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters. */

import { toFact, type FactOrigin, type FactValues } from '../../../kube/control-plane/fact.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { JsonObject } from '../../../model/json.ts';
import { isAnywhere, isTrueAt, objectsAt, textAt, textsAt, toSettings, valueAt } from './field.ts';

export const toGkeFacts = (cluster: JsonObject, origin: FactOrigin): readonly Evidence[] => [
  // Cloud Audit Logs of admin activity cannot be turned off; where they are sent to is not for this description to say.
  toFact(
    'control-plane/audit',
    { state: 'on', detail: 'GKE always writes admin activity to Cloud Audit Logs' },
    'certain',
    origin,
  ),
  toFact('control-plane/encryption', toEncryption(cluster), 'certain', origin),
  toFact('control-plane/endpoint', toEndpoint(cluster), 'certain', origin),
  ...toAnonymous(cluster, origin),
  toFact('control-plane/network-policy', toNetworkPolicy(cluster), 'certain', origin),
  toFact(
    'control-plane/settings',
    {
      settings: toSettings({
        'releaseChannel.channel': textAt(cluster, 'releaseChannel', 'channel'),
        'workloadIdentityConfig.workloadPool': textAt(cluster, 'workloadIdentityConfig', 'workloadPool'),
        'binaryAuthorization.evaluationMode': textAt(cluster, 'binaryAuthorization', 'evaluationMode'),
        'shieldedNodes.enabled': valueAt(cluster, 'shieldedNodes', 'enabled'),
        'privateClusterConfig.enablePrivateNodes': valueAt(cluster, 'privateClusterConfig', 'enablePrivateNodes'),
        'loggingConfig.enableComponents': textsAt(cluster, 'loggingConfig', 'componentConfig', 'enableComponents').join(
          ',',
        ),
      }),
    },
    'certain',
    origin,
  ),
];

/** `currentState` is what is so, `state` what was asked for; older descriptions have the latter alone. */
const toEncryption = (cluster: JsonObject): FactValues['control-plane/encryption'] => {
  const current = textAt(cluster, 'databaseEncryption', 'currentState').replace(/^CURRENT_STATE_/, '');
  const wanted = textAt(cluster, 'databaseEncryption', 'state');
  const state = current === '' || current === 'UNSPECIFIED' ? wanted : current;
  const detail = state === '' ? 'there is no databaseEncryption' : `databaseEncryption is ${state}`;
  if (['ENCRYPTED', 'ALL_OBJECTS_ENCRYPTION_ENABLED'].includes(state))
    return { state: 'on', providers: ['kms'], detail };
  // It is being turned on or off, or the last attempt failed: some objects are encrypted and some are not.
  if (/_(?:PENDING|ERROR)$/.test(state)) return { state: 'partly', providers: ['kms'], detail };
  return { state: 'off', providers: [], detail };
};

const toEndpoint = (cluster: JsonObject): FactValues['control-plane/endpoint'] => {
  const ip = valueAt(cluster, 'controlPlaneEndpointsConfig', 'ipEndpointsConfig');
  if (valueAt(ip, 'enabled') === false)
    return {
      state: 'private',
      ranges: [],
      detail: 'its endpoints by IP address are off; the one by DNS name asks IAM first',
    };
  if (
    valueAt(ip, 'enablePublicEndpoint') === false ||
    isTrueAt(cluster, 'privateClusterConfig', 'enablePrivateEndpoint')
  )
    return { state: 'private', ranges: [], detail: 'it has no public endpoint' };
  const networks = valueAt(ip, 'authorizedNetworksConfig') ?? valueAt(cluster, 'masterAuthorizedNetworksConfig');
  const ranges = objectsAt(networks, 'cidrBlocks').map((block) => textAt(block, 'cidrBlock'));
  if (!isTrueAt(networks, 'enabled') || ranges.some(isAnywhere))
    return { state: 'anywhere', ranges: [], detail: 'its public endpoint has no authorised networks' };
  const google = isTrueAt(networks, 'gcpPublicCidrsAccessEnabled') ? ['any machine on Google Cloud'] : [];
  const all = [...ranges, ...google];
  return {
    state: 'ranges',
    ranges,
    detail: `its public endpoint is for ${all.length === 0 ? 'no authorised network' : all.join(', ')}`,
  };
};

const toAnonymous = (cluster: JsonObject, origin: FactOrigin): readonly Evidence[] => {
  const mode = textAt(cluster, 'anonymousAuthenticationConfig', 'mode');
  const state = mode === 'LIMITED' ? 'health-only' : mode === 'ENABLED' ? 'forbidden' : null;
  if (state === null) return [];
  return [
    toFact('control-plane/anonymous', { state, detail: `anonymousAuthenticationConfig is ${mode}` }, 'certain', origin),
  ];
};

const toNetworkPolicy = (cluster: JsonObject): FactValues['control-plane/network-policy'] => {
  if (textAt(cluster, 'networkConfig', 'datapathProvider') === 'ADVANCED_DATAPATH')
    return { enforced: true, by: 'GKE Dataplane V2' };
  return isTrueAt(cluster, 'networkPolicy', 'enabled')
    ? { enforced: true, by: 'Calico' }
    : { enforced: false, by: 'neither Dataplane V2 nor networkPolicy.enabled' };
};
