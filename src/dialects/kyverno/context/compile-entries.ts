/** The entries of a rule's context, compiled: what each gives when something first asks for it. */

import type { ContextEntry } from '../classic-policy.ts';
import type { CompiledEntry } from '../rule-context.ts';
import type { RuleDefect } from '../rule-response.ts';
import { compileApiCall } from './entries/compile-api-call.ts';
import { compileConfigMap } from './entries/compile-config-map.ts';
import { compileGlobalReference } from './entries/compile-global-reference.ts';
import { compileImageRegistry } from './entries/compile-image-registry.ts';
import { compileVariable } from './entries/compile-variable.ts';
import { EntryWork } from './entries/entry-work.ts';

export type EntriesCompilation =
  | { readonly kind: 'entries'; readonly entries: readonly CompiledEntry[] }
  | { readonly kind: 'defects'; readonly defects: readonly RuleDefect[] };

/** `at` is where the list stands in the rule. */
export const compileEntries = (
  entries: readonly ContextEntry[],
  at: readonly (string | number)[],
): EntriesCompilation => {
  const defects: RuleDefect[] = [];
  const compiled = entries.map((entry, index) => {
    const work = new EntryWork(entry.name, [...at, index], defects);
    return { entry, load: compileLoad(entry, work) };
  });
  return defects.length > 0 ? { kind: 'defects', defects } : { kind: 'entries', entries: compiled };
};

const compileLoad = (entry: ContextEntry, work: EntryWork): CompiledEntry['load'] => {
  switch (entry.kind) {
    case 'variable':
      return compileVariable(entry, work);
    case 'configMap':
      return compileConfigMap(entry.configMap, work);
    case 'apiCall':
      return compileApiCall(entry, work);
    case 'imageRegistry':
      return compileImageRegistry(entry, work);
    case 'globalReference':
      return compileGlobalReference(entry, work);
  }
};
