/** A mesh that asks who calls: namespaces put into it, certificates demanded, and callers named by the flows that are needed. */

import type { Inhabited } from '../../../analysers/inhabited-namespaces.ts';
import { absent, present, type Edit } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import { objectAt, textAt } from '../../../model/read-object.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Item } from '../../../posture/item.ts';
import { findCallees, listMembers, type Callee } from './find-callees.ts';
import { allowByIstio, demandByIstio } from './istio-policies.ts';
import { allowByLinkerd } from './linkerd-policies.ts';
import { openToMesh } from './open-to-mesh.ts';
import { nothingPlanned, type ActionPlan, type PhaseFacts } from './phase-facts.ts';
import { toRemedyControl } from './to-remedy-control.ts';

export const planMtls = (open: readonly Item[], { snapshot }: PhaseFacts): ActionPlan => {
  const namespaces = listOpen(open, snapshot);
  const isLinkerd = hasLinkerd(snapshot);
  const callees = findCallees(
    snapshot,
    namespaces.map(({ name }) => name),
  );
  return {
    ...nothingPlanned,
    controls: namespaces.flatMap((namespace) => [
      ...join(namespace, isLinkerd),
      ...(isLinkerd ? [] : demandByIstio(namespace.name, callees)),
    ]),
    whole: isLinkerd
      ? []
      : openToMesh(
          namespaces.map(({ name }) => name),
          snapshot,
        ),
    cautions:
      namespaces.length === 0
        ? []
        : [
            ...(isLinkerd
              ? [
                  'Where network policies close a namespace, allow TCP 4143 beside each port there, and TCP 8080, 8086 and 8090 of namespace `linkerd` to its proxies.',
                ]
              : []),
            `Pods join when they are made anew: \`kubectl rollout restart deployment,statefulset -n NAMESPACE\`, one namespace after the other.${isLinkerd ? '' : ' STRICT comes last: merge the label first, restart, look at `istioctl proxy-status`, then merge the rest.'}`,
            'Jobs end only where sidecars are native ones (Kubernetes 1.29 or newer).',
            ...tellOutside(callees),
          ],
  };
};

export const planCallers = (open: readonly Item[], { snapshot }: PhaseFacts): ActionPlan => {
  const namespaces = listOpen(open, snapshot);
  const callees = findCallees(
    snapshot,
    namespaces.map(({ name }) => name),
  );
  const allow = hasLinkerd(snapshot) ? allowByLinkerd : allowByIstio;
  return {
    ...nothingPlanned,
    controls: namespaces.flatMap(({ name }) =>
      allow(
        name,
        callees.filter(({ workload }) => workload.namespace === name),
      ),
    ),
    cautions:
      namespaces.length === 0
        ? []
        : [
            'Who may call whom is what the estate shows to be needed, as for the network policies of week 2: watch a busy hour in a test cluster. A caller that no file names is refused with 403, or its connection is closed.',
          ],
  };
};

/** As the survey names them: `Namespace shop: mTLS`. */
const listOpen = (open: readonly Item[], snapshot: Snapshot): readonly Inhabited[] => {
  const names = new Set(open.flatMap(({ what }) => /^Namespace ([a-z0-9-]{1,63})\b/.exec(what)?.[1] ?? []));
  return listMembers(snapshot).filter(({ name }) => names.has(name));
};

const hasLinkerd = (snapshot: Snapshot): boolean =>
  snapshot
    .list('', 'Namespace')
    .some(
      ({ ref, object }) =>
        ref.name === 'linkerd' || textAt(object, 'metadata', 'annotations', 'linkerd.io/inject') === 'enabled',
    );

const join = ({ about, declared, name }: Inhabited, isLinkerd: boolean): readonly Control[] => {
  if (!declared) return [];
  const [field, key] = isLinkerd ? ['annotations', 'linkerd.io/inject'] : ['labels', 'istio-injection'];
  const edit = (path: readonly [string, string], value: string): readonly Edit[] => {
    const written = objectAt(about.object, 'metadata', path[0])[path[1]];
    if (written === value) return [];
    return [
      {
        path: `metadata.${path[0]}["${path[1]}"]`,
        before: written === undefined ? absent : present(written),
        after: present(value),
      },
    ];
  };
  const labels = objectAt(about.object, 'metadata', 'labels');
  // A namespace of an ambient mesh, or of a revision, is in it already: the plain label beside that would contradict it.
  if (!isLinkerd && (textAt(labels, 'istio.io/dataplane-mode') === 'ambient' || textAt(labels, 'istio.io/rev') !== ''))
    return [];
  const edits = edit([field ?? '', key ?? ''], 'enabled');
  const title = `Put namespace ${name} into ${isLinkerd ? 'Linkerd' : 'Istio'}`;
  return edits.length === 0
    ? []
    : [
        toRemedyControl(`mesh/member/${name}`, title, 'mesh', `namespace ${name}`, {
          kind: 'change',
          changes: [{ target: about.ref, edits, reason: title, permissions: [] }],
        }),
      ];
};

const tellOutside = (callees: readonly Callee[]): readonly string[] => {
  const outside = callees.flatMap(({ workload, calls }) =>
    calls
      .filter(({ account }) => account === null)
      .map(({ ports }) => `\`${workload.namespace}/${workload.name}\` on ${ports.join(', ')}`),
  );
  const named = [...new Set(outside)];
  return named.length === 0
    ? []
    : [
        `Callers from outside the mesh have no certificate, so these ports stay outside it, and nobody there is asked who they are: ${named.slice(0, 40).join('; ')}${named.length > 40 ? ' …' : ''}.`,
      ];
};
