/** Reads our own exceptions file, `vauban-exceptions.yaml`. */

import { parseExceptionFile } from '../../engine/except/parse-exception-file.ts';
import type { ExceptionFormat } from '../exception-format.ts';

export const vaubanFormat = {
  id: 'vauban',
  summary: 'vauban-exceptions.yaml',
  recognises: (file, text) => /(?:^|[/\\])vauban-exceptions\.ya?ml$/.test(file) || /^exceptions:/m.test(text),
  parse: parseExceptionFile,
} satisfies ExceptionFormat;
