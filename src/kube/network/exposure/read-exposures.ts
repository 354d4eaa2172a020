/** The ways from outside to the pods of an estate, whatever the policies say of them. */

import type { Snapshot } from '../../../model/snapshot.ts';
import type { Exposure } from '../network-estate.ts';
import type { Side } from '../side.ts';
import { readHostExposures } from './read-host-exposures.ts';

export const readExposures = (_: Snapshot, sides: readonly Side[]): readonly Exposure[] => readHostExposures(sides);
