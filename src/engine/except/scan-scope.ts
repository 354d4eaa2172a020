/** What a scan looked at. Where it did not look, nothing may be said to be gone: no exception unused, no finding fixed. */

import { posix } from 'node:path';
import { compileWildcard } from '../../lang/pattern/wildcard.ts';
import type { Exception } from '../../model/exception.ts';
import { isLiteral } from './exception-scope.ts';

export interface ScanScope {
  /** Files and folders, or `-`. */
  readonly paths: readonly string[];
  /** Contexts of the kubeconfig; the empty text is the current one. */
  readonly contexts: readonly string[];
  /** Only objects of these namespaces were judged; empty for all. */
  readonly namespaces: readonly string[];
  /** Ids of the rules that ran, and of those that did not or had nothing to say at the level asked for. */
  readonly rules: ReadonlySet<string>;
  readonly rulesLeftOut: readonly string[];
  /** The paths are fewer than what is scanned as a rule. */
  readonly isPart: boolean;
  /** False where something could not be read. */
  readonly complete: boolean;
}

/** True where everything the exception could cover was judged. */
export const sawAllOf = ({ scope, carrier }: Exception, scan: ScanScope): boolean => {
  const { namespace, rule } = scope;
  // Who carries an exception was read, or nobody would know of it.
  if (!scan.complete || (scan.isPart && carrier === undefined)) return false;
  if (scan.namespaces.length > 0 && !(isLiteral(namespace) && isJudged(namespace, scan))) return false;
  return !scan.rulesLeftOut.some(rule === null ? () => true : compileWildcard(rule));
};

/** Where a finding stood, as a report says it. */
export interface FindingPlace {
  readonly rule: string;
  readonly kind: string | null;
  readonly name: string | null;
  readonly path: string | null;
  readonly namespace: string | null;
  /** `null` for an object of a cluster. */
  readonly file: string | null;
  readonly cluster: string | null;
}

/** True where the scan would have found it again. `null` is a finding of which nothing but the id is known. */
export const wouldSee = (place: FindingPlace | null, scan: ScanScope): boolean => {
  if (!scan.complete) return false;
  if (place === null) return scan.namespaces.length === 0 && scan.rulesLeftOut.length === 0 && !scan.isPart;
  const { rule, namespace, file, cluster } = place;
  if (!scan.rules.has(rule) || !isJudged(namespace, scan)) return false;
  if (file !== null) return scan.paths.some((path) => isAtOrBelow(file, path));
  return scan.contexts.some((context) => context === '' || context === cluster);
};

/** A manifest without a namespace counts as one in `default`; an object of the whole cluster is in none. */
const isJudged = (namespace: string | null, { namespaces }: ScanScope): boolean =>
  namespaces.length === 0 || (namespace !== null && namespaces.includes(namespace === '' ? 'default' : namespace));

/** Whether a file or folder is the path or below it, both as a person or a walk gave them. Standard input is no folder. */
export const isAtOrBelow = (file: string, path: string): boolean => {
  if (file === '-' || path === '-') return file === path;
  const [below, above] = [toPlainPath(file), toPlainPath(path)];
  if (above === '.') return !posix.isAbsolute(below) && below !== '..' && !below.startsWith('../');
  return below === above || below.startsWith(above.endsWith('/') ? above : `${above}/`);
};

const toPlainPath = (path: string): string => {
  const plain = posix.normalize(path.replaceAll('\\', '/'));
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
};
