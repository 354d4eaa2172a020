/** What proves the work of twelve weeks: a benchmark that runs every week, and the edits that mend what is still open. */

import type { Change } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import { toRefKey } from '../../../model/resource.ts';
import { isAtLeast } from '../../../model/severity.ts';
import type { Item } from '../../../posture/item.ts';
import { renderRef } from '../../../reports/place.ts';
import { nothingPlanned, type ActionPlan, type PhaseFacts } from './phase-facts.ts';
import { toRemedyControl } from './to-remedy-control.ts';

/** It reads files of the node and looks at its processes, so it stands where the cluster's own things do. */
export const planBenchmark = (): ActionPlan => ({
  ...nothingPlanned,
  controls: [
    toRemedyControl('compliance/kube-bench', 'Run the CIS benchmark every Monday', 'cluster', 'namespace kube-system', {
      kind: 'create',
      objects: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'kube-bench', namespace: 'kube-system' },
          spec: {
            schedule: '23 4 * * 1',
            concurrencyPolicy: 'Forbid',
            successfulJobsHistoryLimit: 4,
            jobTemplate: {
              spec: {
                backoffLimit: 1,
                template: {
                  spec: {
                    restartPolicy: 'Never',
                    automountServiceAccountToken: false,
                    hostPID: true,
                    containers: [
                      {
                        name: 'kube-bench',
                        image: 'docker.io/aquasec/kube-bench:v0.10.7',
                        command: ['kube-bench', '--json'],
                        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
                        securityContext: {
                          allowPrivilegeEscalation: false,
                          readOnlyRootFilesystem: true,
                          capabilities: { drop: ['ALL'] },
                          seccompProfile: { type: 'RuntimeDefault' },
                        },
                        volumeMounts: nodeFolders.map(({ name, path }) => ({ name, mountPath: path, readOnly: true })),
                      },
                    ],
                    volumes: nodeFolders.map(({ name, path }) => ({ name, hostPath: { path } })),
                  },
                },
              },
            },
          },
        },
      ],
    }),
  ],
  cautions: [
    'kube-bench reads the folders of the node it happens to run on: on a managed cluster that is a worker, and the provider answers for the rest. Run it now with `kubectl create job kube-bench-now --from=cronjob/kube-bench -n kube-system`, and read it with `kubectl logs job/kube-bench-now -n kube-system`.',
    'Name its image by digest before you commit it: `crane digest docker.io/aquasec/kube-bench:v0.10.7` tells it.',
  ],
});

const nodeFolders = [
  { name: 'etc-kubernetes', path: '/etc/kubernetes' },
  { name: 'etc-systemd', path: '/etc/systemd' },
  { name: 'var-lib-kubelet', path: '/var/lib/kubelet' },
  { name: 'var-lib-etcd', path: '/var/lib/etcd' },
] as const;

/** Only edits that a rule itself proposes; what needs a decision stays told. */
export const planRemediation = (open: readonly Item[], { findings }: PhaseFacts): ActionPlan => {
  const wanted = new Set(open.flatMap(({ ref }) => (ref === null ? [] : [toRefKey(ref)])));
  const controls: Control[] = [];
  let left = 0;
  // Grants and levels are cut with what they need beside them, by the files of the first two weeks.
  let others = 0;
  for (const { status, severity, subject, fix, rule, id, message } of findings) {
    if (status !== 'fail' || !isAtLeast(severity, 'high') || !wanted.has(toRefKey(subject))) continue;
    if (rule.startsWith('rbac/') || subject.kind === 'Namespace') others += 1;
    else if (fix === null || movesOnNetwork(subject.kind, fix)) left += 1;
    else
      controls.push(
        toRemedyControl(`finding/${id}`, `${renderRef(subject)}: ${message} (${rule})`, 'runtime', renderRef(subject), {
          kind: 'change',
          changes: [fix],
        }),
      );
  }
  return {
    ...nothingPlanned,
    controls: controls.slice(0, mostMended),
    cautions: [
      ...(others === 0
        ? []
        : [
            `${others} findings are about grants and namespaces: \`vauban roadmap --week 1\` and \`--week 2\` mend those.`,
          ]),
      ...(left === 0
        ? []
        : [
            `${left} findings of high severity or worse have no edit that is right for everybody: \`vauban scan\` tells each, \`vauban explain RULE\` how to mend it, and \`vauban exceptions add FINDING\` accepts it until a day.`,
          ]),
    ],
  };
};

/**
 * What leaves its node's network is met by other policies from then on, and an agent that leaves its node is none: that
 * is for a person to decide.
 */
const movesOnNetwork = (kind: string, { edits }: Change): boolean =>
  kind === 'DaemonSet' || edits.some(({ path }) => path.endsWith('.hostNetwork'));

const mostMended = 2000;
