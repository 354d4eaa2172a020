/** Where a result is, as SARIF says it: a file below the source root with a region, or an object of a cluster. */

import type { Finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { renderRef, toPlace } from '../place.ts';
import type { Report } from '../report.ts';

export const toLocation = (report: Report, finding: Finding): JsonObject => {
  const place = toPlace(report, finding);
  const logicalLocations = [{ name: finding.subject.name, fullyQualifiedName: toFullName(finding), kind: 'object' }];
  if (place.file === null) return { logicalLocations };
  // GitHub shows no result without a line: where none can be told (a rendered template) it is the file's first.
  const region = { startLine: place.line ?? 1, ...(place.column === null ? {} : { startColumn: place.column }) };
  return { physicalLocation: { artifactLocation: toArtifactLocation(place.file), region }, logicalLocations };
};

const toFullName = ({ subject, path }: Finding): string =>
  `${subject.origin.kind === 'cluster' ? `${subject.origin.cluster}: ` : ''}${renderRef(subject)}${path === '' ? '' : `: ${path}`}`;

/** Section 3.4.4: a relative reference stands below `uriBaseId`; an absolute path has no root and is a file URI. */
export const toArtifactLocation = (file: string): JsonObject => {
  if (file === '-') return { uri: 'stdin', uriBaseId: '%SRCROOT%' };
  const path = file.replaceAll('\\', '/');
  const drive = /^[A-Za-z]:\//.test(path);
  if (drive || path.startsWith('/')) return { uri: `file://${drive ? '/' : ''}${encodePath(path)}` };
  return { uri: encodePath(normalise(path)), uriBaseId: '%SRCROOT%' };
};

/** RFC 3986, section 5.2.4, without leaving the root: `./a//b/../c` is `a/c`; a leading `../` stays. */
const normalise = (path: string): string => {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept.length === 0 ? '.' : kept.join('/');
};

/** `toWellFormed`: a lone surrogate cannot be encoded and would throw. A colon in a first part would read as a scheme. */
const encodePath = (path: string): string => path.toWellFormed().split('/').map(encodeURIComponent).join('/');
