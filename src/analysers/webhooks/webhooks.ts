/** The webhook configurations of a snapshot, one webhook at a time, with the API server's defaults. */

import { labelsOf, toNamespaceLabels } from '../../kube/admission/match-resources.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import type { Resource } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findUnread, toEnforced, toNotApplicable, type Gap, type Judged, type KindName } from '../gap.ts';
import { listLivedIn, type LivedIn } from '../lived-in.ts';
import { at, objectsAt, textAt } from '../../model/read-object.ts';
import { engineOf } from '../security-engines.ts';

export interface Webhook {
  readonly configuration: Resource;
  readonly name: string;
  /** As the configuration writes it, without the value of its caBundle. */
  readonly object: JsonObject;
  /** The security engine it belongs to; `undefined` for any other. */
  readonly engine: string | undefined;
  readonly failsOpen: boolean;
  readonly service: WebhookService | undefined;
}

export interface WebhookService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

export interface WebhooksView {
  readonly snapshot: Snapshot;
  readonly configurations: readonly { readonly configuration: Resource; readonly webhooks: readonly Webhook[] }[];
  /** Without the namespaces that webhooks themselves run in. */
  readonly livedIn: readonly LivedIn[];
}

export type WebhookGap = Gap<WebhooksView>;

const group = 'admissionregistration.k8s.io';

export const configurationNames: readonly KindName[] = [
  `${group}/ValidatingWebhookConfiguration`,
  `${group}/MutatingWebhookConfiguration`,
];

export const toWebhooksView = (snapshot: Snapshot): WebhooksView => {
  const configurations = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap((kind) =>
    snapshot.list(group, kind).map((configuration) => ({ configuration, webhooks: readWebhooks(configuration) })),
  );
  const homes = configurations.flatMap(({ webhooks }) => webhooks.map(({ service }) => service?.namespace ?? ''));
  return { snapshot, configurations, livedIn: listLivedIn(snapshot, new Set(homes)) };
};

const readWebhooks = (configuration: Resource): readonly Webhook[] => {
  const engine = engineOf(configuration);
  // v1beta1 failed open unless told otherwise.
  const fallback = configuration.ref.apiVersion.endsWith('/v1beta1') ? 'Ignore' : 'Fail';
  return objectsAt(configuration.object, 'webhooks').map((object) => {
    const service = at(object, 'clientConfig', 'service');
    const port = at(service, 'port');
    return {
      configuration,
      name: textAt(object, 'name'),
      object,
      engine,
      failsOpen: (textAt(object, 'failurePolicy') || fallback) === 'Ignore',
      service:
        service === undefined
          ? undefined
          : {
              namespace: textAt(service, 'namespace'),
              name: textAt(service, 'name'),
              port: typeof port === 'number' ? port : 443,
            },
    };
  });
};

/** What keeps the answer small: everything of a configuration but its certificates. */
export const withoutCertificates = (webhooks: Json | undefined): Json =>
  isJsonArray(webhooks) ? webhooks.map(withoutCertificate) : [];

const withoutCertificate = (webhook: Json): Json => {
  const client = at(webhook, 'clientConfig');
  if (!isJsonObject(webhook) || !isJsonObject(client)) return webhook;
  return {
    ...webhook,
    clientConfig: {
      ...client,
      caBundle: typeof client['caBundle'] === 'string' && client['caBundle'] !== '' ? 'there' : '',
    },
  };
};

/** The path of a webhook in its configuration: `webhooks[name=a.b.c].timeoutSeconds`. */
export const pathOf = ({ name }: Webhook, ...below: readonly string[]): string =>
  renderFieldPath(['webhooks', { key: 'name', value: name }, ...below]);

/** As a message begins; the configuration it is part of stands before it. */
export const tell = ({ name, engine }: Webhook): string =>
  engine === undefined ? `Webhook ${name}` : `${engine}’s webhook ${name}`;

/** Nobody answers it, which is one finding of its own: what else might be said of it would be mended by the same. */
export const isDead = ({ service }: Webhook, snapshot: Snapshot): boolean =>
  service !== undefined &&
  snapshot.kind === 'cluster' &&
  snapshot.find('', 'Service', service.namespace, service.name) === undefined &&
  findUnread(snapshot, '/Service', service.namespace) === undefined;

/** What each webhook of a configuration concludes; one word for the configuration where there is nothing to say against any. */
export const judgeEach = (
  { configurations, snapshot }: WebhooksView,
  passed: string,
  judge: (webhook: Webhook) => Judged | undefined,
  concerns: (webhook: Webhook) => boolean = () => true,
): readonly Judged[] =>
  configurations.flatMap(({ configuration, webhooks }) => {
    const concerned = webhooks.filter(concerns);
    if (concerned.length === 0) return [];
    const alive = concerned.filter((webhook) => !isDead(webhook, snapshot));
    const judged = alive.flatMap((webhook) => judge(webhook) ?? []);
    if (judged.length > 0) return judged;
    return [alive.length === 0 ? toNotApplicable(configuration, noService) : toEnforced(configuration, passed)];
  });

/** For the rules that a webhook without a Service leaves without a question. */
export const noService = 'Calls a Service that is not there: see webhook/service-missing';

/** The labels of a namespace, and whether they were read or are only those that every namespace has. */
export const namespaceLabels = (
  snapshot: Snapshot,
  name: string,
): { readonly labels: JsonObject; readonly areKnown: boolean } => {
  const found = snapshot.find('', 'Namespace', null, name);
  return {
    labels: toNamespaceLabels(name, found === undefined ? undefined : labelsOf(found.object)),
    areKnown: found !== undefined,
  };
};
