/** Checks the policy library without a cluster: annotations, ids, folders and fixtures. */

import { isImperative, toFirstClause } from '../../src/engine/merge/first-clause.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { layers } from '../../src/model/layer.ts';
import { isSeverity } from '../../src/model/severity.ts';
import { readText, type Expected, type PolicyFolder, type PolicyFolders } from './policy-folders.ts';

/** What is wrong with the library, one sentence each that begins with the path at fault. */
export const checkLibrary = ({ policies, defects }: PolicyFolders): readonly string[] => [
  ...defects,
  ...policies.flatMap(checkPolicy),
  ...findRepeated(policies),
];

const prefix = 'policies.vauban.dev/';

/** Each annotation and what it must be, in the order in which they are written. */
const annotations: readonly {
  readonly name: string;
  readonly allows: (text: string) => boolean;
  readonly is: string;
}[] = [
  { name: 'id', allows: (text) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(text), is: 'two kebab-case segments' },
  {
    name: 'title',
    allows: (text) => /^[^\n]{8,80}$/.test(text) && !text.endsWith('.'),
    is: 'a title without a full stop',
  },
  { name: 'severity', allows: isSeverity, is: 'a severity' },
  { name: 'layer', allows: (text) => layers.some((layer) => layer === text), is: 'a layer' },
  { name: 'control', allows: (text) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text), is: 'the id of a control' },
  { name: 'what', allows: isSentence, is: 'sentences' },
  { name: 'why', allows: isSentence, is: 'sentences' },
  { name: 'fine', allows: isSentence, is: 'sentences' },
  {
    name: 'remediation',
    allows: (text) => isSentence(text) && isImperative(toFirstClause(text)),
    is: 'sentences whose first clause says what to do, and to what',
  },
  { name: 'references', allows: (text) => everyLine(text, /^https:\/\/\S+$/), is: 'https addresses, one a line' },
  // Left out where no framework asks for it.
  { name: 'mappings', allows: (text) => everyLine(text, mapping), is: 'mappings, one a line' },
  { name: 'since', allows: (text) => /^\d+\.\d+$/.test(text), is: 'a version of the library' },
  { name: 'action', allows: (text) => /^(?:deny|warn|audit|none)$/.test(text), is: 'deny, warn, audit or none' },
];

/** A framework and what it calls the control. */
const mapping = /^(?:cis-1\.11|nsa-cisa 1\.2|kubescape|pss|kyverno|mitre|owasp-k8s) [\w. -]+$/;

function isSentence(text: string): boolean {
  return /^[A-Za-z/][\s\S]{20,700}\.$/.test(text.trim());
}

const everyLine = (text: string, pattern: RegExp): boolean => {
  const lines = text.trim().split('\n');
  return lines.every((line) => pattern.test(line.trim())) && new Set(lines).size === lines.length;
};

const checkPolicy = (policy: PolicyFolder): readonly string[] => [
  ...checkDocument(policy),
  ...checkAnnotations(policy),
  ...checkFixtures(policy, 'pass', 2),
  ...checkFixtures(policy, 'fail', 3),
];

const checkDocument = ({ id, name, document }: PolicyFolder): readonly string[] => {
  const wrong: string[] = [];
  const say = (what: string): number => wrong.push(`${id}/policy.yaml: ${what}`);
  if (document['kind'] !== 'ValidatingAdmissionPolicy') say('is no ValidatingAdmissionPolicy');
  if (document['apiVersion'] !== 'admissionregistration.k8s.io/v1') say('is not of admissionregistration.k8s.io/v1');
  const expected = `vauban-${id.replace('/', '-')}`;
  if (name !== expected) say(`is named ${name}, where its folder says ${expected}`);
  const { validations } = isJsonObject(document['spec']) ? document['spec'] : {};
  for (const validation of Array.isArray(validations) ? (validations as readonly JsonObject[]) : [])
    if (readText(validation, 'message') === '')
      say(
        `has a validation without a message, which would show people an expression: ${readText(validation, 'expression')}`,
      );
  return wrong;
};

const checkAnnotations = ({ id, document }: PolicyFolder): readonly string[] => {
  const metadata = isJsonObject(document['metadata']) ? document['metadata'] : {};
  const given = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  const wrong = annotations.flatMap(({ name, allows, is }) => {
    const text = given[`${prefix}${name}`];
    if (text === undefined && name === 'mappings') return [];
    if (typeof text !== 'string') return [`${id}/policy.yaml: has no annotation ${name}`];
    return allows(text.trimEnd()) ? [] : [`${id}/policy.yaml: the annotation ${name} is not ${is}`];
  });
  const known = new Set(annotations.map(({ name }) => `${prefix}${name}`));
  for (const key of Object.keys(given))
    if (!known.has(key)) wrong.push(`${id}/policy.yaml: has an annotation that nothing reads, ${key}`);
  const own = given[`${prefix}id`];
  if (typeof own === 'string' && own !== id) wrong.push(`${id}/policy.yaml: says its id is ${own}`);
  return wrong;
};

const checkFixtures = ({ id, fixtures }: PolicyFolder, expected: Expected, least: number): readonly string[] => {
  const files = new Set(fixtures.filter((one) => one.expected === expected).map(({ file }) => file));
  return files.size >= least
    ? []
    : [`${id}/${expected}: has ${files.size} fixtures, where at least ${least} are expected`];
};

/** People find a policy by its title, and reports tell findings apart by it. */
const findRepeated = (policies: readonly PolicyFolder[]): readonly string[] => {
  const seen = new Map<string, string>();
  return policies.flatMap(({ id, document }) => {
    const title = readText(document, 'metadata', 'annotations', `${prefix}title`);
    const other = seen.get(title);
    seen.set(title, id);
    return other === undefined ? [] : [`${id}/policy.yaml: has the title of ${other}`];
  });
};
