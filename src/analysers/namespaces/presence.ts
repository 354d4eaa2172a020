/** Whether a namespace has any object of a core kind. */

import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AnalyserConclusion } from '../analyser.ts';

export const judgePresence = (
  rule: RuleMetadata,
  namespace: Resource,
  snapshot: Snapshot,
  kind: string,
): AnalyserConclusion => {
  const { name } = namespace.ref;
  const found = snapshot.list('', kind).find(({ ref }) => (ref.namespace === '' ? 'default' : ref.namespace) === name);
  return {
    rule,
    about: namespace,
    conclusion: {
      status: found === undefined ? 'fail' : 'pass',
      action: 'audit',
      enforcement: 'unknown',
      message: found === undefined ? `Has workloads and no ${kind}` : `Has ${kind} ${found.ref.name}`,
      path: '',
    },
  };
};
