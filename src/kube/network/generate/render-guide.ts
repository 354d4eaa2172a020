/** The README.md of the generated folder: what it is, how to see it first, in which order to apply it, how to take it back. */

import type { Generation } from './generate-policies.ts';
import { renderFlowEnd, type NeededFlow } from './needed-flow.ts';
import type { TellPlace } from './render-policies.ts';

export const guideMark = '<!-- Made by vauban network generate. -->';

/** `fileOf` names the file of a namespace. */
export const renderGuide = (
  generation: Generation,
  {
    program,
    fileOf,
    place,
  }: { readonly program: string; readonly fileOf: (namespace: string) => string; readonly place: TellPlace },
): string => {
  const files = generation.namespaces.map(({ namespace }) => fileOf(namespace));
  const unnamed = generation.namespaces.some(({ isNamespaceWritten }) => !isNamespaceWritten);
  return [
    guideMark,
    '# Network policies: closed by default, open where it is needed\n',
    'One file a namespace. In each: an allow for every workload that needs one, `allow-dns` for all pods, and last `default-deny`, which closes what nothing allows, in both directions. Above each rule stands what shows that it is needed.\n',
    '## See it first\n',
    'What would open and close, with the manifests as OLD and the manifests together with this folder as NEW:\n',
    `    ${program} network diff OLD NEW\n`,
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
    'The deny first, which opens the namespace, then the rest:\n',
    ...generation.namespaces
      .filter(({ policies }) => policies.some(({ isDefaultDeny }) => isDefaultDeny))
      .map(
        ({ namespace, isNamespaceWritten }) =>
          `    kubectl delete networkpolicy default-deny${isNamespaceWritten ? ` -n ${namespace}` : ''}`,
      ),
    ...files.map((file) => `    kubectl delete -f ${file}`),
    '',
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
    '- Names outside the cluster have addresses that nobody knows from here: their rules allow any public address at that port. Narrow them to the addresses of the host.',
    '- The API server is allowed at any address at 443 and 6443 where its own is not known. Put it in. Under Cilium an ipBlock means neither it nor a node: use `toEntities: [kube-apiserver]` of a CiliumNetworkPolicy, or set `policy-cidr-match-mode: nodes`.\n',
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

const list = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => `- ${line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')}`);

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
