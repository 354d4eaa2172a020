/** Where the built console lies: beside the program that was published, or built in a clone. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The first that is there; where none is, the one that would be. */
export const findConsole = (): string => {
  // Each only from where it is meant: the same steps up from another place lead out of the package.
  const candidates = import.meta.url.endsWith('.ts') ? ['../../../console/dist/'] : ['../console/', './console/'];
  const places = candidates.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? places[0] ?? '';
};
