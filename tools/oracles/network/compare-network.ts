/** What Vauban says of an estate beside what Cyclonus says: whole sets of ports, for each pair of those in it. */

import { createReachability } from '../../../src/kube/network/create-reachability.ts';
import { createPortSets, toRanges } from '../../../src/kube/network/port-set.ts';
import type { End, PortSet, Reachability } from '../../../src/kube/network/reachability.ts';
import { keepForNetwork, readNetworkEstate } from '../../../src/kube/network/read-network-estate.ts';
import { toResource } from '../../../src/kube/schema/to-resource.ts';
import { createSnapshotBuilder } from '../../../src/kube/snapshot/build-snapshot.ts';
import { parseIpAddress, parseIpPrefix } from '../../../src/lang/go/ip-address.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import type { Asked, NetworkCase, Party, Point } from './network-case.ts';

/** As `main.go` prints it: for each pair, in order of the first and then of the second, one digit for each point. */
export interface CyclonusAnswer {
  readonly egress?: readonly string[];
  readonly ingress?: readonly string[];
  readonly error?: string;
}

export interface Comparison {
  /** Pairs of which the sets of ports were compared, and how many of those may connect at all. */
  readonly pairs: number;
  readonly open: number;
  /** Ports at which both were asked. */
  readonly verdicts: number;
  readonly differences: readonly string[];
  /** One of them refuses an object, so that there was nothing to compare. */
  readonly refused: string | null;
}

export const compareNetwork = (tested: NetworkCase, asked: Asked, theirs: CyclonusAnswer): Comparison => {
  const estate = readNetworkEstate(toSnapshot(tested));
  const problem = estate.problems.find(({ severity }) => severity === 'error');
  const refused = theirs.error ?? (problem === undefined ? null : `Vauban: ${problem.path}: ${problem.message}`);
  if (refused !== null) return { pairs: 0, open: 0, verdicts: 0, differences: [], refused };
  const reachability = createReachability(estate);
  const ends = asked.parties.map((party) => findEnds(reachability, party));
  const differences = asked.parties.flatMap((party, index) =>
    ends[index]?.length === 1 ? [] : [`${render(party)} is ${ends[index]?.length ?? 0} ends of Vauban's, not one`],
  );
  const sets = createPortSets();
  let [pairs, open, verdicts] = [0, 0, 0];
  for (const [source, from] of asked.parties.entries()) {
    for (const [target, to] of asked.parties.entries()) {
      const [fromEnd, toEnd] = [ends[source]?.[0], ends[target]?.[0]];
      // A pod reaches itself, which Cyclonus does not know; what passes between two addresses outside concerns nobody.
      if (source === target || (from.namespace === '' && to.namespace === '')) continue;
      if (fromEnd === undefined || toEnd === undefined) continue;
      const ours = sets.adopt(
        fromEnd === toEnd ? reachability.portsAmong(fromEnd) : reachability.ports(fromEnd, toEnd),
      );
      const pair = source * asked.parties.length + target;
      const wanted = sets.of(listOpen(asked.points, theirs.egress?.[pair], theirs.ingress?.[pair]));
      pairs += 1;
      verdicts += asked.points.length;
      if (!wanted.isEmpty) open += 1;
      if (ours !== wanted)
        differences.push(
          `${render(from)} => ${render(to)}: Cyclonus ${renderPorts(wanted)}; Vauban ${renderPorts(ours)}`,
        );
    }
  }
  return { pairs, open, verdicts, differences, refused: null };
};

const toSnapshot = ({ objects }: NetworkCase): Snapshot => {
  const builder = createSnapshotBuilder('manifests');
  for (const [document, object] of objects.entries()) {
    const made = toResource(object, { kind: 'file', file: 'estate.yaml', document, item: null, start: 0, end: 0 });
    const kept = made.kind === 'resource' ? keepForNetwork(made.resource) : null;
    if (kept !== null) builder.add(kept);
  }
  return builder.build({ evidence: [], unread: [] });
};

const findEnds = ({ ends }: Reachability, party: Party): readonly End[] =>
  ends.filter((end) => (party.namespace === '' ? isOutsideOf(end, party.address) : isPodOf(end, party)));

const isPodOf = ({ side, pods }: End, { kind, namespace, name }: Party): boolean => {
  if (side?.kind !== 'pods' || side.namespace !== namespace) return false;
  if (kind === 'Pod') return pods.some((index) => side.pods[index]?.name === name);
  return side.workload.kind === kind && side.workload.name === name;
};

const isOutsideOf = ({ side, prefixes }: End, text: string): boolean => {
  const address = parseIpAddress(text);
  if (side !== null || address.kind === 'defect') return false;
  return prefixes.some((one) => {
    const prefix = parseIpPrefix(one);
    if (prefix.kind === 'defect' || prefix.value.address.family !== address.value.family) return false;
    const host = BigInt((address.value.family === 4 ? 32 : 128) - prefix.value.length);
    return prefix.value.address.bits >> host === address.value.bits >> host;
  });
};

const listOpen = (points: readonly Point[], egress = '', ingress = '') =>
  points.flatMap(({ protocol, port: first, last }, index) =>
    egress[index] === '1' && ingress[index] === '1' ? [{ protocol, first, last }] : [],
  );

const render = ({ kind, namespace, name }: Party): string => (namespace === '' ? name : `${kind} ${namespace}/${name}`);

const renderPorts = (ports: PortSet): string => {
  if (ports.isAll) return 'all';
  if (ports.isEmpty) return 'nothing';
  return toRanges(ports)
    .map(({ protocol, first, last }) => `${protocol ?? ''} ${first}-${last}`)
    .join(', ');
};
