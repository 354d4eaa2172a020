/** `LICENSES.txt`: whose code is in the bundle, and the texts their licences ask to be handed on. */

import type { BundledPackage } from './bundled-packages.ts';

export const renderNotices = (packages: readonly BundledPackage[]): string =>
  [
    'Vauban is published under the Apache License 2.0, see LICENSE.',
    `Its files hold code of these ${packages.length} packages, each under its own licence:`,
    '',
    ...packages.map(({ name, version, licence }) => `  ${name} ${version}: ${licence}`),
    '',
    ...packages.flatMap(renderNotice),
  ].join('\n');

const renderNotice = ({ name, version, licence, notices }: BundledPackage): readonly string[] => [
  '-'.repeat(80),
  `${name} ${version} (${licence})`,
  '',
  ...(notices.length > 0
    ? notices.map((notice) => `${notice.replaceAll('\r\n', '\n').trim()}\n`)
    : ['The package comes without a licence text.\n']),
];
