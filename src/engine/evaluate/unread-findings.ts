/** Makes what could not be read visible: each rule that needs the kind says so, and says what grant would help. */

import type { Rule } from '../../model/rule.ts';
import type { Finding } from '../../model/finding.ts';
import type { Unread } from '../../model/unread.ts';
import type { RuleIndex } from '../match/rule-index.ts';
import { toFindingId } from './finding-id.ts';

/** Needing a kind is judging it or, for Namespaces, asking for them. */
const needs = (rules: readonly Rule[], index: RuleIndex, group: string, kind: string): readonly Rule[] => {
  const judging = new Set(index.rulesForKind(group, kind));
  const asks = kind === 'Namespace' && group === '';
  return rules.filter((rule) => judging.has(rule) || (asks && rule.capabilities.includes('namespace')));
};

export const toUnreadFindings = (
  unread: readonly Unread[],
  rules: readonly Rule[],
  index: RuleIndex,
): readonly Finding[] =>
  unread.flatMap((missing) => {
    if (missing.group === null) return [];
    const ref = {
      apiVersion: missing.group === '' ? 'v1' : `${missing.group}/*`,
      kind: missing.kind,
      namespace: missing.namespace,
      name: '*',
    };
    const subject = { ...ref, origin: { kind: 'cluster', cluster: missing.cluster ?? '', uid: '' } } as const;
    return needs(rules, index, missing.group, missing.kind).map((rule): Finding => ({
      id: toFindingId(ref, rule.id, '', missing.cluster ?? ''),
      rule: rule.id,
      status: 'error',
      reason: 'no-evidence',
      severity: rule.severity,
      action: 'none',
      enforcement: 'unknown',
      message: `${missing.kind} could not be read${missing.namespace === null ? '' : ` in namespace ${missing.namespace}`}: ${missing.reason}`,
      path: '',
      subject,
      owner: null,
      responsible: 'you',
      fix: null,
      evidence: missing.grant === null ? [] : [{ text: `Grant ${missing.grant}`, source: 'vauban' }],
    }));
  });
