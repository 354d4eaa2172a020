/** Why answers about a network may be wrong whatever the policies say: kinds nobody could read, and plug-ins that enforce less. */

import type { Snapshot } from '../../model/snapshot.ts';
import type { Unread } from '../../model/unread.ts';
import { podKinds } from '../workload/pod-template.ts';
import { findOtherNetworks } from './find-other-networks.ts';
import type { Doubt } from './network-estate.ts';
import { findPlugInDoubts } from './plug-in/find-plug-in-doubts.ts';
import { policyKinds } from './policy-kinds.ts';

export const findDoubts = (snapshot: Snapshot): readonly Doubt[] => [
  ...findUnread(snapshot),
  ...findPlugInDoubts(snapshot),
  ...findOtherNetworks(snapshot),
];

/** A path that could not be read has no group: what is behind it may be anything. */
const findUnread = ({ unread, evidence }: Snapshot): readonly Doubt[] => {
  const reasons = new Set<string>();
  for (const missing of unread) {
    const { group, kind, namespace, reason, grant } = missing;
    if (!changesAnswers(missing)) continue;
    const what = group === null || group === '' ? kind : `${kind}.${group}`;
    reasons.add(
      `${what}${namespace === null ? '' : ` in namespace ${namespace}`} could not be read: ${reason}${grant === null ? '' : `; to allow it: ${grant}`}`,
    );
  }
  if (evidence.some(({ kind }) => kind === 'scan/namespaces'))
    reasons.add('Only some namespaces were read: pods of others, and policies of the whole cluster, are not known');
  return [...reasons].map((why) => ({ why, about: null }));
};

/** What decides who reaches whom: who is there, and what policies say. Ways in from outside are told beside it. */
const changesAnswers = ({ group, kind }: Unread): boolean => group === null || answering.has(`${group}/${kind}`);

const answering: ReadonlySet<string> = new Set(
  [
    ...podKinds.flatMap(({ groups, kind }) => groups.map((group) => ({ group, kind }))),
    { group: '', kind: 'Namespace' },
    { group: '', kind: 'Node' },
    ...policyKinds,
  ].map(({ group, kind }) => `${group}/${kind}`),
);
