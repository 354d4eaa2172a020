/** The kinds of moves: named as the literature names them where it does, each with its technique of MITRE ATT&CK and its verb. */

export interface StepTypeInfo {
  /** An id of MITRE ATT&CK for containers or the cloud. */
  readonly technique: string;
  /** Between the two places of a sentence: `runs a command in`. */
  readonly does: string;
}

const types = {
  // Into containers, by the network.
  ENDPOINT_EXPLOIT: { technique: 'T1210', does: 'takes over, by a port it listens on,' },
  // Out of containers, onto their node.
  CE_MODULE_LOAD: { technique: 'T1611', does: 'loads a kernel module on' },
  CE_NSENTER: { technique: 'T1611', does: 'enters the namespaces of the processes of' },
  CE_PRIV_MOUNT: { technique: 'T1611', does: 'mounts the disk of' },
  CE_SYS_PTRACE: { technique: 'T1611', does: 'traces a process of' },
  CE_UMH_CORE_PATTERN: { technique: 'T1611', does: 'sets the core pattern of' },
  CE_HOST_PROCESS: { technique: 'T1611', does: 'is a process of' },
  CE_VAR_LOG_SYMLINK: { technique: 'T1611', does: 'reads through a link in the log folder files of' },
  EXPLOIT_CONTAINERD_SOCK: { technique: 'T1611', does: 'starts a container, by the socket of the runtime, on' },
  EXPLOIT_HOST_READ: { technique: 'T1611', does: 'reads credentials from the disk of' },
  EXPLOIT_HOST_WRITE: { technique: 'T1611', does: 'writes to the disk of' },
  EXPLOIT_HOST_TRAVERSE: {
    technique: 'T1552.001',
    does: 'reads, among the volumes of the pods on its node, what belongs to',
  },
  SHARE_PS_NAMESPACE: { technique: 'T1055', does: 'reaches through shared processes into' },
  // From a node.
  POD_ATTACH: { technique: 'T1609', does: 'enters, from its node,' },
  NODE_IDENTITY: { technique: 'T1552.001', does: 'takes the credentials of the kubelet and is' },
  CONTROL_PLANE_CREDENTIALS: { technique: 'T1552.004', does: 'takes the keys of the control plane and is' },
  NODE_PROXY: { technique: 'T1609', does: 'runs a command, through the kubelet, in' },
  NODE_WRITE: { technique: 'T1610', does: 'draws pods to' },
  // Who one is.
  IDENTITY_ASSUME: { technique: 'T1078', does: 'uses its token and is' },
  IDENTITY_IMPERSONATE: { technique: 'T1134', does: 'acts as' },
  TOKEN_STEAL: { technique: 'T1528', does: 'takes the token of' },
  TOKEN_LIST: { technique: 'T1528', does: 'lists the Secrets and takes the token of' },
  TOKEN_BRUTEFORCE: { technique: 'T1528', does: 'guesses the name of the token Secret of' },
  TOKEN_REQUEST: { technique: 'T1528', does: 'asks for a token of' },
  TOKEN_SECRET_CREATE: { technique: 'T1528', does: 'makes a token Secret of' },
  CERTIFICATE_SIGN: { technique: 'T1649', does: 'has a client certificate signed and is' },
  // What an identity may do.
  POD_CREATE: { technique: 'T1610', does: 'creates' },
  WORKLOAD_CREATE: { technique: 'T1610', does: 'creates, by a workload,' },
  WORKLOAD_PATCH: { technique: 'T1610', does: 'changes a workload into' },
  POD_PATCH: { technique: 'T1610', does: 'puts its own image into' },
  POD_EXEC: { technique: 'T1609', does: 'runs a command in' },
  CONTAINER_ATTACH: { technique: 'T1609', does: 'attaches to' },
  POD_DEBUG: { technique: 'T1609', does: 'adds an ephemeral container to' },
  POD_PORTFORWARD: { technique: 'T1090', does: 'forwards a port to' },
  NAMESPACE_PATCH: { technique: 'T1562.001', does: 'drops Pod Security and creates' },
  ROLE_BIND: { technique: 'T1098.006', does: 'binds a role and is' },
  ROLE_ESCALATE: { technique: 'T1098.006', does: 'writes rights into a role and is' },
  ADMIN: { technique: 'T1078', does: 'may do everything and is' },
  WEBHOOK_WRITE: { technique: 'T1557', does: 'reads and changes, by a webhook,' },
  POLICY_WRITE: { technique: 'T1562.001', does: 'takes admission policies away and creates' },
  NETWORK_POLICY_WRITE: { technique: 'T1562.007', does: 'opens the network and takes over' },
  VOLUME_CREATE: { technique: 'T1611', does: 'mounts, by a PersistentVolume, the disk of' },
  // Secrets and data.
  SECRET_READ: { technique: 'T1552.007', does: 'reads, from the API server,' },
  VOLUME_DISCOVER: { technique: 'T1552.001', does: 'finds, in its files or environment,' },
  VOLUME_ACCESS: { technique: 'T1552.001', does: 'reads the volume' },
  // Outside.
  CLOUD_METADATA: { technique: 'T1552.005', does: 'asks the metadata service and is' },
  CLOUD_ASSUME: { technique: 'T1078.004', does: 'exchanges its token and is' },
  CREDENTIAL_USE: { technique: 'T1078', does: 'holds the credentials of' },
  DEPLOY: { technique: 'T1072', does: 'has deployed' },
} as const satisfies Readonly<Record<string, StepTypeInfo>>;

export type StepType = keyof typeof types;

/** In the order docs list them. */
export const stepTypes: Readonly<Record<StepType, StepTypeInfo>> = types;
