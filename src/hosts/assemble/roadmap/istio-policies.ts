/** What Istio asks of callers: a certificate of everybody, and by name only those that are needed. */

import { absent, present, type Change } from '../../../model/change.ts';
import type { Control } from '../../../model/control.ts';
import type { JsonObject } from '../../../model/json.ts';
import { objectAt, textAt } from '../../../model/read-object.ts';
import type { Callee } from './find-callees.ts';
import { toCreation, toRemedyControl } from './to-remedy-control.ts';

export const demandByIstio = (namespace: string, callees: readonly Callee[]): readonly Control[] => [
  toCreation(
    'mesh',
    `mesh/mtls/${namespace}`,
    `Demand a certificate of every caller in namespace ${namespace}`,
    namespace,
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace },
      spec: { mtls: { mode: 'STRICT' } },
    },
  ),
  ...callees.filter(({ workload }) => workload.namespace === namespace).flatMap(keepOutside),
];

const annotation = 'traffic.sidecar.istio.io/excludeInboundPorts';

/** Ports that callers without a certificate need bypass the sidecar: STRICT would close them. */
const keepOutside = ({ workload, calls }: Callee): readonly Control[] => {
  const ports = toOutsidePorts(calls);
  if (ports.length === 0) return [];
  const title = `Leave ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')} of ${workload.kind} ${workload.namespace}/${workload.name} outside the mesh, for callers without a certificate`;
  const changes = workload.templates.flatMap(({ resource, prefix, metadata }): readonly Change[] => {
    if (prefix.length === 0) return [];
    const written = textAt(metadata, 'annotations', annotation);
    const value = [...new Set([...written.split(',').filter((port) => port !== ''), ...ports.map(String)])].join(',');
    if (written === value) return [];
    return [
      {
        target: resource.ref,
        edits: [
          {
            path: `${[...prefix, 'metadata', 'annotations'].join('.')}["${annotation}"]`,
            before: objectAt(metadata, 'annotations')[annotation] === undefined ? absent : present(written),
            after: present(value),
          },
        ],
        reason: title,
        permissions: [],
      },
    ];
  });
  return changes.length === 0
    ? []
    : [
        toRemedyControl(
          `mesh/outside/${workload.namespace}/${workload.kind}/${workload.name}`,
          title,
          'mesh',
          `namespace ${workload.namespace}`,
          { kind: 'change', changes },
        ),
      ];
};

const toOutsidePorts = (calls: Callee['calls']): readonly number[] =>
  [...new Set(calls.flatMap(({ account, ports }) => (account === null ? ports : [])))].sort((a, b) => a - b);

/** With no rule, an ALLOW policy allows nothing; each other one allows the callers of one workload. */
export const allowByIstio = (namespace: string, callees: readonly Callee[]): readonly Control[] => {
  const policy = (name: string, spec: JsonObject): JsonObject => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace },
    spec,
  });
  const taken = new Set(['allow-nothing']);
  return [
    toCreation(
      'mesh',
      `mesh/callers/${namespace}`,
      `Close namespace ${namespace} to callers that no policy names`,
      namespace,
      policy('allow-nothing', {}),
    ),
    ...callees.flatMap(({ workload, calls }): readonly Control[] => {
      const rules = toRules(calls);
      if (rules.length === 0) return [];
      const name = toFreeName(workload.name, taken);
      return [
        toCreation(
          'mesh',
          `mesh/callers/${namespace}/${name}`,
          `Let ${workload.kind} ${namespace}/${workload.name} be called by ${calls
            .filter(({ account }) => account !== null)
            .map(({ caller }) => caller)
            .join(', ')}`,
          namespace,
          policy(name, {
            ...(Object.keys(workload.selector).length === 0
              ? {}
              : { selector: { matchLabels: { ...workload.selector } } }),
            action: 'ALLOW',
            rules,
          }),
        ),
      ];
    }),
  ];
};

/** Callers of the same ports in one rule. */
const toRules = (calls: Callee['calls']): readonly JsonObject[] => {
  const byPorts = Map.groupBy(
    calls.filter(({ account }) => account !== null),
    ({ ports }) => ports.join(','),
  );
  return [...byPorts.values()].map((same) => ({
    from: [
      {
        source: {
          principals: same.flatMap(({ account }) =>
            account === null ? [] : [`cluster.local/ns/${account.namespace}/sa/${account.name}`],
          ),
        },
      },
    ],
    to: [{ operation: { ports: (same[0]?.ports ?? []).map(String) } }],
  }));
};

/** Two workloads of different kinds may have one name. */
export const toFreeName = (wanted: string, taken: Set<string>): string => {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
};
