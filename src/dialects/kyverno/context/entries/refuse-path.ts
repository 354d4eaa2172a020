/** What a namespaced policy may call of the API server: paths of its own namespace. */

import { RuleFault } from '../../rule-context.ts';

/** Whoever may write a policy in one namespace must not read the others by it: CVE-2026-22039. */
export const refusePath = (path: string, policyNamespace: string | null): void => {
  if (policyNamespace === null) return;
  // A namespace named in the query is not where the call goes.
  const clean = cleanPath(decode(path.replace(/[?#].*$/s, '')));
  const [, namespace] = ofNamespace.exec(clean) ?? [];
  if (namespace === policyNamespace) return;
  const why =
    namespace === undefined
      ? 'does not contain a namespace segment, which is required for namespaced policies'
      : `refers to namespace ${namespace}, which is different from the policy namespace ${policyNamespace}`;
  throw new RuleFault('error', `failed to fetch data for APICall: path ${clean} ${why}`);
};

/** Nothing but a resource's path: what a proxy of a node or a service would be asked names namespaces, too. */
const ofNamespace = /^\/(?:api|apis\/[^/]+)\/[^/]+\/namespaces\/([^/]+)/;

/** An encoded dot must not hide a way up. What cannot be decoded is checked as it is. */
const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const cleanPath = (path: string): string => {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `${path.startsWith('/') ? '/' : ''}${kept.join('/')}`;
};
