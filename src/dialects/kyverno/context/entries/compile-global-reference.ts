/** An entry that is what a GlobalContextEntry keeps. */

import type { ContextEntry } from '../../classic-policy.ts';
import { type CompiledEntry, RuleFault } from '../../rule-context.ts';
import type { EntryWork } from './entry-work.ts';

type GlobalReferenceEntry = Extract<ContextEntry, { readonly kind: 'globalReference' }>;

export const compileGlobalReference = (
  { name, entry: written, jmesPath }: GlobalReferenceEntry,
  work: EntryWork,
): CompiledEntry['load'] => {
  const template = work.template(written, ['globalReference', 'name']);
  const query = jmesPath === '' ? null : work.query(jmesPath, ['globalReference', 'jmesPath']);
  return (context) => {
    // It is the whole cluster's, whoever may write a policy in a namespace.
    if (context.policyNamespace !== null) {
      throw new RuleFault('error', `context entry ${name}: globalReference is not allowed in namespaced policies`);
    }
    const [entry = '', projection] = work.renderText(template, written, context).split('.');
    const answer = context.answer({ kind: 'global-context', name: entry, projection: projection ?? null });
    if (answer.kind === 'value') {
      return query === null ? answer.value : work.apply(query(context), answer.value, context);
    }
    const why = answer.kind === 'absent' ? '' : `: ${answer.why}`;
    const message = `failed to marshal APICall data for context entry ${name}: failed to fetch entry key=${entry}${why}`;
    throw new RuleFault(answer.kind === 'absent' ? 'error' : 'no-evidence', message);
  };
};
