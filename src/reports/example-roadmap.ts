/** Test fixture: where a roadmap stands, with every state, a hostile name, an accepted gap, and more items than are shown. */

import type { ActionAnswer, AnsweredItem, RoadmapAnswer } from '../posture/roadmap-answer.ts';

const item = (what: string, state: AnsweredItem['state'], more: Partial<AnsweredItem> = {}): AnsweredItem => ({
  what,
  ref: null,
  state,
  proof: state === 'met' ? 'declared' : null,
  why: state === 'met' ? 'enforces the level restricted' : 'enforces no level',
  source: 'manifests/shop.yaml:3',
  controls: [],
  accepted: null,
  ...more,
});

const hostile = 'Namespace x"><img src=x onerror=alert(1)>\u202e\u001b[2J';

const action = (id: string, title: string, more: Partial<ActionAnswer>): ActionAnswer => ({
  id,
  title,
  why: 'A namespace without a level admits a pod that is root on its node.',
  state: 'not-begun',
  proof: null,
  met: 0,
  of: 0,
  items: [],
  sources: [],
  doubts: [],
  responsible: 'platform',
  owner: null,
  settle: 'npx vauban scan ./manifests',
  commands: [],
  caveat: null,
  buys: { gain: 0, controls: [] },
  files: [],
  ...more,
});

export const exampleRoadmap: RoadmapAnswer = {
  asOf: '2026-02-20T00:00:00Z',
  start: '2026-02-09',
  week: 2,
  current: 'week-1',
  of: 'manifests',
  complete: false,
  missing: ['ClusterRole could not be read'],
  phases: [
    {
      id: 'week-1',
      weeks: { first: 1, last: 1 },
      title: 'Least privilege, Pod Security',
      why: 'Whoever gets into a pod must find neither rights nor a way onto the node.',
      state: 'partly',
      daysLeft: -5,
      actions: [
        action('pod-security', 'Enforce a Pod Security level in every namespace', {
          state: 'partly',
          proof: 'declared',
          met: 1,
          of: 32,
          items: [
            item(hostile, 'unmet', { why: 'enforces <b>nothing</b>' }),
            ...Array.from({ length: 30 }, (_, index) => item(`Namespace team-${index}`, 'unmet')),
            item('Namespace late', 'unknown', { why: 'could not be read', source: '' }),
            item('Namespace legacy', 'unmet', {
              accepted: { reason: 'goes in March', owner: 'ann@example.com', until: '2026-03-31' },
            }),
            item('Namespace shop', 'met'),
          ],
          doubts: ['namespaces of the provider were not read'],
          owner: 'platform@example.com',
          commands: [{ line: 'npx vauban preview pod-security=restricted ./manifests', why: 'what would be refused' }],
          buys: { gain: 12, controls: [{ id: 'cluster/pod-security/shop', title: 'Enforce it in shop', gain: 12 }] },
          files: ['pod-security-shop.yaml'],
        }),
        action('audit-logging', 'Switch audit logging on', {
          state: 'cannot-tell',
          settle: "npx vauban scan --cluster --only 'control-plane/*'",
          caveat: 'Vauban reads whether it is on, not who reads it.',
        }),
      ],
    },
    {
      id: 'weeks-5-6',
      weeks: { first: 5, last: 6 },
      title: 'Secrets from a vault',
      why: 'A Secret in a repository is everybody’s.',
      state: 'done',
      daysLeft: 25,
      actions: [
        action('external-secrets', 'Take Secrets from an external store', {
          state: 'done',
          proof: 'enforced',
          met: 2,
          of: 2,
          items: [item('Secret shop/a', 'met'), item('Secret shop/b', 'met')],
          settle: null,
        }),
        action('encryption-at-rest', 'Encrypt Secrets at rest', { state: 'accepted', of: 1 }),
      ],
    },
  ],
};
