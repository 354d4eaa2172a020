/** Compiles the policies of policies.kyverno.io with their exceptions: each is one rule, `kyverno/NAME`. */

import { bigAsText, isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';
import type { Problem } from '../../../model/problem.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';
import type { AskedKind } from '../asked-kinds.ts';
import type { Rule } from '../../../model/rule.ts';
import type { CompiledPolicies, CompileOptions } from '../../dialect.ts';
import type { RuleDefect } from '../rule-response.ts';
import { toProblems } from '../to-problems.ts';
import { createWorkshop } from './cel-workshop.ts';
import { appliesTo, parseException, type CelException } from './exception.ts';
import { parsePolicy } from './parse/parse-policy.ts';
import { createLook } from './subject-view.ts';
import { toAskedKinds } from './to-asked-kinds.ts';
import { toRule } from './to-rule.ts';

/** Documents of other groups and kinds are passed over. A JSON payload is judged as a resource whose ref has no kind. */
export const compileCelPolicies = (
  documents: readonly Resource[],
  exceptions: readonly Resource[],
  options: CompileOptions,
): CompiledPolicies => {
  const problems: Problem[] = [];
  const note = (resource: Resource, defects: readonly RuleDefect[]): void => {
    problems.push(...toProblems(resource, defects, options));
  };
  const usable = readExceptions([...documents, ...exceptions], note);
  const told = new Set<CelException>();
  const workshop = createWorkshop({
    verifiesImages: documents.some(verifiesImages),
    noteException: (exception, defects) => {
      if (defects.length === 0 || told.has(exception)) return;
      told.add(exception);
      note(exception.resource, defects);
    },
  });
  const look = createLook({ user: options.user, values: options.values });
  const ids = new Set<string>();
  const rules: Rule[] = [];
  const asked = new Map<string, AskedKind>();
  for (const resource of documents.filter(isOurs)) {
    const parsed = parsePolicy(resource);
    if (parsed === null) continue;
    const defects: RuleDefect[] = [...parsed.defects];
    const own = usable.filter((exception) => appliesTo(exception, parsed.policy));
    const rule = toRule(parsed.policy, { ids, exceptions: own, workshop, look, options, defects });
    note(resource, distinctDefects(defects, resource.object));
    rules.push(rule);
    for (const kind of toAskedKinds(parsed.policy.spec)) asked.set(`${kind.group}/${kind.kind}`, kind);
  }
  return { rules, problems, asked: [...asked.values()] };
};

const isOurs = ({ ref }: Resource): boolean => toGroup(ref.apiVersion) === 'policies.kyverno.io';

const verifiesImages = (resource: Resource): boolean =>
  isOurs(resource) &&
  resource.ref.kind.endsWith('ImageValidatingPolicy') &&
  /verify(Image|Attestation)Signatures/.test(JSON.stringify(resource.object['spec'] ?? null, bigAsText));

/** One whose shape is wrong excepts nothing. */
const readExceptions = (
  documents: readonly Resource[],
  note: (resource: Resource, defects: readonly RuleDefect[]) => void,
): readonly CelException[] => {
  const found = new Set(documents.filter((each) => isOurs(each) && each.ref.kind === 'PolicyException'));
  return [...found].flatMap((resource) => {
    const { exception, defects } = parseException(resource);
    note(resource, defects);
    return defects.some(({ severity }) => severity === 'error') ? [] : [exception];
  });
};

/**
 * What is wrong as written is wrong in what autogen makes of it, too; and an expression that is not there, since its
 * field is misspelt or missing, is told of as that alone.
 */
const distinctDefects = (defects: readonly RuleDefect[], document: Json): readonly RuleDefect[] => {
  const seen = new Set<string>();
  const incomplete = new Set(
    defects
      .filter(({ path }) => isThere(document, path))
      .flatMap(({ path }) => [JSON.stringify(path), JSON.stringify(path.slice(0, -1))]),
  );
  return defects.filter(({ path }) => {
    if (!isThere(document, path) && incomplete.has(JSON.stringify(path.slice(0, -1)))) return false;
    const key = JSON.stringify(path);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

const isThere = (document: Json, path: RuleDefect['path']): boolean => {
  let value: Json | undefined = document;
  for (const segment of path) {
    if (isJsonArray(value)) value = typeof segment === 'number' ? value[segment] : undefined;
    else if (isJsonObject(value)) value = Object.hasOwn(value, segment) ? value[segment] : undefined;
    else return false;
  }
  return value !== undefined;
};
