/** The contract of the sources: where resources come from, one at a time, so that memory does not grow with the input. */

import type { Clock } from '../kube/client/clock.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Problem } from '../model/problem.ts';
import type { Resource } from '../model/resource.ts';
import type { Unread } from '../model/unread.ts';

/** One thing a source found. A source never throws for what it reads: bad input is an item. */
export type SourceItem =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Something that should have been read and was not: the report becomes partial. */
  | { readonly kind: 'unread'; readonly unread: Unread }
  /** A fact that no object says. */
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  /** A document that is no Kubernetes object: counted, not an error. */
  | { readonly kind: 'other-document'; readonly file: string; readonly document: number }
  /** A folder that must be rendered by another source; the host hands it on. */
  | { readonly kind: 'folder'; readonly folder: string; readonly renderer: 'helm' | 'kustomize' }
  /** How far it is, for the progress line. */
  | {
      readonly kind: 'progress';
      readonly done: number;
      readonly total: number | null;
      readonly unit: 'bytes' | 'objects';
    };

/** What the host lends a source. Tests hand in their own. */
export interface SourceContext {
  readonly disk: Disk;
  readonly standardInput: AsyncIterable<Uint8Array>;
  /** Runs a program without a shell; `undefined` where there is no such program on the PATH. */
  run(program: string, parameters: readonly string[], options: RunOptions): Promise<RunResult | undefined>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For credentials that expire and servers that ask for patience. */
  readonly clock: Clock;
  /** Where a source can read less than everything: only what is in these namespaces; empty for all. */
  readonly namespaces: readonly string[];
  /** Where each kind costs a request: the kinds that somebody will look at, besides those with pods. */
  readonly kinds?: readonly WantedKind[];
  /** Those kinds and no other: what holds pods and the namespaces are then not read by themselves. Default false. */
  readonly kindsAlone?: boolean;
  /**
   * For who looks for few documents among many: the others are passed over unread and without a word. It is given the
   * text of a document, a character for each byte. A source that cannot tell them apart unread hands on all.
   */
  readonly wants?: (text: string) => boolean;
  readonly signal: AbortSignal;
}

export interface WantedKind {
  readonly group: string;
  /** `*` for all kinds of the group. */
  readonly kind: string;
}

export interface RunOptions {
  readonly folder: string;
  /** Milliseconds after which the program is ended. */
  readonly timeout: number;
  /** Bytes of standard output after which the program is ended. */
  readonly most: number;
}

export interface RunResult {
  readonly code: number;
  readonly output: Uint8Array;
  readonly error: string;
}

/** The part of the file system sources use. Errors are Node's own, with `code`. */
export interface Disk {
  /** The entries of a folder, not following links. */
  list(path: string): Promise<readonly DiskEntry[]>;
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder' | 'other'; readonly size: number }>;
  realPath(path: string): Promise<string>;
  /** The bytes of a file in order, in chunks. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Bytes `start` to `end` of a file, at once: for a line number, after the scan. */
  readRange(path: string, start: number, end: number): Uint8Array;
}

export interface DiskEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export interface Source {
  /** A word for the registry: `files`, `helm`, `kustomize`, `snapshot`, `cluster`, `control-plane`. */
  readonly id: string;
  /** What `target` is: a path, `-`, or for a cluster the context's name (empty: the current one). */
  readonly target: 'path' | 'context';
  read(target: string, context: SourceContext): AsyncIterable<SourceItem>;
}
