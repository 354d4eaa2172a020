/** What service accounts were granted: whether anything at all, and whether they read logs. */

import { createAccessIndex } from '../../kube/rbac/create-access-index.ts';
import { ruleAllows } from '../../kube/rbac/rule-allows.ts';
import type { AccessIndex } from '../../kube/rbac/access.ts';
import { renderSubject } from '../../kube/rbac/subject.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export interface GrantedAccounts {
  /** Some binding names it. What groups of all accounts were granted is not what a workload was given its token for. */
  isGranted(namespace: string, account: string): boolean;
  /** It may ask for the logs of pods, or of nodes. */
  readsLogs(namespace: string, account: string): boolean;
}

export const createGrantedAccounts = (snapshot: Snapshot): GrantedAccounts => {
  let index: AccessIndex | undefined;
  const askIndex = (): AccessIndex => (index ??= createAccessIndex(snapshot));
  let bound: ReadonlySet<string> | undefined;
  const askBound = (): ReadonlySet<string> =>
    (bound ??= new Set(
      askIndex()
        .bindings.filter(({ bootstrap }) => !bootstrap)
        .flatMap(({ subjects }) => subjects.map(renderSubject)),
    ));
  return {
    isGranted: (namespace, name) => askBound().has(renderSubject({ kind: 'serviceaccount', namespace, name })),
    readsLogs: (namespace, name) =>
      askIndex()
        .whatCan({ kind: 'serviceaccount', namespace, name })
        .some(
          (held) =>
            (held.namespace === null && nodeLogs.some((asked) => ruleAllows(held.rule, asked))) ||
            ((held.namespace === null || held.namespace === namespace) && ruleAllows(held.rule, podLogs)),
        ),
  };
};

const toAsked = (resource: string, subresource: string) =>
  ({ kind: 'resource', verb: 'get', group: '', resource, subresource, namespace: '', name: '' }) as const;

const podLogs = toAsked('pods', 'log');
const nodeLogs = [toAsked('nodes', 'log'), toAsked('nodes', 'proxy')];
