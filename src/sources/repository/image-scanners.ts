/** What scans images in a pipeline, and whether what it finds can fail the step: by each scanner's own options and defaults. */

import type { JsonObject } from '../../model/json.ts';
import { textAt } from '../../model/read-object.ts';
import type { PipelineStep } from './pipeline-step.ts';
import { readCommands } from './shell-commands.ts';

export interface ImageScan {
  /** `Trivy` */
  readonly scanner: string;
  /** From 1; of its step where it stands elsewhere; 0 where that is another file. */
  readonly line: number;
  /** As it is written: where to look for it from that line on. */
  readonly word: string;
  /** Why it fails nothing, after the scanner's name: `its exit code stays 0`; the empty text where it can. */
  readonly harmless: string;
}

/** Every scan of a step: the actions it uses, and the commands of its script. */
export const findScans = (step: PipelineStep): readonly ImageScan[] => {
  const found: ImageScan[] = [];
  const note = (scanner: string, word: string, harmless: string, ignored: string): void =>
    void found.push({
      scanner,
      line: step.line,
      word,
      harmless:
        harmless ||
        (step.ignored !== '' ? `${step.ignored} is set` : '') ||
        (ignored === '' ? '' : `${ignored} follows it`),
    });
  for (const used of step.uses) {
    const name = used.split('@', 1)[0] ?? '';
    const action = actions.find(({ called }) => called.test(name));
    if (action?.scans(step.inputs) === true) note(action.scanner, used, action.harmless(step.inputs, step.env), '');
  }
  const commands = readCommands(step.script, step.losesPipes);
  const exits = commands.some(({ text }) => /\bexit\s+[1-9]/.test(text));
  for (const { text, first, ignored } of commands) {
    const tool = tools.find(({ called, scans }) => called.test(text) && scans?.(text) !== false);
    if (tool !== undefined) note(tool.scanner, first, tool.harmless(text, step.env, exits), ignored);
  }
  return found;
};

interface ScanAction {
  readonly scanner: string;
  readonly called: RegExp;
  /** Images, and not files or configuration. */
  readonly scans: (inputs: JsonObject) => boolean;
  readonly harmless: (inputs: JsonObject, env: JsonObject) => string;
}

const valueOf = (object: JsonObject, key: string): string => {
  const value = object[key];
  return typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
};

const isCode = (value: string): boolean => /^[1-9]\d*$/.test(value) || value.startsWith('${{') || value.startsWith('$');
const always = (): boolean => true;
const never = (): string => '';
const stays = 'its exit code stays 0';

const actions: readonly ScanAction[] = [
  {
    scanner: 'Trivy',
    called: /^(?:aquasecurity\/trivy-action|tekton\/trivy-scanner)$/,
    scans: (inputs) => ['', 'image'].includes(valueOf(inputs, 'scan-type')) || valueOf(inputs, 'image-ref') !== '',
    harmless: (inputs, env) =>
      isCode(valueOf(inputs, 'exit-code')) || isCode(valueOf(env, 'TRIVY_EXIT_CODE')) ? '' : stays,
  },
  {
    scanner: 'Grype',
    called: /^anchore\/scan-action(?:\/|$)/,
    scans: (inputs) => valueOf(inputs, 'path') === '',
    harmless: (inputs) => (valueOf(inputs, 'fail-build') === 'false' ? 'fail-build is false' : ''),
  },
  {
    scanner: 'Snyk',
    called: /^snyk\/actions\/docker$/,
    scans: always,
    harmless: (inputs) => (valueOf(inputs, 'command') === 'monitor' ? 'it only monitors' : ''),
  },
  {
    scanner: 'Docker Scout',
    called: /^docker\/scout-action$/,
    scans: (inputs) => /cves|quickview|compare/.test(valueOf(inputs, 'command')),
    harmless: (inputs) =>
      valueOf(inputs, 'exit-code') === 'true' || valueOf(inputs, 'exit-on') !== '' ? '' : 'exit-code is not set',
  },
  {
    scanner: 'Clair',
    called: /^quay\/clair-action$/,
    scans: always,
    harmless: (inputs) => (isCode(valueOf(inputs, 'return-code')) ? '' : 'return-code is not set'),
  },
  {
    scanner: 'Amazon Inspector',
    called: /^aws-actions\/vulnerability-scan-github-action-for-amazon-inspector$/,
    scans: (inputs) => ['', 'container'].includes(valueOf(inputs, 'artifact_type')),
    harmless: (inputs) => (Object.keys(inputs).some((key) => key.endsWith('_threshold')) ? '' : 'no threshold is set'),
  },
  { scanner: 'Amazon ECR', called: /^alexjurkiewicz\/ecr-scan-image$/, scans: always, harmless: never },
  { scanner: 'Azure container scan', called: /^azure\/container-scan$/i, scans: always, harmless: never },
  {
    scanner: 'Trivy',
    called: /^crazy-max\/ghaction-container-scan$/,
    scans: always,
    harmless: (inputs) => (valueOf(inputs, 'severity_threshold') === '' ? 'severity_threshold is not set' : ''),
  },
  {
    scanner: 'Sysdig',
    called: /^sysdiglabs\/scan-action$/,
    scans: always,
    harmless: (inputs) =>
      valueOf(inputs, 'stop-on-failed-policy-eval') === 'false' ? 'stop-on-failed-policy-eval is false' : '',
  },
  { scanner: 'Prisma Cloud', called: /^PaloAltoNetworks\/prisma-cloud-scan$/, scans: always, harmless: never },
  { scanner: 'GitLab container scanning', called: /^gitlab\/container-scanning$/, scans: always, harmless: never },
];

interface ScanTool {
  readonly scanner: string;
  readonly called: RegExp;
  readonly scans?: (command: string) => boolean;
  readonly harmless: (command: string, env: JsonObject, exits: boolean) => string;
}

/** A command begins a line or a word after one of the shell's marks, or is handed to an image of the tool. */
const before = String.raw`(?:^|[\s;&|(/"'])`;
const toCalled = (words: string): RegExp => new RegExp(`${before}${words}`);

/** Options stand before the command as well as behind it. */
const trivyCommands: ReadonlySet<string> = new Set(
  'image i client fs filesystem config conf repo repository rootfs k8s kubernetes sbom vm server plugin version clean'.split(
    ' ',
  ),
);

const tools: readonly ScanTool[] = [
  {
    scanner: 'Trivy',
    called: toCalled(String.raw`trivy(?::\S+|@\S+)?\s`),
    scans: (command) => {
      const words = command.slice(command.search(/\btrivy\b/)).split(/\s+/);
      return /^(?:image|i|client)$/.test(words.find((word) => trivyCommands.has(word)) ?? '');
    },
    harmless: (command, env) =>
      /--exit-code[= ]['"]?(?:[1-9]|\$)/.test(command) ||
      /TRIVY_EXIT_CODE=['"]?[1-9]/.test(command) ||
      isCode(valueOf(env, 'TRIVY_EXIT_CODE'))
        ? ''
        : stays,
  },
  {
    scanner: 'Grype',
    called: toCalled(String.raw`grype(?::\S+|@\S+)?\s+(?!dir:|version\b|db\b|--version)\S`),
    harmless: (command, env) =>
      /(?:--fail-on|\s-f)[= ]['"]?(?:negligible|low|medium|high|critical|\$)/.test(command) ||
      valueOf(env, 'GRYPE_FAIL_ON_SEVERITY') !== ''
        ? ''
        : 'it is not told to fail: --fail-on',
  },
  { scanner: 'Snyk', called: toCalled(String.raw`snyk\s+container\s+test\b`), harmless: never },
  { scanner: 'Snyk', called: toCalled(String.raw`snyk\s+container\s+monitor\b`), harmless: () => 'it only monitors' },
  {
    scanner: 'Docker Scout',
    called: toCalled(String.raw`docker\s+scout\s+(?:cves|quickview|qv|compare|policy)\b`),
    harmless: (command) =>
      /\s(?:-e|--exit-code)(?:\s|=true|$)|--exit-on\b/.test(command) ? '' : 'it is not told to fail: --exit-code',
  },
  { scanner: 'Clair', called: toCalled(String.raw`(?:clair-scanner|klar)\s`), harmless: never },
  {
    scanner: 'Clair',
    called: toCalled(String.raw`(?:clairctl|clair-action)\s+(?:\S+\s+)?report\b`),
    harmless: (command, _, exits) =>
      /--return-code[= ][1-9]/.test(command) || exits ? '' : 'its report fails nothing',
  },
  {
    scanner: 'Amazon ECR',
    called: toCalled(String.raw`aws\s+ecr\s+(?:describe-image-scan-findings|wait\s+image-scan-complete)\b`),
    harmless: (_, __, exits) => (exits ? '' : 'nothing looks at what it found'),
  },
  {
    scanner: 'Google Artifact Analysis',
    called: toCalled(String.raw`gcloud\s+(?:beta\s+)?artifacts\s+docker\s+images\s+(?:scan|list-vulnerabilities)\b`),
    harmless: (_, __, exits) => (exits ? '' : 'nothing looks at what it found'),
  },
  { scanner: 'OSV-Scanner', called: toCalled(String.raw`osv-scanner\s+scan\s+image\b`), harmless: never },
  { scanner: 'Prisma Cloud', called: toCalled(String.raw`twistcli\s+images\s+scan\b`), harmless: never },
  {
    scanner: 'JFrog Xray',
    called: toCalled(String.raw`jf\s+docker\s+scan\b`),
    harmless: (command) => (/--fail[= ]false/.test(command) ? '--fail is false' : ''),
  },
  { scanner: 'Wiz', called: toCalled(String.raw`wiz(?:cli|-cli)\s+docker\s+scan\b`), harmless: never },
  {
    scanner: 'Anchore',
    called: toCalled(String.raw`anchorectl\s+image\s+check\b`),
    harmless: (command) =>
      /--fail-based-on-results|\s-f\b/.test(command) ? '' : 'it is not told to fail: --fail-based-on-results',
  },
];

/** An image of the tool whose arguments are the script: `trivy` is left out of the words then. */
export const withTool = (step: PipelineStep): PipelineStep => {
  const tool = step.uses
    .map((used) => /(?:^|\/)(trivy|grype)(?:[:@]|$)/.exec(used)?.[1])
    .find((name) => name !== undefined);
  const words = step.script.trim();
  return tool === undefined ||
    words === '' ||
    new RegExp(`\\b${tool}\\b`).test(words) ||
    textAt(step.inputs, 'scan-type') !== ''
    ? step
    : { ...step, script: `${tool} ${words}` };
};
