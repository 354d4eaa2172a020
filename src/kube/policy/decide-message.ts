/** What is said about a failed validation: the computed message, else the written one, else the expression. */

import { longestMessage } from '../cel/cost-limits.ts';

/** `computed` is what the messageExpression gave; `null` where there is none or it could not be computed. */
export const decideMessage = (
  { message, source }: { readonly message: string; readonly source: string },
  computed: string | null,
): string => {
  const told = (computed ?? '').trim();
  if (told !== '' && !told.includes('\n') && isShort(told)) return told;
  return message.trim() || `failed expression: ${source.trim()}`;
};

const isShort = (text: string): boolean => text.length <= longestMessage && Buffer.byteLength(text) <= longestMessage;
