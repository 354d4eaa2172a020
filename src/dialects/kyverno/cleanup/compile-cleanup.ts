/** Compiles cleanup policies: each is one rule that says what would be deleted when its schedule comes round. */

import { isSeverity } from '../../../model/severity.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Facts } from '../../../model/request.ts';
import type { Conclusion, Judgement, Rule, RuleMetadata } from '../../../model/rule.ts';
import type { Subject } from '../../../model/subject.ts';
import type { CompiledPolicies, CompileOptions } from '../../dialect.ts';
import { noValues } from '../../policy-values.ts';
import { compileConditions, type Conditions } from '../conditions/compile-conditions.ts';
import { compileEntries } from '../context/compile-entries.ts';
import { createRuleContext } from '../context/create-rule-context.ts';
import { toRuleValues } from '../context/rule-values.ts';
import { createLook, toPolicyLook } from '../look-at-subject.ts';
import { compileMatch } from '../match/compile-match.ts';
import { toMatch } from '../match/to-match.ts';
import { AnswerNeeded, RuleFault, type CompiledEntry, type KyvernoSubject } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { toProblems } from '../to-problems.ts';
import { parseCleanupPolicy, type CleanupPolicy } from './parse-cleanup-policy.ts';

export const compileCleanup = (documents: readonly Resource[], options: CompileOptions): CompiledPolicies => {
  const problems: Problem[] = [];
  const rules: Rule[] = [];
  for (const resource of documents) {
    const parsed = parseCleanupPolicy(resource);
    const made = parsed.kind === 'refused' ? parsed : compilePolicy(parsed.policy, options);
    if (made.kind === 'refused') problems.push(...toProblems(resource, made.defects, options));
    else rules.push(made.rule);
  }
  return { rules, problems, asked: [] };
};

type Compiled =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'refused'; readonly defects: readonly RuleDefect[] };

const compilePolicy = (policy: CleanupPolicy, options: CompileOptions): Compiled => {
  const entries = compileEntries(policy.context, ['spec', 'context']);
  const conditions = policy.conditions === null ? null : compileConditions(policy.conditions, ['spec', 'conditions']);
  if (entries.kind === 'defects') return { kind: 'refused', defects: entries.defects };
  if (conditions?.kind === 'defects') return { kind: 'refused', defects: conditions.defects };
  const metadata = options.describe(policy.resource)?.metadata ?? describe(policy);
  const blocks = toMatch(policy.match, []);
  return {
    kind: 'rule',
    rule: {
      ...metadata,
      from: { policy: policy.resource.ref, rule: policy.name },
      match: blocks.length === 0 ? [{}] : blocks,
      reads: [],
      capabilities: ['namespace', 'object', 'list', 'api-call', 'global-context', 'http', 'time', 'random'],
      failurePolicy: 'open',
      judge: createJudge(policy, metadata.id, entries.entries, conditions?.conditions ?? null, options),
    },
  };
};

const notAsked: Judgement = { kind: 'done', conclusions: [], effects: [] };

const createJudge = (
  policy: CleanupPolicy,
  id: string,
  entries: readonly CompiledEntry[],
  conditions: Conditions | null,
  options: CompileOptions,
): Rule['judge'] => {
  const given = options.values ?? noValues;
  // Nobody asks for a deletion: it has no user.
  const look = createLook(null, given);
  const policyLook = toPolicyLook(given, policy.name);
  const values = toRuleValues(given, policy.name, policy.name);
  const match = compileMatch(policy.match, policy.exclude, policy.namespace);
  const enforcement = policy.resource.origin.kind === 'cluster' ? 'enforced' : 'declared';
  const conclude = (part: Pick<Conclusion, 'status' | 'message' | 'reason'>): readonly Conclusion[] => [
    { ...part, action: 'none', enforcement, path: '' },
  ];
  const decide = (
    subject: KyvernoSubject,
    object: JsonObject,
  ): { readonly holds: boolean; readonly message: string } => {
    if (conditions === null) return { holds: true, message: '' };
    const context = createRuleContext({
      subject,
      answer: look.answer,
      values,
      policyNamespace: policy.namespace,
      isAdmission: look.isAdmission(),
    });
    return conditions.decide(context.within({ target: object }, entries));
  };
  return (subject: Subject, facts: Facts): Judgement => {
    try {
      const seen = look.at(subject, facts, policyLook);
      const { object } = seen;
      if (object === null || seen.subresource !== '' || !match.matches(seen)) return notAsked;
      const { holds, message } = decide(seen, object);
      if (!holds) {
        const why = message === '' ? 'conditions not met' : `conditions not met; ${message}`;
        return {
          kind: 'done',
          conclusions: conclude({ status: 'skip', reason: 'not-applicable', message: why }),
          effects: [],
        };
      }
      const target = subject.kind === 'resource' ? subject.resource.ref : subject.ref;
      return {
        kind: 'done',
        conclusions: conclude({ status: 'pass', message: announce(policy) }),
        effects: [{ kind: 'delete', rule: id, target }],
      };
    } catch (thrown) {
      if (thrown instanceof AnswerNeeded) return { kind: 'need', requests: [thrown.request] };
      if (!(thrown instanceof RuleFault)) throw thrown;
      const failure = conclude({ status: 'error', reason: thrown.reason, message: thrown.message });
      return { kind: 'done', conclusions: failure, effects: [] };
    }
  };
};

const announce = ({ schedule, propagation }: CleanupPolicy): string => {
  const what = propagation === '' ? '' : ` (${propagation.toLowerCase()} propagation)`;
  return `would be deleted${what} at the next time of the schedule "${schedule}"`;
};

const describe = (policy: CleanupPolicy): RuleMetadata => {
  const note = (name: string): string => (policy.annotations[`policies.kyverno.io/${name}`] ?? '').trim();
  const severity = note('severity');
  return {
    id: `kyverno/${policy.namespace === null ? policy.name : `${policy.namespace}.${policy.name}`}`,
    title: note('title') === '' ? policy.name : note('title'),
    severity: isSeverity(severity) ? severity : 'info',
    layer: 'cluster',
    control: null,
    what: note('description') === '' ? 'What the policy would delete.' : note('description'),
    why: note('description'),
    fine: '',
    remediation: '',
    references: [],
  };
};
