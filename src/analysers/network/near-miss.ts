/** What a selector that selects nothing may have meant: labels that differ from it by a slip of the pen. */

import type { JsonObject } from '../../model/json.ts';
import type { PodSide } from '../../kube/network/side.ts';

export interface NearMiss {
  /** What the selector asks for and nobody has: `app=postgresql`. */
  readonly asked: string;
  /** What is there instead: `app=postgres`. */
  readonly found: string;
  readonly side: PodSide;
}

/** The first side that has all labels but one, and nearly that one. */
export const findNearMiss = (matchLabels: JsonObject, sides: readonly PodSide[]): NearMiss | undefined => {
  const pairs = Object.entries(matchLabels).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  for (const side of sides) {
    const missing = pairs.filter(([key, value]) => side.labels[key] !== value);
    const [only] = missing;
    if (only === undefined || missing.length !== 1) continue;
    const found = findMeant(only, side.labels);
    if (found !== undefined) return { asked: only.join('='), found, side };
  }
  return undefined;
};

const findMeant = ([key, value]: readonly [string, string], labels: JsonObject): string | undefined => {
  const own = labels[key];
  if (typeof own === 'string') return isAlike(own, value) ? `${key}=${own}` : undefined;
  const other = Object.entries(labels).find(
    ([name, text]) => text === value && (isNameLabel(name) || isAlike(lastSegment(name), lastSegment(key))),
  );
  return other === undefined ? undefined : `${other[0]}=${value}`;
};

const lastSegment = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** The labels by which people call their workloads: `app`, `app.kubernetes.io/name`, `k8s-app`. */
const isNameLabel = (key: string): boolean =>
  /^(?:app|name|k8s-app|app\.kubernetes\.io\/(?:name|instance|component))$/.test(key);

/** Equal but for case and separators, one with a few letters more at its end, or two letters apart. */
const isAlike = (a: string, b: string): boolean => {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  if (withoutSeparators(one) === withoutSeparators(other)) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 3 || long.length > longest) return false;
  // `web` and `web2`, `prometheus` and `prometheus-adapter` are two workloads each; `postgres` and `postgresql` are one.
  const added = long.startsWith(short) ? long.slice(short.length) : null;
  return added === null ? short.length > 4 && isTwoOff(short, long) : /^[a-z]+$/.test(added);
};

const withoutSeparators = (text: string): string => text.replaceAll(/[-_.]/g, '');

/** A label's value has at most 63 characters; nothing longer is compared. */
const longest = 63;

/** Levenshtein's distance of at most two, unless the difference is a number or a word of its own. */
const isTwoOff = (a: string, b: string): boolean => {
  if (b.length - a.length > 2 || a.replaceAll(/\d/g, '') === b.replaceAll(/\d/g, '')) return false;
  if (countWords(a) !== countWords(b)) return false;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[b.length] ?? 3) <= 2;
};

const countWords = (text: string): number => text.split(/[-_.]/).length;
