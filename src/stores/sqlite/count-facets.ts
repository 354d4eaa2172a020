/** Counts findings by each value of each facet; a facet's own choice does not narrow it. */

import { layerGroups } from '../../model/layer.ts';
import { severities } from '../../model/severity.ts';
import type { FacetName, Facets, FindingsFilter } from '../findings-query.ts';
import { statuses, toGroupRank, toSeverityRank } from './columns.ts';
import type { Asked, MatchFinder } from './find-matches.ts';
import { missOf } from './match-findings.ts';
import type { EstateState } from './read-state.ts';

export const emptyFacets: Facets = { severity: [], group: [], status: [], namespace: [], kind: [], rule: [] };

export const countFacets = (finder: MatchFinder, state: EstateState, filter: FindingsFilter): Facets => {
  const asked = finder.ask(state, filter);
  const { inside, outside, namespaces } = countAll(state, asked);
  const { words, classes } = state;
  const { classes: misses } = asked.matcher;
  const counts = {
    severity: new Uint32Array(severities.length),
    group: new Uint32Array(layerGroups.length),
    status: new Uint32Array(statuses.length + 1),
    kind: new Uint32Array(words.kind.texts.length),
    rule: new Uint32Array(words.rule.texts.length),
  };
  // A class that misses by one facet alone counts for that facet; one that misses by none, for all of them.
  const tell = (facet: Exclude<FacetName, 'namespace'>, missed: number, value: number, count: number): void => {
    if ((missed & ~missOf[facet]) === 0) counts[facet][value] = (counts[facet][value] ?? 0) + count;
  };
  for (let each = 0; each < classes.length; each++) {
    const count = inside[each] ?? 0;
    const missed = misses[each] ?? 0;
    if (count === 0) continue;
    const flags = classes.flags[each] ?? 0;
    tell('severity', missed, toSeverityRank(flags), count);
    tell('group', missed, toGroupRank(flags), count);
    tell('status', missed, flags & 3, count);
    tell('kind', missed, classes.kind[each] ?? 0, count);
    tell('rule', missed, classes.rule[each] ?? 0, count);
  }
  return {
    severity: toCounts(severities, counts.severity),
    group: toCounts(layerGroups, counts.group),
    status: toCounts(['', ...statuses], counts.status),
    namespace: toCounts(words.namespace.texts, addCounts(namespaces, outside)),
    kind: toCounts(words.kind.texts, counts.kind),
    rule: toCounts(words.rule.texts, counts.rule),
  };
};

interface Counted {
  /** Findings of each class in the namespaces that are asked for. */
  readonly inside: Uint32Array;
  /** Findings that fit but for their namespace, and those that fit, by namespace. */
  readonly outside: Uint32Array;
  readonly namespaces: Uint32Array;
}

const countAll = (state: EstateState, { matcher, from, positions }: Asked): Counted => {
  const { classes, columns, words } = state;
  const { of } = classes;
  const { namespace } = columns;
  const { classes: misses, namespaces: wanted } = matcher;
  const inside = new Uint32Array(classes.length);
  const outside = new Uint32Array(words.namespace.texts.length);
  const namespaces = new Uint32Array(words.namespace.texts.length);
  const tell = (position: number): void => {
    const each = of[position] ?? 0;
    const place = namespace[position] ?? 0;
    if (wanted === null || wanted[place] === 0) {
      inside[each] = (inside[each] ?? 0) + 1;
      if (misses[each] === 0) namespaces[place] = (namespaces[place] ?? 0) + 1;
    } else if (misses[each] === 0) outside[place] = (outside[place] ?? 0) + 1;
  };
  if (positions !== null) {
    for (const position of positions) tell(position);
    return { inside, outside, namespaces };
  }
  if (wanted === null && from === 0) {
    // Counts of classes are kept as findings come and go: only namespaces are to be counted.
    inside.set(classes.counts.subarray(0, classes.length));
    for (let position = 0; position < state.positions; position++) {
      if (misses[of[position] ?? 0] !== 0) continue;
      const place = namespace[position] ?? 0;
      namespaces[place] = (namespaces[place] ?? 0) + 1;
    }
    return { inside, outside, namespaces };
  }
  for (let position = from; position < state.positions; position++) tell(position);
  return { inside, outside, namespaces };
};

const addCounts = (a: Uint32Array, b: Uint32Array): Uint32Array => a.map((count, index) => count + (b[index] ?? 0));

const mostValues = 200;

const toCounts = (values: readonly string[], counts: Uint32Array) => {
  const present: { readonly value: string; readonly count: number }[] = [];
  for (let number = 0; number < counts.length; number++) {
    const value = values[number];
    const count = counts[number] ?? 0;
    if (count > 0 && value !== undefined) present.push({ value, count });
  }
  return present.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, mostValues);
};
