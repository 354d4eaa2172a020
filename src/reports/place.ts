/** Where a finding is, in words: the file and line of what the person wrote, or the object of a cluster. */

import type { Finding } from '../model/finding.ts';
import type { Origin, ResourceRef } from '../model/resource.ts';
import type { Report } from './report.ts';

export interface Place {
  /** `null` for an object of a cluster. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** Looks the line up, which may read the file again: ask once per finding that is printed. */
export const toPlace = (report: Report, { subject, path }: Finding): Place => {
  const file = toFile(subject.origin);
  const position = subject.origin.kind === 'file' ? report.locate(subject.origin, path) : null;
  return { file, line: position?.line ?? null, column: position?.column ?? null };
};

/** The file as the person gave it; what a renderer made is named by its template, else by its folder. */
export const toFile = (origin: Origin): string | null => {
  if (origin.kind === 'cluster' || origin.kind === 'built-in') return null;
  if (origin.kind === 'file') return origin.file;
  return origin.template === null ? origin.folder : `${origin.folder.replace(/\/+$/, '')}/${origin.template}`;
};

/** `manifests/web.yaml:12`; for a cluster its context. */
export const renderPlace = (place: Place, origin: Origin): string => {
  if (place.file === null) return origin.kind === 'cluster' ? origin.cluster : '';
  const name = place.file === '-' ? 'standard input' : place.file;
  return place.line === null ? name : `${name}:${place.line}`;
};

/** `Deployment shop/web`; a cluster-scoped object has no namespace, one without a stated namespace none to show. */
export const renderRef = ({ kind, namespace, name }: ResourceRef): string =>
  namespace === null || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** `Pod shop/web-7d4 (of Deployment web)`: what somebody would change is the owner. */
export const renderSubject = ({ subject, owner }: Finding): string =>
  owner === null ? renderRef(subject) : `${renderRef(subject)} (of ${owner.kind} ${owner.name})`;
