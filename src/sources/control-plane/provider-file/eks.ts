/** Facts of `aws eks describe-cluster`: https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html. */

import { toFact, type FactOrigin, type FactValues } from '../../../kube/control-plane/fact.ts';
import type { Evidence } from '../../../model/evidence.ts';
import type { JsonObject } from '../../../model/json.ts';
import { isAnywhere, isTrueAt, objectsAt, textAt, textsAt, toSettings, valueAt } from './field.ts';

export const toEksFacts = (cluster: JsonObject, origin: FactOrigin): readonly Evidence[] => {
  const types = objectsAt(cluster, 'logging', 'clusterLogging')
    .filter((entry) => isTrueAt(entry, 'enabled'))
    .flatMap((entry) => textsAt(entry, 'types'));
  return [
    toFact('control-plane/audit', toAudit(types), 'certain', origin),
    toFact('control-plane/encryption', toEncryption(cluster), 'certain', origin),
    toFact('control-plane/endpoint', toEndpoint(cluster), 'certain', origin),
    toFact(
      'control-plane/settings',
      {
        settings: toSettings({
          'logging.types': types.join(','),
          'accessConfig.authenticationMode': textAt(cluster, 'accessConfig', 'authenticationMode'),
          'upgradePolicy.supportType': textAt(cluster, 'upgradePolicy', 'supportType'),
          deletionProtection: valueAt(cluster, 'deletionProtection'),
          platformVersion: textAt(cluster, 'platformVersion'),
        }),
      },
      'certain',
      origin,
    ),
  ];
};

const toAudit = (types: readonly string[]): FactValues['control-plane/audit'] =>
  types.includes('audit')
    ? { state: 'on', detail: 'logging of type audit is enabled' }
    : {
        state: 'off',
        detail: `logging of type audit is not enabled${types.length === 0 ? '' : `, only ${types.join(', ')}`}`,
      };

/** From 1.28 on EKS encrypts everything in etcd with a key of its own where people bring none. */
const firstEncryptedMinor = 28;

const toEncryption = (cluster: JsonObject): FactValues['control-plane/encryption'] => {
  const own = objectsAt(cluster, 'encryptionConfig').find((entry) => textsAt(entry, 'resources').includes('secrets'));
  if (own !== undefined)
    return { state: 'on', providers: ['kms'], detail: 'encryptionConfig names secrets and a KMS key' };
  const version = textAt(cluster, 'version');
  const minor = Number(/^1\.(\d+)/.exec(version)?.[1] ?? 0);
  return minor >= firstEncryptedMinor
    ? { state: 'on', providers: ['kms'], detail: `EKS ${version} encrypts by default, with a key of AWS` }
    : {
        state: 'off',
        providers: [],
        detail: `there is no encryptionConfig for secrets, and EKS ${version} encrypts none by default`,
      };
};

const toEndpoint = (cluster: JsonObject): FactValues['control-plane/endpoint'] => {
  if (!isTrueAt(cluster, 'resourcesVpcConfig', 'endpointPublicAccess'))
    return { state: 'private', ranges: [], detail: 'endpointPublicAccess is false' };
  const ranges = textsAt(cluster, 'resourcesVpcConfig', 'publicAccessCidrs');
  return ranges.length === 0 || ranges.some(isAnywhere)
    ? { state: 'anywhere', ranges: [], detail: 'endpointPublicAccess is true, for every address' }
    : { state: 'ranges', ranges, detail: `endpointPublicAccess is true, for ${ranges.join(', ')}` };
};
