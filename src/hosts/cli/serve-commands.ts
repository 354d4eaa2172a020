/** The command that serves the console, as data. */

import { crownJewelsOption } from './attack-options.ts';
import type { CommandSpec } from './command.ts';
import {
  clusterOptions,
  configOption,
  exceptionsOption,
  factsOption,
  libraryOption,
  pathsArgument,
  policyOption,
  storeOption,
} from './options.ts';

export const serveCommands: readonly CommandSpec[] = [
  {
    name: 'serve',
    summary: 'the console in a browser, on this machine only: looks again whenever something has changed',
    arguments: [pathsArgument],
    options: [
      ...clusterOptions,
      {
        flags: '--port <number>',
        summary: 'listen there (default the first free one from 4141 on)',
        setting: { key: 'port', schema: { type: 'integer', minimum: 0, maximum: 65535 } },
      },
      {
        flags: '--interval <duration>',
        summary: 'how often a cluster is asked whether something has changed, such as 90s, 5m or 1h (default 5m)',
        setting: { key: 'interval', schema: { type: 'string' } },
      },
      storeOption,
      { flags: '--once', summary: 'look at one estate, keep what was found, tell it as lines of JSON, and end' },
      { flags: '--unless <digest>', summary: 'with --once: only where a cluster has changed since a look told this' },
      policyOption,
      libraryOption,
      exceptionsOption,
      factsOption,
      crownJewelsOption,
      configOption,
    ],
    examples: [
      { line: 'vauban serve ./manifests', why: 'prints a link that signs in one browser, once; opens nothing' },
      { line: 'vauban serve --context prod --context staging', why: 'two clusters side by side' },
      { line: 'vauban serve --once --cluster', why: 'one look more for the history, from a timer' },
    ],
    load: () => import('./serve-command.ts'),
  },
];
