/** Reads the checks that kube-linter's configuration file excludes. Its annotations are in `annotation`. */

import { isJsonObject } from '../../model/json.ts';
import { objectAt, readDocuments, textsAt } from '../documents.ts';
import type { ExceptionFormat } from '../exception-format.ts';
import { joinExceptions, toExceptions, toWrong } from '../to-exceptions.ts';

export const kubeLinterFormat = {
  id: 'kube-linter',
  summary: "kube-linter's .kube-linter.yaml (checks.exclude)",
  recognises: (file, text) =>
    /(?:^|[/\\])\.?kube-linter\.ya?ml$/.test(file) || /^checks:[ \t]*\r?\n(?:[ \t].*\r?\n)*?[ \t]+exclude:/m.test(text),
  parse: (text, file) => {
    const { documents, problems } = readDocuments(text, file);
    const found = documents.flatMap(({ value, spanOf }) => {
      if (!isJsonObject(value)) return [toWrong('the file must hold a list under checks.exclude:', spanOf())];
      const checks = textsAt(objectAt(value, 'checks'), 'exclude');
      return checks.map((check, index) =>
        toExceptions({
          tool: 'kube-linter',
          check,
          reason: null,
          expires: null,
          span: spanOf('checks', 'exclude', index),
        }),
      );
    });
    return joinExceptions([{ exceptions: [], problems }, ...found]);
  },
} satisfies ExceptionFormat;
