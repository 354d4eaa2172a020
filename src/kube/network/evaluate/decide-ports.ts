/** What a sequence of tiers decides for one peer: which rule, if any, has the word on each port. */

import { allCodes, mergeCodes, type Codes } from '../port-set.ts';
import type { NetworkRule } from '../network-policy.ts';

/** One tier as it stands for one side and one peer. */
export interface TierCase {
  /** The tier's rules that fit the peer, in the order they are asked, with their ports on the destination. */
  readonly rules: readonly { readonly action: NetworkRule['action']; readonly codes: Codes }[];
  /** What none of them decided ends here. */
  readonly isClosed: boolean;
}

export interface Decision {
  readonly allowed: Codes;
  /** Of each rule of each tier, the ports whose first fitting rule it was; only of rules that allow. */
  readonly by: readonly (readonly Codes[])[];
  /** What was allowed because no tier decided it. */
  readonly leftOpen: Codes;
}

/**
 * The ports are cut at every end of a range, and each piece is decided once per tier: a thousand rules of one port each cost a
 * thousand steps, not a thousand times a thousand.
 */
export const decidePorts = (tiers: readonly TierCase[]): Decision => {
  const { starts, at } = cutPorts(tiers);
  const pieces = starts.length - 1;
  /** Pieces that are still asked for: a tier takes out what it decides for good. Between two protocols there is no port. */
  const isOpen = Uint8Array.from({ length: pieces }, (_, piece) => ((starts[piece] ?? 0) % 0x1_0000 === 0 ? 0 : 1));
  const allowed: number[] = [];
  const by = tiers.map(({ rules, isClosed }) => {
    const wasDecided = new Uint8Array(pieces);
    /** The next piece that this tier has not decided, at or behind each; shortened on the way. */
    const next = Uint32Array.from({ length: pieces + 1 }, (_, piece) => piece);
    const find = (from: number): number => {
      let end = from;
      while ((next[end] ?? end) !== end) end = next[end] ?? end;
      for (let step = from; step !== end;) {
        const following = next[step] ?? end;
        next[step] = end;
        step = following;
      }
      return end;
    };
    const shares = rules.map(({ action, codes }) => {
      const share: number[] = [];
      for (let range = 0; range < codes.length; range += 2) {
        const end = at((codes[range + 1] ?? 0) + 1);
        for (let piece = find(at(codes[range] ?? 0)); piece < end; piece = find(piece + 1)) {
          next[piece] = piece + 1;
          if (isOpen[piece] === 0) continue;
          wasDecided[piece] = 1;
          if (action === 'pass') continue;
          isOpen[piece] = 0;
          if (action === 'allow') share.push(starts[piece] ?? 0, (starts[piece + 1] ?? 0) - 1);
        }
      }
      for (const code of share) allowed.push(code);
      return mergeCodes(share);
    });
    if (isClosed) {
      for (let piece = 0; piece < pieces; piece += 1) if (wasDecided[piece] === 0) isOpen[piece] = 0;
    }
    return shares;
  });
  const open: number[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    if (isOpen[piece] === 1) open.push(starts[piece] ?? 0, (starts[piece + 1] ?? 0) - 1);
  }
  for (const code of open) allowed.push(code);
  return { allowed: mergeCodes(allowed), by, leftOpen: mergeCodes(open) };
};

interface Cut {
  /** Where each piece starts; the last is the end of them all. */
  readonly starts: readonly number[];
  /** The piece that starts at a port that one starts at. */
  readonly at: (code: number) => number;
}

const cutPorts = (tiers: readonly TierCase[]): Cut => {
  const cuts = new Set<number>();
  for (let at = 0; at < allCodes.length; at += 2) cuts.add(allCodes[at] ?? 0).add((allCodes[at + 1] ?? 0) + 1);
  for (const { rules } of tiers) {
    for (const { codes } of rules) {
      for (let at = 0; at < codes.length; at += 2) cuts.add(codes[at] ?? 0).add((codes[at + 1] ?? 0) + 1);
    }
  }
  const starts = [...cuts].toSorted((a, b) => a - b);
  const places = new Map(starts.map((code, place) => [code, place]));
  return { starts, at: (code) => places.get(code) ?? starts.length - 1 };
};
