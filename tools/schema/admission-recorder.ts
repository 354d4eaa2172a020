/** Shows what admission sees of an object: a webhook on loopback that allows everything and keeps the object it was sent. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { toGroupVersion } from '../../src/kube/schema/api-version.ts';
import { findKind } from '../../src/kube/schema/kinds.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { RunningControlPlane } from '../control-plane/start-control-plane.ts';

export interface AdmissionRecorder {
  /** Sends the object as a dry run into the namespace `default`. */
  seen(object: JsonObject): Promise<Seen>;
  close(): Promise<void>;
}

export type Seen =
  | { readonly kind: 'seen'; readonly object: JsonObject }
  /** The server answered before admission asked the webhook. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

export interface RecorderOptions {
  /** Of the API versions to ask for; `*` gives each object in the version it was sent in. */
  readonly apiVersions: readonly string[];
  readonly apiGroups: readonly string[];
  /** Before or after the server validates the object and prepares it for creation. */
  readonly stage: 'mutating' | 'validating';
  /** Of custom kinds, which live in namespaces. */
  readonly plurals?: Readonly<Record<string, string>>;
}

interface Review {
  readonly request: {
    readonly uid: string;
    readonly object: JsonObject;
    readonly options: { readonly fieldManager?: string };
  };
}

export const openAdmissionRecorder = async (
  plane: RunningControlPlane,
  { apiVersions, apiGroups, stage, plurals = {} }: RecorderOptions,
): Promise<AdmissionRecorder> => {
  const seen = new Map<string, JsonObject>();
  const pki = join(plane.folder, 'pki');
  const server = createServer(
    { cert: readFileSync(join(pki, 'apiserver.crt')), key: readFileSync(join(pki, 'apiserver.key')) },
    (request, response) => {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        const { uid, object, options } = (JSON.parse(text) as Review).request;
        if (options.fieldManager !== undefined) seen.set(options.fieldManager, object);
        response.setHeader('Content-Type', 'application/json');
        const answer = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, allowed: true } };
        response.end(JSON.stringify(answer));
      });
    },
  );
  // A test that fails must not be kept alive by the connections of the API server.
  server.on('connection', (socket) => socket.unref());
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const name = `recorder-${crypto.randomUUID().slice(0, 8)}.vauban.test`;
  const configurations = `/apis/admissionregistration.k8s.io/v1/${stage}webhookconfigurations`;
  await plane.request('POST', configurations, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: stage === 'mutating' ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name,
        clientConfig: {
          url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
          caBundle: Buffer.from(plane.authority).toString('base64'),
        },
        rules: [{ apiGroups, apiVersions, resources: ['*'], operations: ['CREATE'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
  let sent = 0;
  const ask = async (object: JsonObject): Promise<Seen> => {
    sent += 1;
    const mark = `${name}-${sent}`;
    const answer = await plane.request(
      'POST',
      `${toPath(object, plurals)}?dryRun=All&fieldManager=${mark}`,
      withNamespace(object),
    );
    const recorded = seen.get(mark);
    seen.delete(mark);
    if (recorded !== undefined) return { kind: 'seen', object: recorded };
    const { message } = answer.body as { message?: string };
    return { kind: 'refused', status: answer.status, message: message ?? 'the webhook was not asked' };
  };
  const group = apiGroups[0] ?? '*';
  const probe = group === 'autoscaling' ? probes.autoscaling : probes.any;
  // A new webhook is asked a moment after it was made.
  while ((await ask(probe)).kind === 'refused') await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    seen: ask,
    close: async () => {
      await plane.request('DELETE', `${configurations}/${name}`);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const probes = {
  any: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'probe' } },
  autoscaling: {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'probe' },
    spec: { maxReplicas: 1, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'probe' } },
  },
};

const toPath = ({ apiVersion, kind }: JsonObject, plurals: Readonly<Record<string, string>>): string => {
  const { group, version } = toGroupVersion(apiVersion);
  const name = typeof kind === 'string' ? kind : '';
  const { plural, namespaced } = findKind(group, name) ?? { plural: plurals[name] ?? '', namespaced: true };
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${namespaced ? '/namespaces/default' : ''}/${plural}`;
};

const withNamespace = (object: JsonObject): JsonObject => {
  const metadata = object.metadata as JsonObject | undefined;
  return metadata?.namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace: 'default' } };
};
