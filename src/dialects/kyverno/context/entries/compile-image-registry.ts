/** An entry that is what a registry knows of an image: its manifest and its configuration. */

import type { ContextEntry } from '../../classic-policy.ts';
import { type CompiledEntry, RuleFault } from '../../rule-context.ts';
import type { EntryWork } from './entry-work.ts';

type ImageRegistryEntry = Extract<ContextEntry, { readonly kind: 'imageRegistry' }>;

export const compileImageRegistry = (
  { reference: written, jmesPath }: ImageRegistryEntry,
  work: EntryWork,
): CompiledEntry['load'] => {
  const template = work.template(written, ['imageRegistry', 'reference']);
  const query = jmesPath === '' ? null : work.query(jmesPath, ['imageRegistry', 'jmesPath']);
  return (context) => {
    const reference = work.renderText(template, written, context);
    const answer = context.answer({ kind: 'image', reference });
    if (answer.kind === 'value') {
      return query === null ? answer.value : work.apply(query(context), answer.value, context);
    }
    const why = answer.kind === 'absent' ? 'not found' : answer.why;
    const message = `failed to fetch image descriptor: ${reference}, error: ${why}`;
    throw new RuleFault(answer.kind === 'absent' ? 'error' : 'no-evidence', message);
  };
};
