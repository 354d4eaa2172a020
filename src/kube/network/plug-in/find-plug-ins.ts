/** The network plug-ins of a cluster, and whether they enforce NetworkPolicies. */

import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';

export interface PlugIn {
  readonly name: string;
  /** `null` where it depends on what is not here. */
  readonly enforces: boolean | null;
  /** What shows it, to be read after its name. */
  readonly why: string;
  /** Where that was read. */
  readonly source: Resource;
}

/** Everything that was recognised; one that enforces is enough, unless another says that it was switched off. */
export const findPlugIns = (snapshot: Snapshot): readonly PlugIn[] => [
  ...snapshot.list('apps', 'DaemonSet').flatMap((agent) => {
    const known = agents.find(({ names }) => names.test(agent.ref.name));
    if (known === undefined) return [];
    const answer = known.enforces(agent, snapshot);
    return [{ name: known.name, source: agent, ...answer }];
  }),
  ...findBuiltIn(snapshot),
];

type Answer = Pick<PlugIn, 'enforces' | 'why'>;

interface Agent {
  readonly name: string;
  readonly names: RegExp;
  readonly enforces: (agent: Resource, snapshot: Snapshot) => Answer;
}

export const isNetworkAgent = (name: string): boolean => agents.some(({ names }) => names.test(name));

/** ConfigMaps that switch a plug-in's enforcement. */
export const isNetworkConfiguration = (name: string): boolean => name === 'cilium-config' || name === 'amazon-vpc-cni';

const always = (): Answer => ({ enforces: true, why: 'enforces NetworkPolicies' });
const never = (): Answer => ({ enforces: false, why: 'enforces no NetworkPolicy' });

const judgeCilium = (_: Resource, snapshot: Snapshot): Answer => {
  const data = objectAt(snapshot.list('', 'ConfigMap').find(({ ref }) => ref.name === 'cilium-config')?.object, 'data');
  if (textAt(data, 'enable-policy') === 'never')
    return { enforces: false, why: 'enforces no policy: enable-policy is never in cilium-config' };
  if (textAt(data, 'policy-audit-mode') === 'true')
    return { enforces: false, why: 'only logs what a policy would drop: policy-audit-mode is true in cilium-config' };
  if (textAt(data, 'enable-k8s-networkpolicy') === 'false')
    return { enforces: false, why: 'enforces no NetworkPolicy: enable-k8s-networkpolicy is false in cilium-config' };
  return always();
};

/** The agent is a second container of aws-node; the controller is switched by a ConfigMap. */
const judgeAwsNode = ({ object }: Resource, snapshot: Snapshot): Answer => {
  const agent = containersOf(object).find((container) =>
    /network-policy-agent|eks-nodeagent/.test(textAt(container, 'image') + textAt(container, 'name')),
  );
  const isOn = agent !== undefined && flagOf(agent, '--enable-network-policy') === 'true';
  const map = snapshot.list('', 'ConfigMap').find(({ ref }) => ref.name === 'amazon-vpc-cni');
  const controller = textAt(map?.object, 'data', 'enable-network-policy-controller');
  if (isOn && controller === 'false')
    return {
      enforces: false,
      why: 'enforces no NetworkPolicy: enable-network-policy-controller is false in amazon-vpc-cni',
    };
  return isOn
    ? { enforces: true, why: 'enforces NetworkPolicies: its network-policy agent is enabled' }
    : { enforces: false, why: 'enforces no NetworkPolicy: its network-policy agent is not enabled' };
};

/** kind 0.24 (13 August 2024) was the first whose kindnetd enforces; aojea/kindnet since v1.3.0. */
const judgeKindnet = ({ object }: Resource): Answer => {
  const images = containersOf(object).map((container) => textAt(container, 'image'));
  const day = images.map((image) => /kindnetd:v(\d{8})/.exec(image)?.[1]).find((found) => found !== undefined);
  if (day !== undefined) {
    const enforces = day >= '20240813';
    return { enforces, why: `of ${day} enforces ${enforces ? 'NetworkPolicies' : 'no NetworkPolicy'}` };
  }
  const version = images.map((image) => /:v(\d+)\.(\d+)\.\d+/.exec(image)).find((found) => found !== null);
  if (version === undefined)
    return { enforces: null, why: 'enforces NetworkPolicies in some versions, and which this is cannot be told' };
  const enforces = Number(version?.[1]) > 1 || (Number(version?.[1]) === 1 && Number(version?.[2]) >= 3);
  return {
    enforces,
    why: `${version?.[0].slice(1) ?? ''} enforces ${enforces ? 'NetworkPolicies' : 'no NetworkPolicy'}`,
  };
};

const judgeKubeRouter = ({ object }: Resource): Answer =>
  containersOf(object).some((container) => flagOf(container, '--run-firewall') === 'false')
    ? { enforces: false, why: 'enforces no NetworkPolicy: it runs with --run-firewall=false' }
    : always();

const judgeWeave = ({ object }: Resource): Answer =>
  containersOf(object).some((container) => envOf(container, 'EXPECT_NPC') === '0')
    ? { enforces: false, why: 'enforces no NetworkPolicy: EXPECT_NPC is 0' }
    : always();

/** Its chart can add the reference implementation as a second container. */
const judgeFlannel = ({ object }: Resource): Answer =>
  containersOf(object).some((container) => textAt(container, 'image').includes('kube-network-policies'))
    ? { enforces: true, why: 'enforces NetworkPolicies: it runs with kube-network-policies' }
    : never();

/** By the names of the DaemonSets, as their projects and the providers ship them. */
const agents: readonly Agent[] = [
  { name: 'Canal', names: /^(?:rke2-)?canal$/, enforces: always },
  { name: 'Calico', names: /^(?:rke2-)?calico-node$/, enforces: always },
  { name: 'Cilium', names: /^cilium$/, enforces: judgeCilium },
  { name: 'GKE Dataplane V2', names: /^anetd$/, enforces: always },
  { name: 'Antrea', names: /^antrea-agent$/, enforces: always },
  { name: 'Weave Net', names: /^weave-net$/, enforces: judgeWeave },
  { name: 'kube-router', names: /^kube-router$/, enforces: judgeKubeRouter },
  { name: 'OVN-Kubernetes', names: /^ovnkube-node/, enforces: always },
  { name: 'Kube-OVN', names: /^kube-ovn-cni$/, enforces: always },
  { name: 'Azure Network Policy Manager', names: /^azure-npm$/, enforces: always },
  { name: 'kube-network-policies', names: /^kube-network-policies/, enforces: always },
  { name: 'Amazon VPC CNI', names: /^aws-node$/, enforces: judgeAwsNode },
  { name: 'Flannel', names: /^kube-flannel(?:-ds.*)?$/, enforces: judgeFlannel },
  { name: 'kindnet', names: /^kindnet$/, enforces: judgeKindnet },
];

/** What runs inside another program: k3s brings kube-router's controller; kubenet is the kubelet's own and has none. */
const findBuiltIn = (snapshot: Snapshot): readonly PlugIn[] => {
  const nodes = snapshot.list('', 'Node');
  const k3s = nodes.find(({ object }) => textAt(object, 'status', 'nodeInfo', 'kubeletVersion').includes('+k3s'));
  if (k3s !== undefined) {
    const off = nodes.find(({ object }) =>
      /"--disable-network-policy(?:=true)?"(?!,"false")/.test(
        textAt(object, 'metadata', 'annotations', 'k3s.io/node-args'),
      ),
    );
    return [
      off === undefined
        ? {
            name: 'K3s',
            enforces: true,
            why: 'enforces NetworkPolicies by a controller of its own',
            source: k3s,
          }
        : { name: 'K3s', enforces: false, why: 'runs with --disable-network-policy', source: off },
    ];
  }
  const kubenet = nodes.find(
    ({ object }) => textAt(object, 'metadata', 'labels', 'kubernetes.azure.com/network-plugin') === 'kubenet',
  );
  return kubenet === undefined
    ? []
    : [{ name: 'kubenet', enforces: false, why: 'enforces no NetworkPolicy', source: kubenet }];
};

const containersOf = (object: JsonObject): readonly JsonObject[] =>
  objectsAt(object, 'spec', 'template', 'spec', 'containers');

/** The value of `--flag=value` or `--flag value`; `true` for the flag alone. */
const flagOf = (container: JsonObject, flag: string): string | undefined => {
  const words = [...textsAt(container, 'command'), ...textsAt(container, 'args')];
  for (const [index, word] of words.entries()) {
    if (word.startsWith(`${flag}=`)) return word.slice(flag.length + 1);
    const next = words[index + 1];
    if (word === flag) return next === undefined || next.startsWith('-') ? 'true' : next;
  }
  return undefined;
};

const envOf = (container: JsonObject, name: string): string | undefined => {
  const found = objectsAt(container, 'env').find((variable) => textAt(variable, 'name') === name);
  const value = at(found, 'value');
  return typeof value === 'string' ? value : undefined;
};
