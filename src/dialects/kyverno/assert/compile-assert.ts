/** Compiles `validate.assert`: an assertion tree over the request, as Kyverno 1.13 to 1.18 judged it. */

import { QueryFault } from '../../../lang/jmespath/query.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { cachedQuery } from '../context/cached-query.ts';
import type { KyvernoSubject, RuleContext } from '../rule-context.ts';
import { RuleFault } from '../rule-context.ts';
import type { HandlerCompilation, RuleDefect, RuleResponse } from '../rule-response.ts';
import { compileAssertion, type Failure, type Surroundings } from './assertion.ts';

export const compileAssert = (assert: Json, at: readonly (string | number)[], ruleName = ''): HandlerCompilation => {
  const defects: RuleDefect[] = [];
  const assertion = compileAssertion(assert, at, defects);
  if (defects.length > 0) return { kind: 'defects', defects };
  const passed: readonly RuleResponse[] = [
    { status: 'pass', message: `Validation rule '${ruleName}' passed.`, path: '' },
  ];
  return {
    kind: 'handler',
    handle: (context) => {
      const around = { calls: context.calls, bindings: readEntries(context) };
      const failures = assertion(toPayload(context.subject), '', around);
      return failures.length === 0 ? passed : failures.map(toResponse);
    },
    warnings: [{ severity: 'warning', message: noLongerRun, path: at }],
  };
};

const noLongerRun =
  'Kyverno 1.19 and newer do not run validate.assert and refuse a policy that has nothing else; it is judged here as 1.13 to 1.18 did';

const toResponse = ({ message, path }: Failure): RuleResponse => ({ status: 'fail', message, path });

/** `$NAME` is an entry of the rule's context, read when it is asked for. */
const readEntries =
  (context: RuleContext): Surroundings['bindings'] =>
  (name) => {
    const compiled = cachedQuery(name);
    if (compiled.kind === 'defect') return undefined;
    const value = context.tryQuery(compiled.query);
    if (!(value instanceof QueryFault)) return value;
    if (value.kind === 'not-found') return undefined;
    throw new RuleFault('error', value.message);
  };

/** What the tree is about. The namespace's labels are asked for only where the tree reads them. */
const toPayload = (subject: KyvernoSubject): JsonObject => ({
  object: subject.object,
  oldObject: subject.oldObject,
  operation: subject.operation,
  admissionOperation: subject.user !== null,
  admissionInfo: toAdmissionInfo(subject),
  get namespaceLabels(): JsonObject {
    return subject.namespaceLabels();
  },
  requestResource: {},
  resourceKind: toResourceKind(subject),
});

const toAdmissionInfo = ({ user }: KyvernoSubject): JsonObject => ({
  roles: user?.roles ?? [],
  clusterRoles: user?.clusterRoles ?? [],
  userInfo: { username: user?.name ?? '', groups: user?.groups ?? [], uid: user?.uid ?? '', extra: user?.extra ?? {} },
});

const toResourceKind = ({ ref, subresource }: KyvernoSubject): JsonObject => {
  const [group, version] = ref.apiVersion.includes('/') ? ref.apiVersion.split('/') : ['', ref.apiVersion];
  return { group: group ?? '', version: version ?? '', kind: ref.kind, subResource: subresource };
};
