/** Reads the checks that Checkov's configuration file skips. Its annotations are in `annotation`. */

import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { readDocuments, textAt, textsAt } from '../documents.ts';
import type { ExceptionFormat } from '../exception-format.ts';
import { joinExceptions, toExceptions, toWrong } from '../to-exceptions.ts';

export const checkovFormat = {
  id: 'checkov',
  summary: "Checkov's .checkov.yaml (skip-check)",
  recognises: (file, text) => /(?:^|[/\\])\.?checkov\.ya?ml$/.test(file) || /^skip-check:/m.test(text),
  parse: (text, file) => {
    const { documents, problems } = readDocuments(text, file);
    const found = documents.flatMap(({ value, spanOf }) => {
      if (!isJsonObject(value)) return [toWrong('the file must hold a list under skip-check:', spanOf())];
      return readChecks(value).map((check, index) =>
        toExceptions({ tool: 'checkov', check, reason: null, expires: null, span: spanOf('skip-check', index) }),
      );
    });
    return joinExceptions([{ exceptions: [], problems }, ...found]);
  },
} satisfies ExceptionFormat;

/** A list, or one text with commas. */
const readChecks = (config: JsonObject): readonly string[] =>
  [...textsAt(config, 'skip-check'), textAt(config, 'skip-check') ?? '']
    .flatMap((text) => text.split(','))
    .map((check) => check.trim())
    .filter((check) => check !== '');
