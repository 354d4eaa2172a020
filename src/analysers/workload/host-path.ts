/** Paths of a node as mounts name them, and which of them hold something: compared as the node resolves them. */

/**
 * One spelling for each path: `/var/run` is a link to `/run` on every node there is (FHS 3.0, section 5.13), and Windows
 * knows no case and two slashes. A pipe of Windows keeps its name: `//./pipe/docker_engine`. `null` for what is no path.
 */
export const toHostPath = (text: string): string | null => {
  const slashed = text.replaceAll('\\', '/');
  if (slashed.toLowerCase().startsWith('//./pipe/')) return slashed.toLowerCase().replace(/\/+$/, '');
  const drive = /^([A-Za-z]):(?:\/|$)/.exec(slashed);
  if (drive !== null) return `${drive[1]?.toLowerCase() ?? ''}:${resolve(slashed.slice(2).toLowerCase())}`;
  if (!slashed.startsWith('/')) return null;
  const path = resolve(slashed);
  return path === '/var/run' || path.startsWith('/var/run/') ? path.slice('/var'.length) : path;
};

/** Without dots and doubled slashes. The API server refuses `..`; here it leads up, as on the node, and no further than `/`. */
const resolve = (path: string): string => {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
};

/** Whether `path` is `folder` or lies in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** Things on a node: `tree` also where only something below it is mounted. */
export interface HostThing {
  readonly path: string;
  readonly tree: boolean;
}

/** The things that somebody who has `mounted` has: those in it, and trees it is in. */
export const findThing = <Thing extends HostThing>(mounted: string, things: readonly Thing[]): Thing | undefined =>
  things.find(({ path, tree }) => isWithin(path, mounted) || (tree && isWithin(mounted, path)));
