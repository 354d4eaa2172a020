/** What becomes of an expression about a Pod where it is asked about what holds a Pod's template. */

import type { Json } from '../../../../model/json.ts';
import { isJsonArray, isJsonObject } from '../../../../model/json.ts';

/** `extract` is for kinds whose template is looked for in each object: there nothing is rewritten. */
export type AutogenConfig = 'defaults' | 'cronjobs' | 'extract';

/** Of validations and images: any text of the spec that names a field of the object, whatever stands around it. */
export const rewriteTexts = (value: Json, config: AutogenConfig): Json => {
  if (config === 'extract') return value;
  if (typeof value === 'string') return rewriteText(value, templates[config]);
  if (isJsonArray(value)) return value.map((item) => rewriteTexts(item, config));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewriteTexts(item, config)]));
};

const templates = { defaults: 'spec.template', cronjobs: 'spec.jobTemplate.spec.template' } as const;

const rewriteText = (text: string, template: string): string => {
  let rewritten = text;
  for (const field of ['spec', 'metadata']) {
    for (const root of ['object', 'oldObject'])
      rewritten = replaceUnlessNamespace(rewritten, `${root}.${field}`, `${root}.${template}.${field}`);
  }
  return rewritten;
};

/** A template has no namespace of its own: `object.metadata.namespace` stays. */
const replaceUnlessNamespace = (text: string, from: string, to: string): string =>
  text.split(from).reduce((before, after) => before + (/^\.namespace(?![A-Za-z0-9_])/.test(after) ? from : to) + after);

/** Of mutations, word by word, and what they make is wrapped as the template is. */
export const rewriteMutation = (expression: string, config: AutogenConfig): string => {
  if (config === 'extract') return expression;
  const template = templates[config];
  const rewritten = expression
    .replace(/\b(object|oldObject|Object)\.spec/g, `$1.${template}.spec`)
    .replace(/\b(object|oldObject|Object)\.metadata\.(labels|annotations)/g, `$1.${template}.metadata.$2`);
  return wrapObject(rewritten, template);
};

/** `Object{…}` at the beginning becomes `Object{spec: Object.spec{template: Object.spec.template{…}}}`. */
const wrapObject = (expression: string, template: string): string => {
  const begins = /^Object[ \t\r\n]*\{/.exec(expression.trim());
  if (begins === null) return expression;
  const content = expression.trim().slice(begins[0].length);
  const end = findClosingBrace(content);
  if (end <= 0) return expression;
  const names = template.split('.');
  const opening = names.map((name, index) => `${name}: Object.${names.slice(0, index + 1).join('.')}{`).join('');
  return `Object{${opening}${content.slice(0, end)}${'}'.repeat(names.length + 1)}${content.slice(end + 1)}`;
};

/** Braces in texts are counted as any other, as Kyverno counts them. */
const findClosingBrace = (content: string): number => {
  let open = 1;
  for (let index = 0; index < content.length; index += 1) {
    if (content[index] === '{') open += 1;
    else if (content[index] === '}') open -= 1;
    if (open === 0) return index;
  }
  return -1;
};
