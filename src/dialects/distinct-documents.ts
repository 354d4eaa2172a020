/** A cluster has one of a name; of several in files, the first is judged. */

import { bigAsText } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import type { Resource } from '../model/resource.ts';
import { toSpan } from './to-problems.ts';

export const distinctDocuments = (
  documents: readonly Resource[],
): { readonly documents: readonly Resource[]; readonly problems: readonly Problem[] } => {
  const seen = new Map<string, Resource>();
  const problems: Problem[] = [];
  for (const resource of documents) {
    const { apiVersion, kind, namespace, name } = resource.ref;
    const key = JSON.stringify([apiVersion.split('/')[0], kind, namespace, name]);
    const known = seen.get(key);
    if (known === undefined) seen.set(key, resource);
    else if (JSON.stringify(known.object, bigAsText) !== JSON.stringify(resource.object, bigAsText)) {
      problems.push({
        severity: 'warning',
        message: `${kind} ${name} stands more than once and differently; the first is used: a cluster has one of a name`,
        span: toSpan(resource, null),
        policy: name,
      });
    }
  }
  return { documents: [...seen.values()], problems };
};
