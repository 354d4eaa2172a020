/** Draws workloads: their containers, where they stand, how one comes out of them, whose token they hold, and pods of an attacker's own. */

import type { Chart } from '../chart.ts';
import { listNamespaces, readStandingWorkloads } from '../standing-workloads.ts';
import { createDraft } from './draft.ts';
import { drawContainers } from './draw-containers.ts';
import { drawEscapes } from './draw-escapes.ts';
import { drawNewPods } from './draw-new-pods.ts';
import { drawNodes } from './draw-nodes.ts';
import { drawRemovers } from './draw-removers.ts';
import { accountOf, drawTokens } from './draw-tokens.ts';
import { drawVolumes } from './draw-volumes.ts';
import { createGrantedAccounts } from './granted-accounts.ts';
import { createHostClaims } from './host-claims.ts';
import { drawOwnGroup } from './draw-own-group.ts';
import { drawPodSecurity } from './pod-security-wall.ts';
import { readPlacement } from './placement.ts';
import { tellUnread } from './tell-unread.ts';
import { createTokenMounts } from './token-mounts.ts';
import { listWorkloadSteps, type StepContext } from './workload-steps.ts';

export const workloadChart: Chart = {
  id: 'workload',
  draw(snapshot) {
    const draft = createDraft();
    const workloads = readStandingWorkloads(snapshot);
    const namespaces = listNamespaces(snapshot, workloads);
    const granted = createGrantedAccounts(snapshot);
    const tokens = new Map(
      workloads.map((workload) => [workload, workload.containers.map(createTokenMounts(workload, snapshot))]),
    );
    const tokenOf = (workload: (typeof workloads)[number]) =>
      tokens.get(workload)?.some((mount) => mount !== null) === true ? accountOf(workload) : null;
    const context: StepContext = {
      claims: createHostClaims(snapshot),
      readsLogs(workload, name) {
        const { containers, place, serviceAccount } = workload;
        const mounts = tokens.get(workload);
        const holds = containers.some((one, index) => one.name === name && (mounts?.[index] ?? null) !== null);
        return holds && granted.readsLogs(place.namespace, serviceAccount);
      },
    };
    drawContainers(draft, workloads, namespaces);
    const hubs = drawNodes(draft, readPlacement(snapshot, workloads), workloads, tokenOf);
    const steps = new Map(workloads.map((workload) => [workload, listWorkloadSteps(workload, context)]));
    for (const workload of workloads) {
      const own = steps.get(workload) ?? [];
      drawVolumes(draft, workload, tokenOf(workload));
      const isGranted = granted.isGranted(workload.place.namespace, workload.serviceAccount);
      drawTokens(draft, workload, tokens.get(workload) ?? [], { isGranted, snapshot });
      drawEscapes(draft, workload, own, hubs);
      drawRemovers(draft, workload, own, { snapshot, context });
      drawOwnGroup(draft, workload, own, { snapshot, context });
    }
    drawNewPods(draft, snapshot, { namespaces, workloads });
    drawPodSecurity(draft, snapshot, { workloads, namespaces, steps });
    for (const why of tellUnread(snapshot)) draft.unknown(why);
    return draft.take();
  },
};
