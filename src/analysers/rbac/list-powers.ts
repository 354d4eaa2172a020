/** Everybody who holds a power beyond what Kubernetes itself made: the rules tell of each role the worst, a page all of it. */

import type { IndexedBinding, IndexedRole } from '../../kube/rbac/access.ts';
import type { AccessSubject } from '../../kube/rbac/subject.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import { compareSeverity, type Severity } from '../../model/severity.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { toAccessView, toCrowd } from './access-view.ts';
import { createFindPowers, type HeldPower } from './held-powers.ts';
import { harmless } from './judge-crowds.ts';
import { toHolders, userFacing } from './judge-held.ts';
import type { Power } from './power.ts';
import { everything, powers } from './powers.ts';

export interface ListedPower {
  readonly rule: RuleMetadata;
  /** After "can": `read the Secrets`. */
  readonly does: string;
  /** A question that its worst holder is an answer to. */
  readonly ask: PowerAsk;
  /** Worst first. */
  readonly holders: readonly PowerHolder[];
}

export interface PowerAsk {
  readonly verb: string;
  readonly group: string;
  /** `pods/exec` */
  readonly resource: string;
}

export interface PowerHolder {
  readonly subject: AccessSubject;
  readonly binding: IndexedBinding;
  readonly role: IndexedRole;
  readonly severity: Severity;
  readonly ask: PowerAsk;
}

/** Those that somebody holds, worst first. */
export const listPowers = (snapshot: Snapshot): readonly ListedPower[] => {
  const view = toAccessView(snapshot);
  const find = createFindPowers();
  const held = new Map<Power, PowerHolder[]>();
  for (const given of view.given) {
    const { binding, subjects } = given;
    const { role } = binding;
    if (role === null) continue;
    const isTheirs = binding.namespace !== null && view.isMade(role) && userFacing.has(role.resource.ref.name);
    const crowd = harmless.has(role.resource.ref.name) ? [] : subjects.filter((subject) => toCrowd(subject) !== null);
    for (const each of find(role)) {
      const found = [
        ...(isTheirs ? [] : toHolders(view, [given], each)),
        // Whom nobody can name holds it worst.
        ...crowd.map((subject) => ({ subject, severity: 'critical' as const })),
      ];
      if (found.length === 0) continue;
      const ask = toAsk(each);
      const known = held.get(each.power) ?? [];
      held.set(each.power, known);
      for (const { subject, severity } of found) known.push({ subject, binding, role, severity, ask });
    }
  }
  return powers.flatMap((power): readonly ListedPower[] => {
    const holders = held.get(power);
    if (holders === undefined) return [];
    const sorted = holders.toSorted((a, b) => compareSeverity(a.severity, b.severity));
    return [{ rule: power.rule, does: power.does, ask: sorted[0]?.ask ?? readSecrets, holders: sorted }];
  });
};

/** A star is held with all that it contains. */
const toAsk = ({ power, grants }: HeldPower): PowerAsk => {
  const [asked] = grants[0]?.asks ?? [];
  if (asked === undefined) return readSecrets;
  const { verbs, group, resource } = asked;
  return resource === '*' && power !== everything ? readSecrets : { verb: verbs[0] ?? 'get', group, resource };
};

const readSecrets: PowerAsk = { verb: 'get', group: '', resource: 'secrets' };
