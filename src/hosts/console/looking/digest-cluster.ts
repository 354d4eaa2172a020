/** A digest of a cluster that changes when an object does: who is there and in which version, without what they hold. */

import { createHash } from 'node:crypto';
import { ClientError } from '../../../kube/client/client-error.ts';
import { discoverKinds, type ServedKind } from '../../../kube/client/discover-kinds.ts';
import { createKubeClient, type KubeClient } from '../../../kube/client/kube-client.ts';
import { toListPath } from '../../../kube/client/list-objects.ts';
import { describeAccess } from '../../../kube/client/access.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { connectHttps, openContext } from '../../../sources/cluster-connection.ts';
import { defaultKinds, toServed, withWanted } from '../../../sources/listed-kinds.ts';
import type { SourceContext, WantedKind } from '../../../sources/source.ts';

/** `null` where it cannot be told: something may not be listed, or the cluster does not answer. */
export const digestCluster = async (
  name: string,
  wanted: readonly WantedKind[],
  context: SourceContext,
): Promise<string | null> => {
  try {
    const access = await openContext(name, context);
    const transport = await connectHttps(access, context);
    const { clock, signal } = context;
    const client = createKubeClient({ transport, clock, signal, where: describeAccess(access) });
    try {
      return await digestKinds(client, wanted);
    } finally {
      transport.close();
    }
  } catch (error) {
    if (error instanceof ClientError) return null;
    throw error;
  }
};

const digestKinds = async (client: KubeClient, wanted: readonly WantedKind[]): Promise<string | null> => {
  const listed = withWanted(defaultKinds, { kinds: wanted.filter((one) => !isPassing(one)), namespaces: [] });
  const discovery = await discoverKinds(client, [...new Set(listed.flatMap(({ groups }) => groups))]);
  if (discovery.missing.length > 0) return null;
  const hash = createHash('sha256');
  for (const served of toServed(listed, discovery)) await digestKind(client, served, (text) => void hash.update(text));
  return hash.digest('hex');
};

/** Renewed by the second, or records of what happened: in none of them anybody decides anything. */
const isPassing = ({ kind }: WantedKind): boolean =>
  kind === 'Lease' || kind === 'Event' || kind === 'EndpointSlice' || kind === 'Endpoints';

/** Only metadata is sent: a tenth of the objects. */
const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

const pageSize = 1000;

const digestKind = async (client: KubeClient, served: ServedKind, add: (text: string) => void): Promise<void> => {
  const toText = isMostlyStatus(served) ? toIntent : toVersion;
  let token = '';
  add(`${served.group}/${served.kind}\n`);
  do {
    const more = token === '' ? '' : `&continue=${encodeURIComponent(token)}`;
    const answer = await client.get(`${toListPath(served, null)}?limit=${pageSize}${more}`, { accept });
    if (answer.kind === 'too-large') throw new ClientError('bad-answer', `${client.where}: a page is too large`);
    const { items, metadata: list } = answer.value;
    for (const item of isJsonArray(items) ? items : []) {
      const metadata = isJsonObject(item) ? item['metadata'] : undefined;
      if (isJsonObject(metadata) && !isElection(metadata)) add(`${toText(metadata)}\n`);
    }
    token = isJsonObject(list) ? textOf(list['continue']) : '';
  } while (token !== '');
};

/**
 * A node beats every five minutes and a Deployment counts its Pods: every change of status is a new resource version. For
 * these the generation tells whether anybody wants something else; statuses are seen by the look that comes anyway.
 */
const isMostlyStatus = ({ group, kind }: ServedKind): boolean =>
  group === 'apps' || group === 'batch' || (group === '' && ['Pod', 'Node', 'ReplicationController'].includes(kind));

const toIntent = ({ uid, generation, labels, annotations, deletionTimestamp }: JsonObject): string =>
  JSON.stringify([uid, generation, labels, annotations, deletionTimestamp]);

const toVersion = ({ uid, resourceVersion }: JsonObject): string => `${textOf(uid)} ${textOf(resourceVersion)}`;

/** Old programs elect their leader by an annotation that is renewed every few seconds. */
const isElection = ({ annotations }: JsonObject): boolean =>
  isJsonObject(annotations) && annotations['control-plane.alpha.kubernetes.io/leader'] !== undefined;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
