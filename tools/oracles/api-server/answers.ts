/** The two answers to one request in one form: what the server said, and what Vauban says it will say. */

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { UserAnswer } from './open-user.ts';
import type { Judged } from './vauban.ts';

export interface Answers {
  /** What refuses the request; empty where it is admitted. The server says one, Vauban all that may be it. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
  /** Each failure in the audit log, as text. */
  readonly failures: readonly string[];
  /** `key: value`, of audit annotations. */
  readonly annotations: readonly string[];
}

export interface PolicyUnderTest {
  readonly name: string;
  readonly policy: JsonObject;
  readonly bindings: readonly JsonObject[];
}

/** `null` where something else than a policy refused the request, so that nothing can be compared. */
export const toServerAnswers = (
  { name }: PolicyUnderTest,
  answer: UserAnswer,
  audit: JsonObject,
  isConnect: boolean,
): Answers | null => {
  const mark = `ValidatingAdmissionPolicy '${name}'`;
  const at = answer.message.indexOf(mark);
  const isRefused = answer.status >= 400 && at >= 0;
  // A connection is refused in the end: the Pod is on no node. Admission comes before.
  const isAdmitted =
    answer.status < 300 || (isConnect && /does not have a host assigned|not found/.test(answer.message));
  if (!isRefused && !isAdmitted && !answer.message.endsWith('already exists')) return null;
  const failures = audit['validation.policy.admission.k8s.io/validation_failure'];
  return {
    refusals: isRefused ? [answer.message.slice(at)] : [],
    warnings: answer.warnings.filter((warning) => warning.includes(mark)).toSorted(),
    failures: typeof failures === 'string' ? toFailures(JSON.parse(failures) as Json, name) : [],
    annotations: Object.entries(audit)
      .filter(([key]) => key.startsWith(`${name}/`))
      .map(([key, value]) => `${key.slice(name.length + 1)}: ${toText(value)}`),
  };
};

const toFailures = (list: Json, name: string): readonly string[] =>
  (isJsonArray(list) ? list : [])
    .filter(isJsonObject)
    .filter(({ policy }) => policy === name)
    .map(({ binding, message }) => `${toText(binding)}: ${toText(message)}`)
    .toSorted();

export const toExpectedAnswers = (tested: PolicyUnderTest, judged: readonly Judged[]): Answers => {
  const refusals: string[] = [];
  const warnings: string[] = [];
  const failures: string[] = [];
  const annotations = new Map<string, string[]>();
  for (const binding of tested.bindings) {
    const own = nameOf(binding);
    const rule = `admission-policy/${tested.name}${tested.bindings.length > 1 ? `/${own}` : ''}`;
    const actions = actionsOf(binding);
    for (const { status, action, message, evidence = [] } of judged.find((each) => each.rule === rule)?.conclusions ??
      []) {
      for (const { text, source } of evidence) if (source === 'auditAnnotations') note(annotations, text);
      if ((status !== 'fail' && status !== 'error') || action === 'none') continue;
      const told = `ValidatingAdmissionPolicy '${tested.name}' with binding '${own}' denied request: ${message}`;
      // What cannot be configured or annotated refuses whatever the binding asks for.
      const isAlways = action === 'deny' && (!actions.includes('Deny') || isOfAnnotation(tested, message));
      if (isAlways) refusals.push(told);
      else {
        if (actions.includes('Deny')) refusals.push(told);
        if (actions.includes('Warn'))
          warnings.push(
            `Validation failed for ValidatingAdmissionPolicy '${tested.name}' with binding '${own}': ${message}`,
          );
        if (actions.includes('Audit')) failures.push(`${own}: ${message}`);
      }
    }
  }
  return {
    refusals,
    warnings: warnings
      .filter(isSendable)
      .filter((text, at, all) => all.indexOf(text) === at)
      .toSorted(),
    failures: failures.toSorted(),
    annotations: [...annotations].map(([key, values]) => `${key}: ${values.join(', ')}`),
  };
};

const note = (annotations: Map<string, string[]>, text: string): void => {
  const at = text.indexOf(': ');
  const [key, value] = [text.slice(0, at), text.slice(at + 2)];
  const known = annotations.get(key) ?? [];
  if (!known.includes(value)) annotations.set(key, [...known, value]);
};

/** The server leaves out a warning with a control character in it: it could not stand in a header. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const isSendable = (text: string): boolean => !/[\u0000-\u001f\u007f-\u009f]/.test(text);

const nameOf = ({ metadata }: JsonObject): string => toText((metadata as JsonObject)['name']);

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value));

const actionsOf = ({ spec }: JsonObject): readonly Json[] => {
  const actions = (spec as JsonObject)['validationActions'];
  return isJsonArray(actions) ? actions : [];
};

const isOfAnnotation = ({ policy }: PolicyUnderTest, message: string): boolean => {
  const list = (policy['spec'] as JsonObject)['auditAnnotations'];
  return (
    message.startsWith('failed to configure binding:') ||
    (isJsonArray(list) &&
      list
        .filter(isJsonObject)
        .some(({ valueExpression }) => message.startsWith(`expression '${toText(valueExpression)}'`)))
  );
};

/** Differences of words alone, by name: where one fits, the server's words are taken for Vauban's. */
const listedWords: readonly { readonly name: string; readonly server: RegExp; readonly vauban: RegExp }[] = [
  {
    name: 'a key that is no text, of an object of a built-in kind: the server reads its Go types, and names that of the key',
    server: /unsupported map key type: types\.\w+/,
    vauban: /no such key: [^\n]*/,
  },
];

/** What the server said in Vauban's words, where only the words differ; and by which names. */
export const inVaubanWords = (
  server: Answers,
  vauban: Answers,
): { readonly server: Answers; readonly listed: readonly string[] } => {
  const listed = new Set<string>();
  const reword = (theirs: readonly string[], ours: readonly string[]): readonly string[] =>
    theirs
      .map((text) => {
        for (const { name, server: said, vauban: saying } of listedWords) {
          if (!said.test(text)) continue;
          const same = ours.find((other) => other.replace(saying, '') === text.replace(said, ''));
          if (same === undefined) continue;
          listed.add(name);
          return same;
        }
        return text;
      })
      .toSorted();
  return {
    server: {
      ...server,
      refusals: reword(server.refusals, vauban.refusals),
      warnings: reword(server.warnings, vauban.warnings),
      failures: reword(server.failures, vauban.failures),
    },
    listed: [...listed],
  };
};

/** What differs, by the name of the part; empty where the answers agree. */
export const compareAnswers = (server: Answers, vauban: Answers): readonly string[] => {
  const differing: string[] = [];
  const isRefusalSame =
    server.refusals.length === 0 ? vauban.refusals.length === 0 : vauban.refusals.includes(server.refusals[0] ?? '');
  if (!isRefusalSame) differing.push('refusals');
  if (!areWarningsSame(server.warnings, vauban.warnings)) differing.push('warnings');
  // What is refused is not audited further in part: the log holds what was found all the same.
  if (server.failures.join('\n') !== vauban.failures.join('\n')) differing.push('failures');
  if (server.annotations.join('\n') !== vauban.annotations.join('\n')) differing.push('annotations');
  return differing;
};

/** Of more than 4096 characters in all, the server sends the first 256 of each, as long as there is room. */
const areWarningsSame = (server: readonly string[], vauban: readonly string[]): boolean => {
  const isLong = vauban.reduce((sum, text) => sum + Array.from(text).length, 0) > 4096;
  if (!isLong) return server.join('\n') === vauban.join('\n');
  return server.every((text) => vauban.some((other) => other.startsWith(text)));
};
