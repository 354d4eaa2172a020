/** The README.md of the generated folder: what it is, how to see it first, in which order to apply it, how to take it back. */

import type { Resource } from '../../../model/resource.ts';
import { ownLabel } from './generated-policy.ts';
import type { Generation } from './generate-policies.ts';
import { renderFlowEnd, type NeededFlow } from './needed-flow.ts';
import type { TellPlace } from './render-policies.ts';

export const guideMark = '<!-- Made by vauban network generate. -->';

export interface GuideOptions {
  /** A command line that shows what these files change, to be run where they were generated. */
  readonly preview: string;
  /** Names the file of a namespace. */
  readonly fileOf: (namespace: string) => string;
  readonly place: TellPlace;
  /** What was not read, a sentence each. */
  readonly partial: readonly string[];
}

export const renderGuide = (generation: Generation, { preview, fileOf, place, partial }: GuideOptions): string => {
  const files = generation.namespaces.map(({ namespace }) => fileOf(namespace));
  const unnamed = generation.namespaces.some(({ isNamespaceWritten }) => !isNamespaceWritten);
  return [
    guideMark,
    '# Network policies: closed by default, open where it is needed\n',
    ...(partial.length === 0
      ? []
      : [
          '## Partial\n',
          'Not everything was read, and connections that only the rest shows are closed by these files. Read it and generate again before you apply them:\n',
          ...list(partial),
          '',
        ]),
    'One file a namespace. In each: an allow for every workload that needs one, `allow-dns` for all pods, and last `default-deny`, which closes what nothing allows, in both directions. Above each rule stands what shows that it is needed.\n',
    '## See it first\n',
    'What these files open and close, from the folder where they were generated:\n',
    `    ${preview}\n`,
    'Nothing here was seen happening: the rules come from what the manifests say. Watch a busy hour in a test cluster before production.\n',
    '## Apply it\n',
    'Allows before the deny: within a file they stand in that order, and `kubectl apply` keeps it. One namespace after the other, the least important first. An allow already closes what it does not name for the pods it selects, so apply whole files.\n',
    ...files.map((file) => `    kubectl apply -f ${file}`),
    '',
    ...(unnamed
      ? [
          'Where the manifests name no namespace, neither do the policies: apply those with the same `-n` as the manifests.\n',
        ]
      : []),
    '## Take it back\n',
    'The whole file: every allow closes what it does not name as well, so a namespace is open again only when all its policies are gone. Never delete the allows and leave the deny.\n',
    ...files.map((file) => `    kubectl delete -f ${file}`),
    '',
    `Or everything that an earlier run left in a namespace too: \`kubectl delete networkpolicy -n NAMESPACE -l ${ownLabel.key}=${ownLabel.value}\`.\n`,
    '## Change it\n',
    'Generate again after a change: what an earlier run made, in these files or in a cluster, is replaced as if it were not there, your edits in it too. A rule of your own belongs into a policy of your own, without that label: what it allows is not generated again, so that is also how to narrow a rule.\n',
    '## What needs no rule\n',
    '- Probes: the kubelet reaches the pods of its own node whatever the policies say.',
    '- Replies: a connection that was allowed is allowed both ways.',
    '- A pod to itself; pods with the network of their node, which no NetworkPolicy selects.',
    '- What existing policies allow: policies add up, and theirs stay in force beside these. The table below marks it.\n',
    '## What to look at\n',
    ...list(
      generation.questions.map((question) => {
        const where = place(question);
        return `\`${question.namespace}\`: ${question.text}${where === '' ? '' : ` (${where})`}.`;
      }),
    ),
    '- Values in Secrets are never read: whom they alone name is not allowed.',
    '- Names outside the cluster have addresses that nobody knows from here: their rules allow any public address at that port. Narrow them to the addresses of the host, in a policy of your own.',
    ...generation.problems
      .filter(({ severity }) => severity === 'error')
      .map(({ about, path, message }) => {
        const where = place({ resource: about, path });
        return `- ${oneLine(`${renderName(about)}: ${message}`)}${where === '' ? '' : ` (${oneLine(where)})`}: the API server refuses it, so it guards nothing and is not counted here.`;
      }),
    ...generation.doubts.map(({ why }) => `- ${oneLine(why)}.`),
    "- The API server is allowed at any address at 443 and 6443 where its own is not known. `--cluster` reads it; to narrow the rule by hand, this prints it: `kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes -o jsonpath='{.items[*].endpoints[*].addresses}'`.",
    '- Under Cilium an ipBlock means neither it nor a node: use `toEntities: [kube-apiserver]` of a CiliumNetworkPolicy, or set `policy-cidr-match-mode: nodes`.\n',
    ...(generation.leftOut.length === 0
      ? []
      : ['## Left out\n', ...list(generation.leftOut.map(({ namespace, why }) => `\`${namespace}\`: ${why}.`)), '']),
    '## What is allowed\n',
    '| from | to | ports | allowed by |',
    '| --- | --- | --- | --- |',
    ...flowRows(generation),
    '',
  ].join('\n');
};

const list = (lines: readonly string[]): readonly string[] => lines.map((line) => `- ${oneLine(line)}`);

const oneLine = (line: string): string => line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

const renderName = ({ ref: { kind, namespace, name } }: Resource): string =>
  `${kind} ${namespace === null || namespace === '' ? '' : `${namespace}/`}${name}`;

const flowRows = ({ flows, namespaces, covered }: Generation): readonly string[] => {
  const chosen = new Set(namespaces.map(({ namespace }) => namespace));
  const rows = flows
    .filter(({ from, to }) => [from, to].some((end) => end.kind === 'workload' && chosen.has(end.workload.namespace)))
    .map(
      (flow) =>
        `| ${renderFlowEnd(flow.from)} | ${renderFlowEnd(flow.to)} | ${renderPorts(flow)} | ${covered.has(flow) ? 'existing policies' : 'this folder'} |`,
    );
  return [...new Set(rows)].toSorted();
};

export const renderPorts = ({ ports }: Pick<NeededFlow, 'ports'>): string =>
  ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', ');
