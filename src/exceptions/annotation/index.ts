/** Reads manifests whose annotations skip checks: Checkov's, kube-linter's and our own. Each stays with its own object. */

import { annotationPrefixes, exceptionsFromAnnotations } from '../../engine/except/exceptions-from-annotations.ts';
import { toResources } from '../../kube/schema/to-resource.ts';
import type { Resource } from '../../model/resource.ts';
import { type ReadDocument, readDocuments } from '../documents.ts';
import type { ExceptionFormat } from '../exception-format.ts';
import { joinExceptions, type ReadExceptions } from '../to-exceptions.ts';

export const annotationFormat = {
  id: 'annotation',
  summary: 'manifests with annotations of Checkov, kube-linter or Vauban',
  recognises: (_file, text) => annotationPrefixes.some((prefix) => isKeyIn(text, prefix)),
  parse: (text, file) => {
    const { documents, problems } = readDocuments(text, file);
    const found = documents.flatMap((document, number) => {
      const origin = { kind: 'file', file, document: number, item: null, start: 0, end: 0 } as const;
      return [...toResources(document.value, origin)].map((read) =>
        read.kind === 'resource' ? readObject(read.resource, document) : nothing,
      );
    });
    return joinExceptions([{ exceptions: [], problems }, ...found]);
  },
} satisfies ExceptionFormat;

const nothing: ReadExceptions = { exceptions: [], problems: [] };

/** At the beginning of a line or in braces: not inside a sentence about annotations. */
const isKeyIn = (text: string, prefix: string): boolean => {
  for (let at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
    const before = text.slice(Math.max(0, at - 80), at);
    if (/(?:^|[\n{,])[ \t]*["']?$/.test(before)) return true;
  }
  return false;
};

const readObject = (resource: Resource, { spanOf }: ReadDocument): ReadExceptions => {
  const { exceptions, problems } = exceptionsFromAnnotations(resource);
  if (exceptions.length === 0 && problems.length === 0) return nothing;
  const { origin } = resource;
  const item = origin.kind === 'cluster' || origin.kind === 'built-in' ? null : origin.item;
  const span = item === null ? spanOf('metadata') : spanOf('items', item, 'metadata');
  return {
    // In a file an exception has no carrier: kind, namespace and name narrow it.
    exceptions: exceptions.map(({ scope, reason, owner, expires, notApplicable }) => ({
      scope,
      reason,
      owner,
      expires,
      notApplicable,
      format: 'annotation',
      span,
    })),
    problems: problems.map((problem) => ({ ...problem, span })),
  };
};
