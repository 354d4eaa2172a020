/** Draws the use of mounted tokens, and the control that mounts none where nobody granted the account anything. */

import { renderFieldPath } from '../../model/field-path.ts';
import type { Place } from '../../model/place.ts';
import { present, absent } from '../../model/change.ts';
import { toGroup, toRefKey, type ResourceRef } from '../../model/resource.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { at } from '../../model/read-object.ts';
import { identityPlace } from '../places.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import type { Draft } from './draft.ts';
import type { TokenMount } from './token-mounts.ts';
import { toWorkloadKey, toWorkloadTitle } from './workload-name.ts';

export const accountOf = ({ place, serviceAccount }: StandingWorkload): Place =>
  identityPlace({ kind: 'serviceaccount', namespace: place.namespace, name: serviceAccount });

/** `mounts` holds the token of each container of the workload, in their order. */
export const drawTokens = (
  draft: Draft,
  workload: StandingWorkload,
  mounts: readonly (TokenMount | null)[],
  { isGranted, snapshot }: { readonly isGranted: boolean; readonly snapshot: Snapshot },
): void => {
  const account = accountOf(workload);
  const by = toRefKey(workload.resource.ref);
  for (const [index, container] of workload.containers.entries())
    if ((mounts[index] ?? null) !== null)
      draft.lead(container.place, account, {
        type: 'IDENTITY_ASSUME',
        grant: `the token of ${account.title} is mounted into ${container.place.title}`,
        by,
      });
  // Who asks for a token by name uses it, and so does whoever was granted something.
  if (isGranted || !mounts.includes('automount') || mounts.includes('volume') || isRunningPod(workload, snapshot))
    return;
  const title = toWorkloadTitle(workload);
  const field = at(workload.spec, 'automountServiceAccountToken');
  draft.control({
    id: `identity/no-token/${toWorkloadKey(workload)}`,
    title: `Mount no token into ${title}`,
    layer: 'identity',
    scope: title,
    state: { kind: 'absent' },
    effect: 'remove',
    steps: [{ types: ['IDENTITY_ASSUME', 'MEMBER'], from: null, to: account.id, by }],
    remedy: {
      kind: 'change',
      changes: [
        {
          target: workload.resource.ref,
          edits: [
            {
              path: renderFieldPath([...workload.prefix, 'spec', 'automountServiceAccountToken']),
              before: field === undefined ? absent : present(field),
              after: present(false),
            },
          ],
          reason: `Nobody granted ${account.title} anything, so ${title} needs no token of it`,
          permissions: toPermissions(workload.resource.ref),
        },
      ],
    },
    needs: [],
  });
};

/** What a Pod runs with is not changed while it runs: who made it makes it anew. */
export const isRunningPod = ({ resource }: StandingWorkload, snapshot: Snapshot): boolean =>
  snapshot.kind === 'cluster' && resource.ref.kind === 'Pod';

export const toPermissions = (ref: ResourceRef): readonly { group: string; resource: string; verb: string }[] => [
  { group: toGroup(ref.apiVersion), resource: toPlural(ref.kind), verb: 'patch' },
];

/** Of the kinds that hold pods, and of Namespace. */
const toPlural = (kind: string): string => `${kind.toLowerCase()}s`;
