/** The JSON of `vauban history`: what the store answers, as it is. */

import type { HistoryRow } from '../../stores/history-row.ts';
import type { Compared, EstateRow } from '../../stores/store.ts';
import { bigAsText } from '../../model/json.ts';

export type HistoryJson =
  | { readonly estates: readonly EstateRow[] }
  | { readonly estate: EstateRow; readonly days: readonly HistoryRow[] }
  | { readonly estate: EstateRow; readonly compared: Compared };

export const renderHistoryJson = (answer: HistoryJson): readonly string[] => {
  // JSON has no "it was not there": a depth that was not told is left out, one without a way is null.
  return [`${JSON.stringify({ apiVersion: 'vauban/v1', kind: 'History', ...answer }, bigAsText, 2)}\n`];
};
