/** The API server's admission plug-ins that other defences stand on are in force. */

import { wantedPlugIns } from '../../kube/control-plane/admission-plug-ins.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { toFail, toNote, toPass, toUntold, whyNoMetrics } from './conclude.ts';

export const admissionPlugInsRule: RuleMetadata = {
  id: 'control-plane/admission-plug-ins',
  title: 'The admission plug-ins that other defences stand on are in force',
  severity: 'high',
  layer: 'cluster',
  control: 'control-plane-admission-plug-ins',
  what: `The API server runs ${[...wantedPlugIns.keys()].join(', ')}.`,
  why: 'Where one is turned off, the labels, quotas, policies and webhooks that it serves are still there to be seen, and do nothing.',
  fine: 'For LimitRanger and ResourceQuota in a cluster of one team.',
  remediation:
    'Turn on the missing admission plug-in: take it out of --disable-admission-plugins, or name it in --enable-admission-plugins (NodeRestriction, which is off by default).',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/'],
};

export const judgeAdmissionPlugIns = (view: ClusterView): readonly AnalyserConclusion[] => {
  const facts = view.facts('control-plane/admission-plug-ins');
  const [strongest] = facts;
  if (strongest === undefined)
    return [
      toUntold(admissionPlugInsRule, view, {
        what: 'which admission plug-ins are in force',
        why: whyNoMetrics(view, 'nothing has been created since the API server started'),
        tells:
          view.provider === null
            ? 'read --enable-admission-plugins and --disable-admission-plugins of kube-apiserver'
            : 'its provider documents them',
      }),
    ];
  const same = facts.filter(({ value }) => value.means === strongest.value.means);
  const missing = [...wantedPlugIns].flatMap(([plugIn, without]) => {
    const fact = same.find(({ value }) => value.missing.includes(plugIn));
    return fact === undefined ? [] : [{ plugIn, without, fact }];
  });
  if (missing.length === 0) {
    const note = toNote(strongest, `in force: ${strongest.value.inForce.join(', ')}`);
    return [
      toPass(admissionPlugInsRule, view.provided, 'Has its admission plug-ins in force', {
        evidence: [note],
      }),
    ];
  }
  return missing.map(({ plugIn, without, fact }) =>
    toFail(admissionPlugInsRule, view.provided, `Runs without the admission plug-in ${plugIn}: ${without}`, {
      key: plugIn,
      evidence: [toNote(fact)],
      ...(lesser.has(plugIn) ? { severity: 'low' } : {}),
    }),
  );
};

/** What only keeps tenants from crowding each other out. */
const lesser: ReadonlySet<string> = new Set(['LimitRanger', 'ResourceQuota', 'MutatingAdmissionWebhook']);
