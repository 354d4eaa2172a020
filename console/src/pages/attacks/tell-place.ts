/** A place of the attack graph in the words of a drawing: what it is, what it is called, and where in the console it is told. */

import type { AttackPlace } from '../../../../src/hosts/console/api/attacks.ts';
import { toHref } from '../../router/route.ts';

export interface ToldPlace {
  readonly kind: string;
  readonly name: string;
  /** What it belongs to; the empty text where it belongs to nothing. */
  readonly of: string;
}

const kinds: Readonly<Record<AttackPlace['kind'], string>> = {
  internet: 'outside',
  'any-workload': 'anywhere inside',
  container: 'container',
  'new-pod': 'new pod',
  node: 'node',
  identity: 'identity',
  secret: 'secret',
  data: 'data',
  namespace: 'namespace',
  'cluster-admin': 'everything',
  cloud: 'cloud',
  outside: 'outside',
  hub: 'network',
};

const prefixes = /^(?:container|service account|Secret|the data of claim|namespace|user|group) (?=\S)/;

export const tellPlace = ({ kind, title }: AttackPlace): ToldPlace => {
  const bare = title.replace(prefixes, '');
  const parts = kind === 'container' ? / of (?=[A-Z]\w* \S)/.exec(bare) : null;
  return parts === null
    ? { kind: kinds[kind], name: bare, of: '' }
    : { kind: kinds[kind], name: bare.slice(0, parts.index), of: bare.slice(parts.index + 4) };
};

/** Ids hold what they name: `container/shop/api/app`, `identity/serviceaccount:shop:api`, `secret/shop/database`. */
export const toPlaceHref = (estate: string, { id, kind }: AttackPlace): string | null => {
  const [, first = '', second = ''] = id.split('/');
  switch (kind) {
    case 'container':
      return second === '' ? null : toHref(estate, 'workloads', { workload: `${first}/${second}` });
    case 'identity':
      return toHref(estate, 'rbac', { subject: id.slice('identity/'.length) });
    case 'secret':
      return second === '' ? null : toHref(estate, 'findings', { about: `Secret/${first}/${second}`, view: 'list' });
    default:
      return null;
  }
};
