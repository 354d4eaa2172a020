/** How the API server encrypts Secrets before they reach the disk of etcd, for whoever runs it themselves. */

import type { BesideFile } from './phase-facts.ts';

/** The first provider writes, all of them read (apiserver.config.k8s.io/v1): `identity` last, so that old Secrets stay readable. */
const text = `# Made by vauban roadmap. Not for kubectl: the API server reads it from its disk. With its key in it, never commit it.
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - secretbox:
          keys:
            - name: key1
              secret: FILL IN # head -c 32 /dev/urandom | base64
      - identity: {}
`;

export const encryptionFile: BesideFile = {
  name: 'encryption-configuration.yaml',
  text,
  use: [
    'How the API server is to encrypt Secrets: a file of its disk, mode 0600, named by `--encryption-provider-config` (kubeadm: under `apiServer.extraArgs`, with a mount of its folder).',
    'k3s needs no file: `--secrets-encryption`. EKS, GKE and AKS take a key of their KMS: `eksctl utils enable-secrets-encryption`, `gcloud container clusters update --database-encryption-key`, `az aks update --enable-azure-keyvault-kms`. A KMS of your own (provider `kms`, version 2) is better than a key on the disk.',
    'Afterwards write every Secret anew, or the old ones stay as they are: `kubectl get secrets -A -o json | kubectl replace -f -`.',
    'To take it back put `identity` first, write every Secret anew, and only then remove the file: without the key what is encrypted is lost.',
  ].join('\n'),
};
