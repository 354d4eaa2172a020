/** The versions of the real control plane; `build/go.mod` and `build/etcd/go.mod` pin the same, which a test proves. */

export const kubernetesVersion = 'v1.37.2';

export const etcdVersion = 'v3.6.16';
