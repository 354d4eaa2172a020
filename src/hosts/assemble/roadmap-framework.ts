/** Hands out the roadmap this program knows: `frameworks/roadmap.yaml` of a clone, and the same file in the package. */

import { readFile } from 'node:fs/promises';
import { parseRoadmap } from '../../posture/parse-roadmap.ts';
import type { Roadmap } from '../../posture/framework.ts';

/** It is Vauban's own: a mistake in it is a bug and throws. */
export const readRoadmapFramework = async (): Promise<Roadmap> => {
  for (const place of places) {
    const text = await readFile(new URL(place, import.meta.url), 'utf8').catch(() => null);
    if (text === null) continue;
    const parsed = parseRoadmap(text, 'frameworks/roadmap.yaml');
    if (parsed.kind === 'roadmap') return parsed.roadmap;
    throw new Error(`frameworks/roadmap.yaml: ${parsed.problems[0]?.message ?? 'it could not be read'}`);
  }
  throw new Error('the roadmap is missing from this installation: install it again');
};

/** Beside the bundle and beside its chunks, then of a clone: above an installed package lies what is somebody else's. */
const places = ['./roadmap.yaml', '../roadmap.yaml', '../../../frameworks/roadmap.yaml'];
