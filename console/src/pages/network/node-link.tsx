/** An end of a connection by its name; a workload's leads to everything about it. */

import { Link } from '../../router/link.tsx';
import { toHref } from '../../router/route.ts';

export const NodeLink = ({ id, estate }: { readonly id: string; readonly estate: string }) => {
  if (id.endsWith('/*'))
    return <Link to={toHref(estate, 'workloads', { namespace: id.slice(0, -2) })}>namespace {id.slice(0, -2)}</Link>;
  // Ranges of addresses have a slash and a number behind it.
  return /^[^/]+\/[^/]*[a-z][^/]*$/i.test(id) && !/^[\d.:a-f]+\/\d+$/i.test(id) ? (
    <Link to={toHref(estate, 'workloads', { workload: id })}>{id}</Link>
  ) : (
    <bdi>{id}</bdi>
  );
};
