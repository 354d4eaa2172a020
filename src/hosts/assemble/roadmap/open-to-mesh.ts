/** What namespaces that are closed must open when they join a mesh: sidecars have their certificates from its control plane. */

import { generatePolicies } from '../../../kube/network/generate/generate-policies.ts';
import { toNamespaceName } from '../../../kube/network/namespace-name.ts';
import type { Control } from '../../../model/control.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import { objectAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { planFiles } from '../attack/component/plan-files.ts';
import type { PlannedFile } from '../attack/component/planned-file.ts';
import { toRemedyControl } from './to-remedy-control.ts';

/** The policies of those namespaces made anew, as if they had joined; none for a namespace that no policy closes. */
export const openToMesh = (names: readonly string[], snapshot: Snapshot): readonly PlannedFile[] => {
  const closed = new Set(
    snapshot.list('networking.k8s.io', 'NetworkPolicy').map(({ ref }) => toNamespaceName(ref.namespace)),
  );
  const wanted = names.filter((name) => closed.has(name));
  if (wanted.length === 0) return [];
  const joined = withJoined(new Set(wanted), snapshot);
  const { files } = planFiles({
    controls: wanted.map((namespace): Control => {
      const title = `Let the sidecars of namespace ${namespace} have their certificates from the mesh`;
      return toRemedyControl(`mesh/reach/${namespace}`, title, 'network', `namespace ${namespace}`, {
        kind: 'network-policies',
        namespace,
      });
    }),
    snapshot,
    policiesFor: (namespaces) => ({
      generation: generatePolicies({ snapshot: joined, namespaces }),
      place: () => '',
      partial: [],
    }),
  });
  return files.filter((file) => !isIdle(file));
};

/** Names an object and changes nothing of it: most policies of a namespace stay as they are. */
const isIdle = ({ kind, undo }: PlannedFile): boolean =>
  kind === 'patch' &&
  isJsonObject(undo) &&
  Object.keys(undo).every((field) => ['apiVersion', 'kind', 'metadata'].includes(field)) &&
  Object.keys(objectAt(undo, 'metadata')).every((field) => ['name', 'namespace'].includes(field));

const withJoined = (names: ReadonlySet<string>, snapshot: Snapshot): Snapshot => {
  const namespaces = snapshot
    .list('', 'Namespace')
    .map((resource): Resource =>
      names.has(resource.ref.name) ? { ...resource, object: withLabel(resource.object) } : resource,
    );
  const isNamespace = (group: string, kind: string): boolean => group === '' && kind === 'Namespace';
  return {
    kind: snapshot.kind,
    evidence: snapshot.evidence,
    unread: snapshot.unread,
    list: (group, kind) => (isNamespace(group, kind) ? namespaces : snapshot.list(group, kind)),
    find: (group, kind, namespace, name) =>
      isNamespace(group, kind)
        ? namespaces.find(({ ref }) => ref.name === name)
        : snapshot.find(group, kind, namespace, name),
  };
};

const withLabel = (object: JsonObject): JsonObject => {
  const metadata = objectAt(object, 'metadata');
  return {
    ...object,
    metadata: { ...metadata, labels: { ...objectAt(metadata, 'labels'), 'istio-injection': 'enabled' } },
  };
};
