/** How a renderer is run: bounded in time and output, and its complaint made one line. */

import { redactText } from '../kube/redaction/redact-text.ts';
import type { Problem } from '../model/problem.ts';
import type { RunOptions, RunResult, SourceItem } from './source.ts';

/** Larger than any chart's output by a hundredfold; a template that loops stops here. */
export const mostRendered = 256 << 20;

export const toRunOptions = (folder: string): RunOptions => ({ folder, timeout: 60_000, most: mostRendered });

/** What the program said was wrong, in one line: from its word for an error on, else its last line; without secrets from values. */
export const toComplaint = ({ error, code }: RunResult): string => {
  const lines = unwrapLog(error)
    .split('\n')
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim())
    .filter((line) => line !== '');
  const start = lines.findIndex((line) => /^error\b/i.test(line));
  const line = start < 0 ? lines.at(-1) : joinOpen(lines.slice(start));
  const plain = redactText((line ?? `it ended with code ${code} and said nothing`).replace(/^error:\s*/i, ''));
  return plain.length > 500 ? `${plain.slice(0, 500)}…` : plain;
};

/**
 * Some builds of kubectl log their error: `E1123 12:06:21.724934 3804 run.go:72] "command failed" err=…`, quoted, or
 * between `<` and `>` on lines of their own. The time and the process differ each time and say nothing.
 */
const unwrapLog = (text: string): string =>
  text
    .replaceAll(
      /^[EFIW]\d{4} [^\]\n]*\] "[^"\n]*" err=<\n([^]*?)\n >$/gm,
      (_, inner: string) => `error: ${toOneLine(inner)}`,
    )
    .replaceAll(
      /^[EFIW]\d{4} [^\]\n]*\] "[^"\n]*" err="((?:[^"\\\n]|\\.)*)"$/gm,
      (_, inner: string) => `error: ${unquote(inner)}`,
    )
    .replaceAll(/^[EFIW]\d{4} [\d:.]+ +\d+ [^\]\n]*\] /gm, '');

const toOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const unquote = (text: string): string =>
  toOneLine(text.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' || letter === 't' ? ' ' : letter)));

/** A line that ends in a colon or opens a quote says nothing without those below it. */
const joinOpen = ([first = '', ...more]: readonly string[]): string => {
  const isOpen = first.endsWith(':') || (first.split('`').length - 1) % 2 === 1;
  return isOpen ? [first, ...more].join(' ') : first;
};

/** The folder was not scanned: the report is partial. */
export const toUnscanned = (folder: string, reason: string): SourceItem => ({
  kind: 'unread',
  unread: { kind: folder, group: null, cluster: null, namespace: null, reason, grant: null },
});

/** Something the person wrote in the folder is wrong. */
export const toFolderProblem = (
  file: string,
  message: string,
  severity: Problem['severity'] = 'error',
): SourceItem => ({
  kind: 'problem',
  problem: { severity, message, span: { file, line: null, column: null }, policy: null },
});

/** A path as a shell takes it, for commands that are there to be copied. */
export const quotePath = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) && !path.startsWith('-')
    ? path
    : `'${dashSafe(path).replaceAll("'", String.raw`'\''`)}'`;

const dashSafe = (path: string): string => (path.startsWith('-') ? `./${path}` : path);
