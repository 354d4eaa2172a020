/** Variables: only those that will exist, none where Kyverno substitutes none, none of users in the background. */

import { compileQuery } from '../../../lang/jmespath/compile-query.ts';
import { compileWildcard } from '../../../lang/pattern/wildcard.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import { findVariables } from '../context/find-variables.ts';
import { field, object, objects, text, texts } from '../parse/read-field.ts';
import type { PolicyToCheck, Refuse, RuleToCheck } from './policy-to-check.ts';

type Path = readonly (string | number)[];

export const checkVariables = ({ rule, path }: RuleToCheck, { policy }: PolicyToCheck, refuse: Refuse): void => {
  checkForbidden(rule, path, refuse);
  const hasTargets = policy.rules.some(({ body }) => body.kind === 'mutate' && body.mutate.targets !== null);
  const isKnown = compileKnown(rule, policy.background);
  walk(withoutAttestationConditions(rule), path, (query, at) => {
    const name = query.replaceAll('"', '');
    if (policy.background && !hasTargets && ofUsers.test(` ${query}`))
      refuse(at, `{{ ${query} }}: who asks is known at admission alone; set background: false in spec`);
    else if (query !== '' && !isKnown(name)) refuse(at, `there is no variable ${query}`);
    else if (query !== '' && at.at(-1) === 'message') checkSyntax(query, at, refuse);
    if (name.startsWith('element') && !at.includes('foreach'))
      refuse(at, `{{ ${query} }} exists inside of foreach alone`);
  });
};

/** What cannot be compiled elsewhere errs where it stands; a message would merely be lost. */
const checkSyntax = (query: string, at: Path, refuse: Refuse): void => {
  // A dash says how far to look into what is found.
  const compiled = compileQuery(query.replace(/^-\s*/, ''));
  if (compiled.kind === 'defect') refuse(at, `{{ ${query} }} is no JMESPath: ${compiled.message}`);
};

/** Kyverno looks at the text of a variable, whatever stands around it. */
const ofUsers =
  /[^.](serviceAccountName|serviceAccountNamespace|request.userInfo|request.roles|request.clusterRoles)\b/;

const checkForbidden = (rule: JsonObject, path: Path, refuse: Refuse): void => {
  for (const name of ['match', 'exclude']) {
    walk(object(rule, name) ?? {}, [...path, name], (query, at) => refuse(at, `{{ ${query} }}: no variables here`));
  }
  for (const [index, images] of objects(rule, 'verifyImages').entries()) {
    const references = [...texts(images, 'imageReferences'), text(images, 'image')];
    if (references.some((reference) => findVariables(reference).length > 0))
      refuse([...path, 'verifyImages', index, 'imageReferences'], 'no variables here');
  }
};

/** What is found before there is a subject: by the beginning of what Kyverno provides, or by the name of an entry. */
const compileKnown = (rule: JsonObject, background: boolean): ((query: string) => boolean) => {
  const mutate = object(rule, 'mutate') ?? {};
  const targets = objects(mutate, 'targets');
  const provided =
    targets.length > 0 ? (background ? inTargetBackground : inTarget) : background ? inBackground : always;
  const scopes = [
    rule,
    ...targets,
    ...['validate', 'mutate', 'generate'].flatMap((kind) => objects(object(rule, kind) ?? {}, 'foreach')),
  ];
  const names = [
    ...scopes.flatMap((scope) => objects(scope, 'context').flatMap(toNames)),
    ...objects(rule, 'verifyImages').flatMap((images) =>
      objects(images, 'attestations').map((attestation) => `${text(attestation, 'name')}*`),
    ),
  ].map(compileWildcard);
  return (query) => provided.test(query) || names.some((isName) => isName(query));
};

const toNames = (entry: JsonObject): readonly string[] => {
  const name = text(entry, 'name');
  return field(entry, 'configMap') === undefined
    ? [`${name}*`]
    : ['.data', '.metadata', '.data.*', '.metadata.*'].map((below) => name + below);
};

/** Of a function's name its last letter is enough: a longer look at a long name takes for ever. */
const always =
  /request\.|serviceAccountName|serviceAccountNamespace|element|elementIndex|@|images|images\.|image\.|[a-z_0-9]\([^{}]/;
const inBackground = /request\.|element|elementIndex|@|images|images\.|image\.|[a-z_0-9]\([^{}]/;
const inTarget =
  /request\.|serviceAccountName|serviceAccountNamespace|element|elementIndex|@|images|images\.|image\.|target\.|[a-z_0-9]\([^{}]/;
const inTargetBackground = /request\.|element|elementIndex|@|images|images\.|image\.|target\.|[a-z_0-9]\([^{}]/;

/** What an attestation's conditions see is known when there is one. */
const withoutAttestationConditions = (rule: JsonObject): JsonObject => {
  const images = objects(rule, 'verifyImages');
  if (images.length === 0) return rule;
  return {
    ...rule,
    verifyImages: images.map((each) => ({
      ...each,
      attestations: objects(each, 'attestations').map((attestation) => ({ ...attestation, conditions: null })),
    })),
  };
};

type Visit = (query: string, path: Path) => void;

const deepest = 100;

const walk = (value: Json, path: Path, visit: Visit): void => {
  if (path.length > deepest) return;
  if (typeof value === 'string') visitVariables(value, path, visit);
  else if (isJsonArray(value)) value.forEach((item, index) => walk(item, [...path, index], visit));
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value)) {
      visitVariables(key, [...path, key], visit);
      walk(item, [...path, key], visit);
    }
};

/** The innermost are resolved first; what they stand in is not looked at. */
const visitVariables = (written: string, path: Path, visit: Visit): void => {
  for (const { open, end } of findVariables(written)) {
    const query = written.slice(open + 2, end - 2).trim();
    visit(query, path);
  }
};
