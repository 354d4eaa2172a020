/** Fields the API server drops without a word unless it is asked to be strict: usually a slip of the pen that opens or closes too much. */

import { isJsonObject } from '../../../model/json.ts';
import { quote } from './quote.ts';
import type { Field } from './read-field.ts';

export const warnOfUnknown = ({ value, path, notes }: Field, known: readonly string[]): void => {
  if (!isJsonObject(value)) return;
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    notes.warn(
      [...path, name],
      `there is no field ${quote(name)} here: the API server drops it; it knows ${known.join(', ')}`,
    );
  }
};
