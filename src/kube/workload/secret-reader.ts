/** Known controllers whose work is to read Secrets: who takes that right from them breaks what they do. */

import type { JsonObject } from '../../model/json.ts';
import { visitContainers } from './containers.ts';
import { toRepository } from './image-repository.ts';

/** Told by the image's repository, as its last segments; a mirror may name it otherwise, and anybody may call an image so. */
export const isSecretReader = (podSpec: JsonObject): boolean => {
  let found = false;
  visitContainers(
    podSpec,
    ({ object: { image } }) => {
      if (typeof image === 'string' && repositories.test(toRepository(image))) found = true;
    },
    () => undefined,
  );
  return found;
};

const repositories = new RegExp(
  `(?:^|/)(?:${[
    // What ends TLS reads the certificates.
    'ingress-nginx/controller',
    'ingress-nginx-controller',
    'nginx-ingress',
    'traefik(?:/traefik)?',
    'haproxy-ingress',
    'kubernetes-ingress',
    'kong/kubernetes-ingress-controller',
    'projectcontour/contour',
    'emissary',
    'envoyproxy/gateway',
    'istio/pilot',
    // What issues, fetches or copies Secrets.
    'jetstack/cert-manager-[a-z]+',
    'external-secrets(?:/external-secrets)?',
    'sealed-secrets-controller',
    'vault-secrets-operator',
    'csi-secrets-store/driver',
    'emberstack/kubernetes-reflector',
    // What deploys with credentials, and what backs them up.
    'argoproj/argocd',
    'fluxcd/[a-z]+-controller',
    'velero/velero',
  ].join('|')})$`,
);
