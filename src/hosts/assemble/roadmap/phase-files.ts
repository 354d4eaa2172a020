/** Which files the roadmap makes for an action: those of the walls its open items need, and those for what lies beside the cluster. */

import { generatePolicies, type Generation } from '../../../kube/network/generate/generate-policies.ts';
import type { TellPlace } from '../../../kube/network/generate/render-policies.ts';
import type { Control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Item } from '../../../posture/item.ts';
import { planFiles } from '../attack/component/plan-files.ts';
import type { PlannedFiles } from '../attack/component/planned-file.ts';
import { auditPolicyFile } from './audit-policy.ts';
import { encryptionFile } from './encryption-file.ts';
import { nothingPlanned, type ActionPlan, type PhaseFacts } from './phase-facts.ts';
import { planAdmission } from './plan-admission.ts';
import { planBindings, tellWhoUses } from './plan-bindings.ts';
import { planCallers, planMtls } from './plan-mesh.ts';
import { planAlerts, planDashboard, planFalco } from './plan-monitoring.ts';
import { planDigests, planPipelineScan } from './plan-pipeline.ts';
import { listClaims, planPodSecurity } from './plan-pod-security.ts';
import { planBenchmark, planRemediation } from './plan-proof.ts';
import { planExternalSecrets } from './plan-secrets.ts';
import { toRemedyControl } from './to-remedy-control.ts';

export interface PlannedAction {
  readonly id: string;
  /** The items that nobody accepted and that are not met. */
  readonly open: readonly Item[];
  /** False where it cannot be told how the action stands. */
  readonly isTold: boolean;
}

/** Nothing for what is done: an action is planned while something of it is open or untold. */
export const planAction = ({ id, open, isTold }: PlannedAction, facts: PhaseFacts): ActionPlan => {
  if (open.length === 0 && isTold) return nothingPlanned;
  switch (id) {
    case 'rbac': {
      const controls = planBindings(
        open.flatMap(({ ref }) => ref ?? []),
        facts,
      );
      return { ...nothingPlanned, controls: distinct(controls), cautions: tellWhoUses(controls, facts) };
    }
    case 'audit-logging':
      return { ...nothingPlanned, beside: [auditPolicyFile] };
    case 'pod-security': {
      const controls = planPodSecurity(
        open.flatMap(({ ref }) => (ref?.kind === 'Namespace' ? [ref.name] : [])),
        facts,
      );
      return {
        ...nothingPlanned,
        controls: [...controls, ...listClaims(controls), ...listConfinements(open, facts)],
        cautions: [
          'A level is asked when a pod is made: what runs goes on running, and comes back only if it fits. The edits here make everything that was read fit; what only the cluster holds, `kubectl label --dry-run=server --overwrite namespace NAME pod-security.kubernetes.io/enforce=baseline` tells.',
        ],
      };
    }
    case 'default-deny':
    case 'required-traffic':
      return { ...nothingPlanned, controls: closeNamespaces(open, facts) };
    case 'image-scanning':
      return planPipelineScan(facts);
    case 'image-digests':
      return planDigests(facts);
    case 'admission-control':
      return planAdmission(facts);
    case 'external-secrets':
      return planExternalSecrets(open, facts);
    case 'encryption-at-rest':
      return { ...nothingPlanned, beside: [encryptionFile] };
    case 'runtime-monitoring':
      return planFalco();
    case 'alerting':
      return planAlerts(facts);
    case 'dashboards':
      return planDashboard(facts);
    case 'mesh-mtls':
      return planMtls(open, facts);
    case 'traffic-policies':
      return planCallers(open, facts);
    case 'benchmark':
      return planBenchmark();
    case 'remediation':
      return planRemediation(open, facts);
    default:
      return nothingPlanned;
  }
};

/** A level says what may come in; what runs on a way in already is confined beside it, for as long as levels are to be raised. */
const listConfinements = (open: readonly Item[], { weighed }: PhaseFacts): readonly Control[] =>
  open.length === 0
    ? []
    : weighed
        .filter(({ control }) => control.id.startsWith('runtime/'))
        .slice(0, mostConfined)
        .map(({ control }) => control);

const mostConfined = 200;

const distinct = (controls: readonly Control[]): readonly Control[] => [
  ...new Map(controls.map((each) => [each.id, each])).values(),
];

const closeNamespaces = (open: readonly Item[], { controls }: PhaseFacts): readonly Control[] => {
  const wanted = new Set(open.flatMap((item) => item.controls).filter((id) => id.startsWith(prefix)));
  return [...wanted].sort().map((id) => {
    const namespace = id.slice(prefix.length);
    const title = `Close namespace ${namespace} but for what its workloads need`;
    return (
      controls.find((each) => each.id === id && each.state.kind === 'absent' && each.remedy !== null) ??
      toRemedyControl(id, title, 'network', `namespace ${namespace}`, { kind: 'network-policies', namespace })
    );
  });
};

const prefix = 'network/default-deny/';

/** The component of several actions: one patch an object, whatever asks for it, and each object once. */
export const planComponent = (
  plans: readonly ActionPlan[],
  { snapshot }: PhaseFacts,
  place: TellPlace,
  partial: readonly string[],
): PlannedFiles => {
  const { files, advice } = planFiles({
    controls: distinct(plans.flatMap(({ controls }) => controls)),
    snapshot,
    policiesFor: (namespaces) => ({ generation: generateOnce(snapshot, namespaces), place, partial }),
  });
  return { files: [...files, ...plans.flatMap(({ whole }) => whole)], advice };
};

/** Two actions of a week ask for the same policies, and a snapshot never changes. */
const generateOnce = (snapshot: Snapshot, namespaces: readonly string[]): Generation => {
  const known = generated.get(snapshot) ?? new Map<string, Generation>();
  generated.set(snapshot, known);
  const key = namespaces.toSorted().join(' ');
  const generation = known.get(key) ?? generatePolicies({ snapshot, namespaces });
  known.set(key, generation);
  return generation;
};

const generated = new WeakMap<Snapshot, Map<string, Generation>>();
