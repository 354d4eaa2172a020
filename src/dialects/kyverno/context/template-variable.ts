/** One `{{ … }}`: the query it asks, which depends on what is judged and where the text stands. */

import type { Query } from '../../../lang/jmespath/query.ts';
import type { TemplateContext } from '../rule-context.ts';
import { cachedQuery } from './cached-query.ts';
import { fieldQuery } from './field-query.ts';

export interface TemplateVariable {
  /** As `{{- … }}`: braces in its value are no variables. */
  readonly isShallow: boolean;
  toQuery(context: TemplateContext): VariableQuery;
}

export type VariableQuery =
  | { readonly kind: 'query'; readonly query: Query }
  /** `source` is what could not be understood. */
  | { readonly kind: 'defect'; readonly source: string; readonly message: string };

/** `written` is with its braces; `path` leads to the text in the whole that is substituted. */
export const readVariable = (written: string, path: readonly string[]): TemplateVariable => {
  const inside = written.replaceAll('{{', '').replaceAll('}}', '').trim();
  const isShallow = inside.startsWith('-');
  const source = isShallow ? inside.slice(1).trim() : inside;
  if (source === '@') {
    const [ofObject, ofTarget] = objectPrefixes.map((prefix) => withOperation(fieldQuery(path, prefix)));
    return { isShallow, toQuery: (context) => (context.hasTarget ? ofTarget : ofObject)?.(context) ?? toQuery('') };
  }
  return { isShallow, toQuery: withOperation(source) };
};

const objectPrefixes = [['request', 'object'], ['target']];

/** There is no object in a deletion: what a policy says of it is said of what is deleted. */
const withOperation = (source: string): TemplateVariable['toQuery'] => {
  const asked = toQuery(source);
  if (!source.includes('request.object')) return () => asked;
  let inDeletion: VariableQuery | undefined;
  return (context) => {
    if (context.operation !== 'DELETE') return asked;
    inDeletion ??= toQuery(source.replaceAll('request.object', 'request.oldObject'));
    return inDeletion;
  };
};

const toQuery = (source: string): VariableQuery => {
  if (source === '') return { kind: 'defect', source, message: 'invalid query (nil)' };
  const compiled = cachedQuery(source);
  if (compiled.kind === 'query') return compiled;
  return { kind: 'defect', source, message: `incorrect query ${source}: ${compiled.message}` };
};
