/** A small mark for each kind of place; the word stands beside it. */

import type { PlaceKind } from '../../../../src/model/place.ts';

export const PlaceMark = ({ kind }: { readonly kind: PlaceKind }) => (
  <svg className="place-mark" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
    <path d={marks[kind]} />
  </svg>
);

const globe = 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M1.5 8h13M8 1.5q-6 6.5 0 13M8 1.5q6 6.5 0 13';
const box = 'M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6';

const marks: Readonly<Record<PlaceKind, string>> = {
  internet: globe,
  outside: globe,
  'any-workload': box,
  container: box,
  'new-pod': box,
  node: 'M2 3h12v4H2zM2 9h12v4H2zM4.5 5h1M4.5 11h1',
  identity: 'M8 2a2.7 2.7 0 1 0 0 5.4A2.7 2.7 0 1 0 8 2M2.5 14q.5-4.6 5.5-4.6t5.5 4.6',
  secret: 'M4.6 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6M7.4 8H14.6v3.2M11.6 8v2.4',
  data: 'M3 4q5-3.5 10 0v8q-5 3.5-10 0zM3 4q5 3.5 10 0M3 8q5 3.5 10 0',
  namespace: 'M3 3h10v10H3z',
  'cluster-admin': 'M2 12.5V5l3 3 3-5 3 5 3-3v7.5z',
  cloud: 'M4.5 12.5a3 3 0 0 1 0-6 4 4 0 0 1 7.4 1 2.6 2.6 0 0 1 0 5z',
  hub: 'M8 3v10M3 8h10',
};
