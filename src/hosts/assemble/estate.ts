/** One estate under judgement: a cluster, or everything read from paths. Namespaces belong to it alone. */

import { createEvaluation, type Evaluated } from '../../engine/evaluate/evaluation.ts';
import type { FactSource } from '../../engine/evaluate/fact-source.ts';
import type { Salts } from '../../engine/evaluate/salts.ts';
import type { Problem } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { Unread } from '../../model/unread.ts';
import { createNamespaces } from './namespaces.ts';

export interface EstateOptions {
  readonly rules: readonly Rule[];
  /** Only objects of these namespaces; empty for all. */
  readonly namespaces: readonly string[];
  readonly salts: Salts;
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
  /** Some exception asks for labels. */
  readonly keepLabels: boolean;
}

export interface Estate {
  add(resource: Resource): void;
  miss(unread: Unread): void;
  finish(): Evaluated & { readonly problems: readonly Problem[] };
}

export const createEstate = (options: EstateOptions): Estate => {
  const namespaces = createNamespaces();
  const unread: Unread[] = [];
  let hasEnded = false;
  const facts: FactSource = {
    answer: (request, asker) => {
      if (request.kind !== 'namespace') return { kind: 'refused', why: `nothing here answers ${request.kind}` };
      const answer = namespaces.answer(request.name, asker.origin, hasEnded);
      return answer?.kind === 'absent' ? (toRefused(unread) ?? answer) : answer;
    },
  };
  const evaluation = createEvaluation({ ...options, facts });
  const wanted = new Set(options.namespaces);
  const isWanted = ({ ref }: Resource): boolean =>
    wanted.size === 0 || wanted.has(ref.namespace === '' ? 'default' : (ref.namespace ?? ''));
  return {
    add(resource) {
      const { ref } = resource;
      if (ref.kind === 'Namespace' && ref.apiVersion === 'v1') namespaces.note(resource);
      if (isWanted(resource)) evaluation.add(resource);
    },
    miss: (missing) => void unread.push(missing),
    finish() {
      hasEnded = true;
      return { ...evaluation.finish(unread), problems: namespaces.problems };
    },
  };
};

const toRefused = (unread: readonly Unread[]): { readonly kind: 'refused'; readonly why: string } | undefined => {
  const refused = unread.find(({ kind, group }) => kind === 'Namespace' && group === '');
  return refused === undefined ? undefined : { kind: 'refused', why: refused.reason };
};
