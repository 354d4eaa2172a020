/** How a renderer is run: bounded in time and output, and its complaint made one line. */

import { redactText } from '../kube/redaction/redact-text.ts';
import type { RunOptions, RunResult, SourceItem } from './source.ts';

/** Larger than any chart's output by a hundredfold; a template that loops stops here. */
export const mostRendered = 256 << 20;

export const toRunOptions = (folder: string): RunOptions => ({ folder, timeout: 60_000, most: mostRendered });

/** What the program said was wrong: the line that begins with its word for an error, else its last; without secrets from values. */
export const toComplaint = ({ error, code }: RunResult): string => {
  const lines = error
    .split('\n')
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim())
    .filter((line) => line !== '');
  const line =
    lines.find((one) => /^error\b/i.test(one)) ?? lines.at(-1) ?? `it ended with code ${code} and said nothing`;
  const plain = redactText(line.replace(/^error:\s*/i, ''));
  return plain.length > 500 ? `${plain.slice(0, 500)}…` : plain;
};

/** The folder was not scanned: the report is partial. */
export const toUnscanned = (folder: string, reason: string): SourceItem => ({
  kind: 'unread',
  unread: { kind: folder, group: null, cluster: null, namespace: null, reason, grant: null },
});

/** Something the person wrote in the folder is wrong. */
export const toFolderProblem = (file: string, message: string): SourceItem => ({
  kind: 'problem',
  problem: { severity: 'error', message, span: { file, line: null, column: null }, policy: null },
});
