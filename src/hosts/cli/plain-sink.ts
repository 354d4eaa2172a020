/** Standard error as commands write to it: whatever stands in a line, a terminal shows it and does not obey it. */

import { toPlainText } from '../../reports/plain-text.ts';
import type { TextSink } from './cli-context.ts';

/** File names, keys and messages come from folders that strangers wrote; here is the one place they all pass. */
export const toPlainSink = (sink: TextSink): TextSink => ({
  ...sink,
  write: (text) => sink.write(text.split('\n').map(toPlainText).join('\n')),
});
