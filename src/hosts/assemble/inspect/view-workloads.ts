/** Workloads as a page tells them: what each runs, as whom, what may be wrong with it, and how many walls stand before it. */

import { findDepths } from '../../../attack/find-depths.ts';
import { mountsToken, readStandingWorkloads, type StandingWorkload } from '../../../analysers/standing-workloads.ts';
import { toNamespacePolicy, labelsOf } from '../../../kube/pod-security/labels.ts';
import { renderSubject } from '../../../kube/rbac/subject.ts';
import { at, objectAt, objectsAt, textAt } from '../../../model/read-object.ts';
import { toRefKey } from '../../../model/resource.ts';
import type { Severity } from '../../../model/severity.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { renderRef, toFile } from '../../../reports/place.ts';
import type { WorkloadContainer, WorkloadEntry, Workloads } from '../../console/api/workloads.ts';
import type { Inspected } from './inspected.ts';
import { listExposed } from './list-exposed.ts';
import { readPowers } from './read-powers.ts';
import { readReach } from './read-reach.ts';
import { shown } from './shown-text.ts';
import { tellPeers, toName } from './tell-peers.ts';

/** More than this a browser does not take in one answer; the rest are found by their findings. */
const mostWorkloads = 10_000;
const mostNames = 40;
const mostRights = 12;

export const viewWorkloads = (inspected: Inspected): Workloads => {
  const { snapshot } = inspected;
  const workloads = readStandingWorkloads(snapshot);
  const answer = readReach(inspected);
  const counts = countFindings(inspected);
  const depthOf = createDepths(inspected);
  const peersOf = tellPeers(answer);
  const rightsOf = createRights(snapshot);
  const exposed = new Set([...listExposed(answer).all].map((text) => toName({ text })));
  return {
    workloads: workloads.slice(0, mostWorkloads).map((workload): WorkloadEntry => {
      const { resource, place, spec, containers, serviceAccount } = workload;
      const { kind, namespace, name } = resource.ref;
      const text = `${place.namespace}/${place.name}`;
      return {
        id: `${kind}/${namespace ?? ''}/${shown(name, 1000)}`,
        kind,
        namespace: shown(place.namespace, 300),
        name: shown(name, 300),
        place: shown(toFile(resource.origin) ?? '', 1000),
        open: counts.get(toRefKey(resource.ref)) ?? none,
        depth: depthOf(workload),
        exposed: exposed.has(text),
        account: shown(serviceAccount, 300),
        tokenMounted: mountsToken(workload, snapshot),
        podSecurity: readLevel(inspected, place.namespace),
        containers: containers.slice(0, mostNames).map((each) => toContainer(each.name, each.object, spec)),
        rights: rightsOf(place.namespace, serviceAccount),
        ...peersOf(text),
        secrets: listSecrets(workload),
      };
    }),
    left: Math.max(0, workloads.length - mostWorkloads),
  };
};

/** `Read the Secrets in namespace shop, by RoleBinding shop/api`: its own, and those of the groups every account is in. */
const createRights = (snapshot: Snapshot): ((namespace: string, account: string) => readonly string[]) => {
  const rights = new Map<string, string[]>();
  for (const { does, holders } of readPowers(snapshot))
    for (const { subject, binding } of holders) {
      const id = renderSubject(subject);
      const where = binding.namespace === null ? 'in all namespaces' : `in namespace ${binding.namespace}`;
      const known = rights.get(id) ?? [];
      rights.set(id, known);
      known.push(
        shown(`${does.charAt(0).toUpperCase()}${does.slice(1)} ${where}, by ${renderRef(binding.resource.ref)}`, 300),
      );
    }
  return (namespace, account) =>
    [
      `serviceaccount:${namespace}:${account}`,
      `group:system:serviceaccounts:${namespace}`,
      'group:system:serviceaccounts',
      'group:system:authenticated',
    ]
      .flatMap((id) => rights.get(id) ?? [])
      .slice(0, mostRights);
};

const none: Readonly<Record<Severity, number>> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

/** Of its own, and of the pods that it owns. */
const countFindings = ({ report }: Inspected): ReadonlyMap<string, Readonly<Record<Severity, number>>> => {
  const counts = new Map<string, Record<Severity, number>>();
  for (const { status, subject, owner, severity } of report.findings) {
    if (status !== 'fail') continue;
    const key = toRefKey(owner ?? subject);
    const known = counts.get(key) ?? { ...none };
    known[severity] += 1;
    counts.set(key, known);
  }
  return counts;
};

const createDepths = ({ graph, entry }: Inspected): ((workload: StandingWorkload) => number | null) => {
  if (graph === null || entry === null) return () => null;
  const { cost } = findDepths(graph, entry, 'depth');
  const numbers = new Map(graph.places.map(({ id }, number) => [id, number]));
  return ({ containers }) => {
    let least: number | null = null;
    for (const { place } of containers) {
      const number = numbers.get(place.id);
      const depth = number === undefined ? -1 : (cost[number] ?? -1);
      if (depth >= 0 && (least === null || depth < least)) least = depth;
    }
    return least;
  };
};

const readLevel = ({ snapshot }: Inspected, namespace: string): WorkloadEntry['podSecurity'] => {
  const found = snapshot.find('', 'Namespace', null, namespace);
  if (found === undefined) return 'unknown';
  return toNamespacePolicy(labelsOf(objectAt(found.object, 'metadata'))).enforce.level;
};

const toContainer = (
  name: string,
  object: StandingWorkload['spec'],
  spec: StandingWorkload['spec'],
): WorkloadContainer => {
  const user = at(object, 'securityContext', 'runAsUser') ?? at(spec, 'securityContext', 'runAsUser');
  const nonRoot = at(object, 'securityContext', 'runAsNonRoot') ?? at(spec, 'securityContext', 'runAsNonRoot');
  const limits = objectAt(object, 'resources', 'limits');
  return {
    name: shown(name, 200),
    image: shown(textAt(object, 'image'), 400),
    ports: objectsAt(object, 'ports')
      .slice(0, 20)
      .map((port) => shown(`${textAt(port, 'protocol') || 'TCP'} ${JSON.stringify(port['containerPort'] ?? '')}`, 60)),
    runsAsRoot: user === 0 ? true : typeof user === 'number' || nonRoot === true ? false : null,
    privileged: at(object, 'securityContext', 'privileged') === true,
    limits: limits['memory'] !== undefined,
  };
};

const listSecrets = ({ spec, containers }: StandingWorkload): readonly string[] =>
  [
    ...new Set(
      [
        ...objectsAt(spec, 'volumes').flatMap((volume) => [
          textAt(volume, 'secret', 'secretName'),
          ...objectsAt(volume, 'projected', 'sources').map((source) => textAt(source, 'secret', 'name')),
        ]),
        ...containers.flatMap(({ object }) => [
          ...objectsAt(object, 'env').map((each) => textAt(each, 'valueFrom', 'secretKeyRef', 'name')),
          ...objectsAt(object, 'envFrom').map((each) => textAt(each, 'secretRef', 'name')),
        ]),
      ].filter((name) => name !== ''),
    ),
  ]
    .slice(0, mostNames)
    .map((name) => shown(name, 300));
