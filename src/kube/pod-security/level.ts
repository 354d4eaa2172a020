/** The three levels of the Pod Security Standards, and how strict they are. */

import { isVersion, type Version, parseVersion } from './version.ts';

/** Least strict first: the index is the rank. */
export const levels = ['privileged', 'baseline', 'restricted'] as const;

export type Level = (typeof levels)[number];

/** A level of the standard as one version of Kubernetes words it. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: Version;
}

export const isLevel = (text: string): text is Level => (levels as readonly string[]).includes(text);

/** Negative where `a` is less strict than `b`, positive where it is stricter. */
export const compareLevels = (a: Level, b: Level): number => levels.indexOf(a) - levels.indexOf(b);

/** `restricted:v1.31`, as the API server prints it. */
export const renderLevelVersion = ({ level, version }: LevelVersion): string => `${level}:${version}`;

/** Reads `LEVEL` or `LEVEL:VERSION` as a person writes it; without a version it is the latest. */
export const parseLevelVersion = (
  text: string,
): { readonly kind: 'value'; readonly value: LevelVersion } | { readonly kind: 'defect'; readonly message: string } => {
  const colon = text.indexOf(':');
  const level = colon < 0 ? text : text.slice(0, colon);
  const version = colon < 0 ? 'latest' : text.slice(colon + 1);
  if (!isLevel(level)) {
    return { kind: 'defect', message: `"${level}" is no Pod Security level: use ${levels.join(', ')}.` };
  }
  if (!isVersion(version)) {
    return { kind: 'defect', message: `"${version}" is no Pod Security version: use "latest" or one like "v1.31".` };
  }
  return { kind: 'value', value: { level, version: parseVersion(version) ?? 'latest' } };
};
