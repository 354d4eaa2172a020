/** Tests of who is known to read Secrets for a living: by image, wherever it is mirrored. */

import assert from 'node:assert/strict';
import test from 'node:test';
import { isSecretReader } from './secret-reader.ts';

const cases: readonly (readonly [image: string, reads: boolean])[] = [
  ['registry.k8s.io/ingress-nginx/controller:v1.11.2', true],
  ['registry.example.com/mirror/ingress-nginx-controller:v1.13.3@sha256:00', true],
  ['traefik:v3', true],
  ['localhost:5000/quay.io/jetstack/cert-manager-controller:v1', true],
  ['ghcr.io/external-secrets/external-secrets:v0.20', true],
  ['ghcr.io/fluxcd/kustomize-controller:v1', true],
  ['registry.example.com/shop/api:5.3.0', false],
  ['evil.example/not-traefik', false],
  ['nginx', false],
  ['', false],
];

for (const [image, reads] of cases)
  test(`${image === '' ? 'a container without an image' : image} ${reads ? 'reads' : 'does not read'} Secrets for a living`, () => {
    assert.equal(
      isSecretReader({
        containers: [
          { name: 'sidecar', image: 'busybox' },
          { name: 'main', image },
        ],
      }),
      reads,
    );
  });
