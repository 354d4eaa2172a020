/** A command about an estate as somebody may paste it: each word quoted, for names in a cluster are a stranger's. */

import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';

export const renderCommand = (words: readonly string[], { kind, title }: Pick<EstateState, 'kind' | 'title'>): string =>
  [
    'vauban',
    ...words.map(quoteWord),
    ...(kind === 'manifests'
      ? title.split(' ').map(quoteWord)
      : title === 'current context'
        ? ['--cluster']
        : ['--context', quoteWord(title)]),
  ].join(' ');

/** Nothing in single quotes means anything to a shell but the quote; characters that show nothing are left out. */
const quoteWord = (word: string): string => {
  const shown = word.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  return /^[\w./:=@%+,-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
};
