/** Subjects are found by what they are called and what they may do; built-in ones are there when asked for. */

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Rbac, RbacSubject } from '../../../../src/hosts/console/api/rbac.ts';
import { narrowPowers, narrowSubjects, type SubjectsAsked } from './narrow-subjects.ts';

const subject = (id: string, changes: Partial<RbacSubject>): RbacSubject => ({
  id,
  kind: 'service-account',
  builtIn: false,
  worst: null,
  workloads: [],
  grants: [],
  ...changes,
});

const subjects = [
  subject('serviceaccount:shop:api', {
    grants: [
      {
        where: 'namespace shop',
        role: 'Role shop/api',
        binding: 'RoleBinding shop/api',
        rules: ['get secrets'],
        place: '',
      },
    ],
  }),
  subject('group:developers', { kind: 'group' }),
  subject('group:system:masters', { kind: 'group', builtIn: true }),
];

const all: SubjectsAsked = { text: '', kind: '', withBuiltIn: false };

const cases: readonly (readonly [name: string, asked: Partial<SubjectsAsked>, ids: readonly string[]])[] = [
  ['built-in ones are hidden', {}, ['serviceaccount:shop:api', 'group:developers']],
  [
    'built-in ones are shown when asked for',
    { withBuiltIn: true },
    ['serviceaccount:shop:api', 'group:developers', 'group:system:masters'],
  ],
  ['of a kind', { kind: 'group' }, ['group:developers']],
  ['by a rule', { text: 'SECRETS get' }, ['serviceaccount:shop:api']],
  ['by nothing that is there', { text: 'secrets developers' }, []],
];

for (const [name, asked, ids] of cases)
  test(name, () =>
    deepEqual(
      narrowSubjects(subjects, { ...all, ...asked }).map(({ id }) => id),
      ids,
    ),
  );

const holder = (id: string) => ({ subject: id, where: 'all namespaces', through: 'ClusterRole debug' });

const rbac: Rbac = {
  complete: true,
  unknowns: [],
  subjects,
  powers: [
    { title: 'Read the Secrets', severity: 'high', command: '', holders: [holder('ann'), holder('bob')] },
    { title: 'Do everything', severity: 'critical', command: '', holders: [] },
  ],
};

const powers: readonly (readonly [name: string, text: string, held: readonly string[]])[] = [
  ['every holder of every right', '', ['Read the Secrets: ann bob']],
  ['a holder alone', 'secrets bob', ['Read the Secrets: bob']],
  ['nobody', 'nobody', []],
];

for (const [name, text, expected] of powers)
  test(`a search finds ${name}, and what nobody holds is told in any case`, () => {
    const { held, free } = narrowPowers(rbac, { text });
    deepEqual(
      held.map(({ title, holders }) => `${title}: ${holders.map((each) => each.subject).join(' ')}`),
      expected,
    );
    deepEqual(
      free.map(({ title }) => title),
      ['Do everything'],
    );
  });
