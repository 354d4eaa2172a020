/** Reads an estate as a network and makes it answer who can reach whom. */

import { createPortSets, type PortSets } from '../../../kube/network/port-set.ts';
import { createReachability } from '../../../kube/network/create-reachability.ts';
import type { NetworkEstate } from '../../../kube/network/network-estate.ts';
import type { Reachability } from '../../../kube/network/reachability.ts';
import { keepForNetwork, networkKinds, readNetworkEstate } from '../../../kube/network/read-network-estate.ts';
import { renderRef } from '../../../reports/place.ts';
import { count } from '../../../reports/plain-text.ts';
import type { SourceContext } from '../../../sources/source.ts';
import { loadSnapshot, type LoadRequest, type LoadedSnapshot } from '../load-snapshot.ts';
import { createLocator, type Locate } from './locate.ts';

export interface LoadedNetwork {
  readonly loaded: LoadedSnapshot;
  readonly estate: NetworkEstate;
  readonly reachability: Reachability;
  readonly portSets: PortSets;
  readonly locate: Locate;
  readonly partial: readonly Partial[];
  readonly problems: readonly NetworkProblem[];
}

/** Why the answer may be wrong. */
export interface Partial {
  readonly why: string;
  /** What it is about: `CiliumNetworkPolicy shop/web`. */
  readonly about: string | null;
}

/** A mistake in what was read, with its place. */
export interface NetworkProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly about: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** Everything is read, whatever is asked for: a policy anywhere may decide a connection. */
export const loadNetwork = async (
  request: Pick<LoadRequest, 'paths' | 'context' | 'progress'>,
  context: SourceContext,
): Promise<LoadedNetwork> => toLoadedNetwork(await loadForNetwork(request, context));

export const loadForNetwork = (
  request: Pick<LoadRequest, 'paths' | 'context' | 'progress'>,
  context: SourceContext,
): Promise<LoadedSnapshot> =>
  loadSnapshot({ ...request, kinds: networkKinds, keep: keepForNetwork, namespaces: [] }, context);

export const toLoadedNetwork = (loaded: LoadedSnapshot): LoadedNetwork => {
  const estate = readNetworkEstate(loaded.snapshot);
  const locate = createLocator(loaded);
  return {
    loaded,
    estate,
    reachability: createReachability(estate),
    portSets: createPortSets(),
    locate,
    partial: toPartial(loaded, estate),
    problems: toProblems(loaded, estate, locate),
  };
};

/** What was not read for want of a grant is among the estate's doubts already. */
const toPartial = ({ problems }: LoadedSnapshot, estate: NetworkEstate): readonly Partial[] => {
  const broken = problems.filter(({ severity }) => severity === 'error').length;
  const refused = estate.problems.filter(({ severity }) => severity === 'error').length;
  return [
    ...estate.doubts.map(({ why, about }) => ({ why, about: about === null ? null : renderRef(about.ref) })),
    ...(broken === 0
      ? []
      : [{ why: `${count(broken, 'file or document', 'files or documents')} could not be read`, about: null }]),
    ...(refused === 0
      ? []
      : [
          {
            why: `${count(refused, 'mistake')} in policies that the API server would refuse: they guard nothing`,
            about: null,
          },
        ]),
  ];
};

const toProblems = ({ problems }: LoadedSnapshot, estate: NetworkEstate, locate: Locate): readonly NetworkProblem[] => [
  ...problems.map(({ severity, message, span }) => ({
    severity,
    message,
    about: null,
    file: span?.file ?? null,
    line: span?.line ?? null,
  })),
  ...estate.problems.map(({ severity, message, about, path }) => ({
    severity,
    message,
    about: renderRef(about.ref),
    ...locate(about, path),
  })),
];
