/** Facts of `az aks show`: https://learn.microsoft.com/rest/api/aks/managed-clusters/get, whose `properties` the command lifts up. */

import { toFact, type FactOrigin, type FactValues } from '../../../kube/control-plane/fact.ts';
import type { Evidence } from '../../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { isAnywhere, isTrueAt, textAt, textsAt, toSettings, valueAt } from './field.ts';

/** Of audit it says nothing: where logs go is a diagnostic setting, a resource of its own. */
export const toAksFacts = (described: JsonObject, origin: FactOrigin): readonly Evidence[] => {
  const cluster = toFlat(described);
  return [
    toFact('control-plane/encryption', toEncryption(cluster), 'certain', origin),
    toFact('control-plane/endpoint', toEndpoint(cluster), 'certain', origin),
    toFact('control-plane/network-policy', toNetworkPolicy(cluster), 'certain', origin),
    toFact(
      'control-plane/settings',
      {
        settings: toSettings({
          disableLocalAccounts: valueAt(cluster, 'disableLocalAccounts'),
          'oidcIssuerProfile.enabled': valueAt(cluster, 'oidcIssuerProfile', 'enabled'),
          'securityProfile.workloadIdentity.enabled': valueAt(
            cluster,
            'securityProfile',
            'workloadIdentity',
            'enabled',
          ),
          'securityProfile.defender.securityMonitoring.enabled': valueAt(
            cluster,
            'securityProfile',
            'defender',
            'securityMonitoring',
            'enabled',
          ),
          'autoUpgradeProfile.upgradeChannel': valueAt(cluster, 'autoUpgradeProfile', 'upgradeChannel'),
        }),
      },
      'certain',
      origin,
    ),
  ];
};

/** The REST API nests what the command shows at the top. */
export const toFlat = (described: JsonObject): JsonObject =>
  isJsonObject(described['properties']) ? { ...described, ...described['properties'] } : described;

const toEncryption = (cluster: JsonObject): FactValues['control-plane/encryption'] => {
  const security = valueAt(cluster, 'securityProfile');
  if (isTrueAt(security, 'azureKeyVaultKms', 'enabled'))
    return { state: 'on', providers: ['kms'], detail: 'azureKeyVaultKms is enabled' };
  if (textAt(security, 'kubernetesResourceObjectEncryptionProfile', 'infrastructureEncryption') === 'Enabled')
    return { state: 'on', providers: ['kms'], detail: 'infrastructureEncryption is enabled' };
  return { state: 'off', providers: [], detail: 'neither azureKeyVaultKms nor infrastructureEncryption is enabled' };
};

const toEndpoint = (cluster: JsonObject): FactValues['control-plane/endpoint'] => {
  const access = valueAt(cluster, 'apiServerAccessProfile');
  if (isTrueAt(access, 'enablePrivateCluster'))
    return { state: 'private', ranges: [], detail: 'enablePrivateCluster is true' };
  // The command writes Ip, the REST API IP.
  const ranges = [...textsAt(access, 'authorizedIpRanges'), ...textsAt(access, 'authorizedIPRanges')];
  return ranges.length === 0 || ranges.some(isAnywhere)
    ? { state: 'anywhere', ranges: [], detail: 'there are no authorizedIpRanges, and it is no private cluster' }
    : { state: 'ranges', ranges, detail: `authorizedIpRanges are ${ranges.join(', ')}` };
};

const toNetworkPolicy = (cluster: JsonObject): FactValues['control-plane/network-policy'] => {
  const engine = textAt(cluster, 'networkProfile', 'networkPolicy');
  return engine === '' || engine === 'none'
    ? { enforced: false, by: 'networkProfile.networkPolicy is none' }
    : { enforced: true, by: engine };
};
