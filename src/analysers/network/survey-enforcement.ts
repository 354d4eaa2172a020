/** Tells whether the cluster's network plug-in carries policies out: without that every policy is a wish. */

import { findPlugIns } from '../../kube/network/plug-in/find-plug-ins.ts';
import type { Json } from '../../model/json.ts';
import { at, textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Item, Surveyed } from '../../posture/item.ts';
import { findUnread } from '../gap.ts';
import type { Where } from '../survey.ts';
import { toItem } from '../to-item.ts';

const criterion = 'network/enforcement';
const what = 'Network plug-in';
const controls = ['network/enforcement'];

/** Files seldom hold the plug-in: without one they tell nothing, which counts neither for nor against. */
export const surveyEnforcement = (snapshot: Snapshot, where: Where): Surveyed => {
  const plugIns = findPlugIns(snapshot);
  const found =
    plugIns.find(({ enforces }) => enforces === true) ??
    plugIns.find(({ enforces }) => enforces === false) ??
    plugIns[0];
  if (found !== undefined) {
    const { name, why, enforces, source } = found;
    const state = enforces === null ? 'unknown' : enforces ? 'met' : 'unmet';
    return {
      criterion,
      items: [toItem({ about: source, what, state, why: `${name} ${why}`, controls }, where)],
      doubt: null,
    };
  }
  const told = snapshot.evidence.find(({ kind }) => kind === 'control-plane/network-policy');
  if (told !== undefined) return { criterion, items: [toToldItem(told.value, told.source)], doubt: null };
  if (snapshot.kind === 'manifests')
    return { criterion, items: [], doubt: 'whether the network plug-in enforces policies only the cluster tells' };
  const unread = findUnread(snapshot, 'apps/DaemonSet', null);
  const why = unread === undefined ? 'is none that is known here' : `DaemonSets could not be read: ${unread.reason}`;
  return {
    criterion,
    items: [{ what, ref: null, state: 'unknown', proof: null, why, source: '', controls }],
    doubt: null,
  };
};

const toToldItem = (value: Json, source: string): Item => {
  const enforced = at(value, 'enforced') === true;
  const by = textAt(value, 'by');
  const why = enforced
    ? `is told to enforce network policies${by === '' ? '' : `, by ${by}`}`
    : 'enforces no network policies';
  return {
    what,
    ref: null,
    state: enforced ? 'met' : 'unmet',
    proof: enforced ? 'enforced' : null,
    why,
    source,
    controls,
  };
};
