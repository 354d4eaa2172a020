/** How answers of np-guard's analyser are read: what two texts mean alike is one text afterwards. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConnlist } from './connections.ts';

const cases: readonly (readonly [name: string, text: string, connections: readonly (readonly [string, string])[]])[] = [
  [
    'all connections and lists of ports of several protocols',
    'a/x[Pod] => b/y[Deployment] : All Connections\na/x[Pod] => c/z[Job] : SCTP 1-79,81-65535,TCP 80,UDP 53\n',
    [
      ['a/x[Pod] => b/y[Deployment]', 'all'],
      ['a/x[Pod] => c/z[Job]', 'TCP 80-80, UDP 53-53, SCTP 1-79, SCTP 81-65535'],
    ],
  ],
  [
    'neighbouring ranges of addresses with the same ports are one',
    '0.0.0.0-9.255.255.255[External] => a/x[Pod] : TCP 80\n10.0.0.0-255.255.255.255[External] => a/x[Pod] : TCP 80\n',
    [['outside => a/x[Pod]', '0.0.0.0-255.255.255.255 TCP 80-80']],
  ],
  [
    'ranges with other ports stay apart',
    'a/x[Pod] => 0.0.0.0-9.255.255.255[External] : All Connections\na/x[Pod] => 11.0.0.0-11.0.0.0[External] : UDP 53\n',
    [['a/x[Pod] => outside', '0.0.0.0-9.255.255.255 all; 11.0.0.0-11.0.0.0 UDP 53-53']],
  ],
  [
    'rows of another network than that of the pods bear its name',
    'Permitted connectivity analyzed in Pod network:\na/x[Pod] => a/y[Pod] : TCP 1\nPermitted connectivity analyzed in primary UDN green:\na/x[Pod] => a/y[Pod] : TCP 2\n',
    [
      ['a/x[Pod] => a/y[Pod]', 'TCP 1-1'],
      ['a/x[Pod] in primary UDN green => a/y[Pod] in primary UDN green', 'TCP 2-2'],
    ],
  ],
];

for (const [name, text, connections] of cases) {
  test(name, () => assert.deepEqual([...parseConnlist(text)], connections));
}

test('what is no list of ports is refused', () => {
  assert.throws(() => parseConnlist('a/x[Pod] => a/y[Pod] : TCP eighty\n'), /no list of ports/);
});
