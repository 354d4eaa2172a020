/**
 * Which rules of ours other tools' checks correspond to. An exception from one of their checks becomes one from ours; a
 * check without counterpart is kept under `<tool>/<check>`, so that it comes into force with the rule; Kyverno's rules run
 * here under that name.
 */

export type ForeignTool = 'trivy' | 'kubescape' | 'kyverno' | 'checkov' | 'kube-linter';

export interface Counterpart {
  /** Our rules' ids; one of the form `<tool>/<check>` where there is none yet. */
  readonly rules: readonly string[];
  /** What their check is about where ours covers more, so that the exception hides more than was accepted; else `null`. */
  readonly narrower: string | null;
}

export const toCounterpart = (tool: ForeignTool, check: string): Counterpart => {
  const entry = tables[tool].get(toCheckKey(tool, check));
  if (entry === undefined) return { rules: [`${tool}/${check}`], narrower: null };
  const [rules, narrower = null] = entry;
  return { rules: rules.map((rule) => `pod-security/${rule}`), narrower };
};

/** Why an exception from such a rule cannot be applied: no engine here runs it. `null` for a rule that may exist. */
export const whyNotApplicable = (rule: string | null): string | null => {
  if (rule === null) return null;
  if (rule.startsWith(kyvernoLimited))
    return 'the PolicyException it comes from has conditions that an entry cannot say; give that to --policy instead';
  const tool = /^(?:trivy|kubescape|checkov|kube-linter)\/(?=.)/.exec(rule)?.[0];
  return tool === undefined ? null : `there is no rule for ${rule.slice(tool.length)} yet`;
};

const kyvernoLimited = 'kyverno-exception/';

/** The name of what a scope cannot say: no rule's, so that an entry under it never hides more than was accepted. */
export const toLimitedRule = (tool: ForeignTool, check: string): string =>
  tool === 'kyverno' ? `${kyvernoLimited}${check}` : `${tool}/${check}`;

/** One check has had many spellings: `KSV001`, `KSV-0001`, `AVD-KSV-0001`. */
const toCheckKey = (tool: ForeignTool, check: string): string => {
  if (tool !== 'trivy') return tool === 'checkov' ? check.toUpperCase() : check.toLowerCase();
  const number = /^(?:AVD-)?KSV-?0*(\d+)$/i.exec(check)?.[1];
  return number === undefined ? check : `KSV${number}`;
};

type Row = readonly [check: string, rules: string, narrower?: string];

const toTable = (rows: readonly Row[]): ReadonlyMap<string, readonly [readonly string[], string?]> =>
  new Map(
    rows.map(([check, rules, narrower]) => [
      check,
      narrower === undefined ? [rules.split(' ')] : [rules.split(' '), narrower],
    ]),
  );

const hostPid = 'hostPID alone';
const hostIpc = 'hostIPC alone';
const hostNetwork = 'hostNetwork alone';
const socket = "the container runtime's socket alone";
const netRaw = 'the capability NET_RAW alone';
const sysAdmin = 'the capability SYS_ADMIN alone';

/** Trivy's and Defsec's numbers: https://avd.aquasec.com/misconfig/kubernetes/ */
const trivy = toTable([
  ['KSV1', 'restricted/privilege-escalation'],
  ['KSV2', 'baseline/app-armor'],
  ['KSV3', 'restricted/capabilities'],
  ['KSV4', 'restricted/capabilities'],
  ['KSV5', 'baseline/capabilities', sysAdmin],
  ['KSV6', 'baseline/host-path-volumes', socket],
  ['KSV8', 'baseline/host-namespaces', hostIpc],
  ['KSV9', 'baseline/host-namespaces', hostNetwork],
  ['KSV10', 'baseline/host-namespaces', hostPid],
  ['KSV12', 'restricted/run-as-non-root'],
  ['KSV17', 'baseline/privileged'],
  ['KSV22', 'baseline/capabilities'],
  ['KSV23', 'baseline/host-path-volumes'],
  ['KSV24', 'baseline/host-ports'],
  ['KSV25', 'baseline/selinux'],
  ['KSV26', 'baseline/sysctls'],
  ['KSV27', 'baseline/proc-mount'],
  ['KSV28', 'restricted/volume-types'],
  ['KSV30', 'restricted/seccomp'],
  ['KSV103', 'baseline/windows-host-process'],
  ['KSV104', 'baseline/seccomp'],
  ['KSV105', 'restricted/run-as-user'],
  ['KSV106', 'restricted/capabilities'],
  ['KSV119', 'restricted/capabilities', netRaw],
  ['KSV120', 'baseline/capabilities', 'the capability SYS_MODULE alone'],
  ['KSV121', 'baseline/host-path-volumes', 'sensitive paths of the host alone'],
]);

/** Kubescape's controls, those of its CIS framework after C-0193: https://kubescape.io/docs/controls/ */
const kubescape = toTable([
  ['c-0013', 'restricted/run-as-non-root'],
  ['c-0016', 'restricted/privilege-escalation'],
  ['c-0038', 'baseline/host-namespaces', 'hostPID and hostIPC alone'],
  ['c-0041', 'baseline/host-namespaces', hostNetwork],
  ['c-0044', 'baseline/host-ports'],
  ['c-0045', 'baseline/host-path-volumes', 'writable mounts alone'],
  ['c-0046', 'baseline/capabilities'],
  ['c-0048', 'baseline/host-path-volumes'],
  ['c-0055', 'restricted/seccomp restricted/capabilities'],
  ['c-0057', 'baseline/privileged'],
  ['c-0074', 'baseline/host-path-volumes', socket],
  ['c-0193', 'baseline/privileged'],
  ['c-0194', 'baseline/host-namespaces', hostPid],
  ['c-0195', 'baseline/host-namespaces', hostIpc],
  ['c-0196', 'baseline/host-namespaces', hostNetwork],
  ['c-0197', 'restricted/privilege-escalation'],
  ['c-0198', 'restricted/run-as-non-root'],
  ['c-0199', 'restricted/capabilities', netRaw],
  ['c-0200', 'baseline/capabilities'],
  ['c-0201', 'restricted/capabilities'],
  ['c-0202', 'baseline/windows-host-process'],
  ['c-0203', 'baseline/host-path-volumes'],
  ['c-0204', 'baseline/host-ports'],
  ['c-0210', 'restricted/seccomp'],
  ['non-root containers', 'restricted/run-as-non-root'],
  ['allow privilege escalation', 'restricted/privilege-escalation'],
  ['host pid/ipc privileges', 'baseline/host-namespaces', 'hostPID and hostIPC alone'],
  ['hostnetwork access', 'baseline/host-namespaces', hostNetwork],
  ['container hostport', 'baseline/host-ports'],
  ['writable hostpath mount', 'baseline/host-path-volumes', 'writable mounts alone'],
  ['insecure capabilities', 'baseline/capabilities'],
  ['hostpath mount', 'baseline/host-path-volumes'],
  ['linux hardening', 'restricted/seccomp restricted/capabilities'],
  ['privileged container', 'baseline/privileged'],
]);

/** The policies of Kyverno's Pod Security chart, and the controls its podSecurity rules name. */
const kyverno = toTable([
  ['disallow-capabilities', 'baseline/capabilities'],
  ['disallow-host-namespaces', 'baseline/host-namespaces'],
  ['disallow-host-path', 'baseline/host-path-volumes'],
  ['disallow-host-ports', 'baseline/host-ports'],
  ['disallow-host-process', 'baseline/windows-host-process'],
  ['disallow-privileged-containers', 'baseline/privileged'],
  ['disallow-proc-mount', 'baseline/proc-mount'],
  ['disallow-selinux', 'baseline/selinux'],
  ['restrict-apparmor-profiles', 'baseline/app-armor'],
  ['restrict-seccomp', 'baseline/seccomp'],
  ['restrict-sysctls', 'baseline/sysctls'],
  ['disallow-capabilities-strict', 'restricted/capabilities'],
  ['disallow-privilege-escalation', 'restricted/privilege-escalation'],
  ['require-run-as-non-root-user', 'restricted/run-as-user'],
  ['require-run-as-nonroot', 'restricted/run-as-non-root'],
  ['restrict-seccomp-strict', 'restricted/seccomp'],
  ['restrict-volume-types', 'restricted/volume-types'],
  ['control: hostprocess', 'baseline/windows-host-process'],
  ['control: host namespaces', 'baseline/host-namespaces'],
  ['control: privileged containers', 'baseline/privileged'],
  ['control: capabilities', 'baseline/capabilities restricted/capabilities'],
  ['control: hostpath volumes', 'baseline/host-path-volumes'],
  ['control: host ports', 'baseline/host-ports'],
  ['control: apparmor', 'baseline/app-armor'],
  ['control: selinux', 'baseline/selinux'],
  ['control: /proc mount type', 'baseline/proc-mount'],
  ['control: seccomp', 'baseline/seccomp restricted/seccomp'],
  ['control: sysctls', 'baseline/sysctls'],
  ['control: volume types', 'restricted/volume-types'],
  ['control: privilege escalation', 'restricted/privilege-escalation'],
  ['control: running as non-root', 'restricted/run-as-non-root'],
  ['control: running as non-root user', 'restricted/run-as-user'],
]);

/** https://www.checkov.io/5.Policy%20Index/kubernetes.html */
const checkov = toTable([
  ['CKV_K8S_16', 'baseline/privileged'],
  ['CKV_K8S_17', 'baseline/host-namespaces', hostPid],
  ['CKV_K8S_18', 'baseline/host-namespaces', hostIpc],
  ['CKV_K8S_19', 'baseline/host-namespaces', hostNetwork],
  ['CKV_K8S_20', 'restricted/privilege-escalation'],
  ['CKV_K8S_23', 'restricted/run-as-non-root'],
  ['CKV_K8S_25', 'baseline/capabilities'],
  ['CKV_K8S_26', 'baseline/host-ports'],
  ['CKV_K8S_27', 'baseline/host-path-volumes', socket],
  ['CKV_K8S_28', 'restricted/capabilities', netRaw],
  ['CKV_K8S_31', 'restricted/seccomp'],
  ['CKV_K8S_37', 'restricted/capabilities'],
  ['CKV_K8S_39', 'baseline/capabilities', sysAdmin],
]);

/** https://docs.kubelinter.io/#/generated/checks */
const kubeLinter = toTable([
  ['privileged-container', 'baseline/privileged'],
  ['host-ipc', 'baseline/host-namespaces', hostIpc],
  ['host-network', 'baseline/host-namespaces', hostNetwork],
  ['host-pid', 'baseline/host-namespaces', hostPid],
  ['privilege-escalation-container', 'restricted/privilege-escalation'],
  ['run-as-non-root', 'restricted/run-as-non-root'],
  ['drop-net-raw-capability', 'restricted/capabilities', netRaw],
  ['docker-sock', 'baseline/host-path-volumes', socket],
  ['sensitive-host-mounts', 'baseline/host-path-volumes', 'sensitive paths of the host alone'],
  ['writable-host-mount', 'baseline/host-path-volumes', 'writable mounts alone'],
  ['unsafe-proc-mount', 'baseline/proc-mount'],
  ['unsafe-sysctls', 'baseline/sysctls'],
]);

const tables = { trivy, kubescape, kyverno, checkov, 'kube-linter': kubeLinter } satisfies Record<
  ForeignTool,
  ReturnType<typeof toTable>
>;
