/** Places are told shortly in a drawing, and lead to the page that tells more. */

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { AttackPlace } from '../../../../src/hosts/console/api/attacks.ts';
import { tellPlace, toPlaceHref, type ToldPlace } from './tell-place.ts';

const told: readonly (readonly [name: string, kind: AttackPlace['kind'], title: string, told: ToldPlace])[] = [
  [
    'a container by its name and its workload',
    'container',
    'container app of Deployment shop/api',
    { kind: 'container', name: 'app', of: 'Deployment shop/api' },
  ],
  [
    'a container whose name was made to look like more',
    'container',
    'container a of b of Deployment shop/api',
    { kind: 'container', name: 'a of b', of: 'Deployment shop/api' },
  ],
  ['a Secret', 'secret', 'Secret shop/database', { kind: 'secret', name: 'shop/database', of: '' }],
  ['data', 'data', 'the data of claim data/db', { kind: 'data', name: 'data/db', of: '' }],
  ['the internet as it is', 'internet', 'the internet', { kind: 'outside', name: 'the internet', of: '' }],
  ['a prefix with nothing behind it', 'secret', 'Secret ', { kind: 'secret', name: 'Secret ', of: '' }],
];

for (const [name, kind, title, expected] of told)
  test(`tells ${name}`, () => deepEqual(tellPlace({ id: 'x', kind, title }), expected));

const hrefs: readonly (readonly [name: string, kind: AttackPlace['kind'], id: string, href: string | null])[] = [
  ['a container leads to its workload', 'container', 'container/shop/api/app', '/e/workloads?workload=shop%2Fapi'],
  [
    'an identity leads to its grants',
    'identity',
    'identity/serviceaccount:shop:api',
    '/e/rbac?subject=serviceaccount%3Ashop%3Aapi',
  ],
  ['a Secret leads to its findings', 'secret', 'secret/shop/db', '/e/findings?about=Secret%2Fshop%2Fdb&view=list'],
  ['the internet leads nowhere', 'internet', 'internet', null],
];

for (const [name, kind, id, href] of hrefs) test(name, () => equal(toPlaceHref('e', { id, kind, title: '' }), href));
