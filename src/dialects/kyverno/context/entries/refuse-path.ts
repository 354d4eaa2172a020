/** What a namespaced policy may call of the API server: paths of its own namespace. */

import { RuleFault } from '../../rule-context.ts';

/** Whoever may write a policy in one namespace must not read the others by it: CVE-2026-22039. */
export const refusePath = (path: string, policyNamespace: string | null): void => {
  if (policyNamespace === null) return;
  // A namespace named in the query is not where the call goes.
  const written = path.replace(/[?#].*$/s, '');
  if (isAmbiguous(written)) {
    const shown = JSON.stringify(written.slice(0, 200));
    throw new RuleFault('error', `failed to fetch data for APICall: path ${shown} is no plain path of the API server`);
  }
  const clean = cleanPath(decodeURIComponent(written));
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

/**
 * An encoded dot must not hide a way up. Whoever reads a path as a browser does takes a backslash for a slash, drops
 * tabs and line ends, and climbs up encoded dots even where the rest cannot be decoded: none of that is in any path
 * of the API server. What decodes to another escape may be decoded again behind a proxy.
 */
const isAmbiguous = (path: string): boolean => {
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  const strange = /[\\\x00-\x20\x7f]|%(?![0-9A-Fa-f]{2})|%(?:25|2f|5c|[01][0-9A-F]|3f|23)/i;
  if (strange.test(path)) return true;
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
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
