/** An object in the making: defaults write into it, and nothing else holds it yet. */

import { isJsonArray, isJsonObject, type Json } from '../../../model/json.ts';

export type Draft = Record<string, Json>;

/** Fills in what an object of a type lacks. */
export type SetDefaults = (draft: Draft) => void;

/** The fields of an object that was just made; those of none where it is unset. */
export const draftAt = (draft: Draft, field: string): Draft | undefined => {
  const value = draft[field];
  return isJsonObject(value) ? value : undefined;
};

/** The objects of a list that was just made. */
export const draftsAt = (draft: Draft, field: string): readonly Draft[] => {
  const value = draft[field];
  return isJsonArray(value) ? (value as readonly Draft[]) : [];
};

export const isUnset = (draft: Draft, field: string): boolean => draft[field] === undefined || draft[field] === null;

/** For text: Go holds unset text as the empty one. */
export const isBlank = (draft: Draft, field: string): boolean => isUnset(draft, field) || draft[field] === '';
