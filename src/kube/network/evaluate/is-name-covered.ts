/** Whether a name or pattern of names lies within another pattern, as the API that wrote it reads `*`. */

import { toGroup, type Resource } from '../../../model/resource.ts';

/**
 * ClusterNetworkPolicy and Calico: a leading `*` stands for one label or more. Cilium: `*` stands for part of one label, and a
 * leading `**.` for whole labels. Names compare without case and without the dot at their end.
 */
export const isNameCovered = (name: string, pattern: string, policy: Resource): boolean => {
  const inner = normalise(name);
  const outer = normalise(pattern);
  if (inner === outer) return true;
  if (!outer.includes('*')) return false;
  return matchesGlob(inner, outer, { withinLabel: toGroup(policy.ref.apiVersion) === 'cilium.io' });
};

const normalise = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Goes back to the last star only: at most name times pattern, whatever the pattern. */
const matchesGlob = (name: string, pattern: string, { withinLabel }: { readonly withinLabel: boolean }): boolean => {
  if (pattern === '*') return true;
  if (withinLabel && pattern.startsWith('**.')) {
    return name.endsWith(pattern.slice(2)) && name.length > pattern.length - 2;
  }
  const canTake = (at: number): boolean => !withinLabel || name[at] !== '.';
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    if (pattern[place] === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (pattern[place] === name[at]) {
      at += 1;
      place += 1;
    } else if (star !== -1 && canTake(resume)) {
      resume += 1;
      at = resume;
      place = star + 1;
    } else return false;
  }
  return place === pattern.length || (withinLabel && /^\*+$/.test(pattern.slice(place)));
};
