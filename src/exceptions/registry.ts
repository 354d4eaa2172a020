/** The exception formats, in the order they are asked: those with a content of their own first, those told by a name last. */

import { annotationFormat } from './annotation/index.ts';
import { checkovFormat } from './checkov/index.ts';
import type { ExceptionFormat } from './exception-format.ts';
import { kubeLinterFormat } from './kube-linter/index.ts';
import { kubescapeFormat } from './kubescape/index.ts';
import { kyvernoFormat } from './kyverno/index.ts';
import { trivyFormat } from './trivy/index.ts';
import { vaubanFormat } from './vauban/index.ts';

export const exceptionFormats: readonly ExceptionFormat[] = toRegistry([
  vaubanFormat,
  kyvernoFormat,
  kubescapeFormat,
  trivyFormat,
  checkovFormat,
  kubeLinterFormat,
  annotationFormat,
]);

/** Two formats of one name could not be told apart in a report: refused when the program starts, with the name. */
function toRegistry(formats: readonly ExceptionFormat[]): readonly ExceptionFormat[] {
  const seen = new Set<string>();
  for (const { id } of formats) {
    if (seen.has(id)) throw new Error(`two exception formats are called ${id}`);
    seen.add(id);
  }
  return Object.freeze([...formats]);
}
