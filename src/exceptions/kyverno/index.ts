/** Reads Kyverno's PolicyException, of `kyverno.io` and of `policies.kyverno.io`. */

import { parseDay } from '../../lang/day/parse-day.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Span } from '../../model/problem.ts';
import { listAt, objectAt, readDocuments, textAt } from '../documents.ts';
import type { ExceptionFormat } from '../exception-format.ts';
import { joinExceptions, type ReadExceptions, toExceptions, toWrong } from '../to-exceptions.ts';
import { readChecks } from './checks.ts';
import { readMatch } from './match.ts';

export const kyvernoFormat = {
  id: 'kyverno',
  summary: "Kyverno's PolicyException",
  recognises: (_file, text) =>
    /^[ \t"'{-]*kind["']?:\s*["']?PolicyException\b/m.test(text) || /"kind"\s*:\s*"PolicyException"/.test(text),
  parse: (text, file) => {
    const { documents, problems } = readDocuments(text, file);
    const found = documents.flatMap(({ value, spanOf }) => {
      if (!isJsonObject(value)) return [];
      if (value['kind'] === 'PolicyException') return [readPolicyException(value, spanOf())];
      return listAt(value, 'items').flatMap((item, index) =>
        isPolicyException(item) ? [readPolicyException(item, spanOf('items', index))] : [],
      );
    });
    return joinExceptions([{ exceptions: [], problems }, ...found]);
  },
} satisfies ExceptionFormat;

const isPolicyException = (item: Json): item is JsonObject => isJsonObject(item) && item['kind'] === 'PolicyException';

const readPolicyException = (object: JsonObject, span: Span): ReadExceptions => {
  const metadata = objectAt(object, 'metadata');
  const name = textAt(metadata, 'name') ?? 'a PolicyException';
  const spec = objectAt(object, 'spec');
  const checks = readChecks(spec);
  if (checks.length === 0) return toWrong(`${name} names no policy`, span);
  const match = readMatch(spec, checks.length);
  if (match === undefined) return toWrong(`${name} joins too many policies and resources`, span);
  const { scopes, limit } = match;
  if (scopes.length === 0) return toWrong(`${name} matches no resources`, span);
  const reason =
    textAt(objectAt(metadata, 'annotations'), 'policies.kyverno.io/description') ?? `accepted for Kyverno as ${name}`;
  // Kyverno's clean-up removes it then; the label may also hold a duration, which starts nobody knows when.
  const expires = parseDay(textAt(objectAt(metadata, 'labels'), 'cleanup.kyverno.io/ttl') ?? '') ?? null;
  return joinExceptions(
    scopes.flatMap((scope) =>
      checks.map((check) =>
        toExceptions({
          tool: 'kyverno',
          check: check.id,
          ...scope,
          reason,
          expires,
          span,
          limit: limit ?? check.limit,
        }),
      ),
    ),
  );
};
