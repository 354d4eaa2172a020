/** A namespace with workloads has default limits: a container that forgot its own still has some. */

import type { Resource } from '../../model/resource.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import { judgePresence } from './presence.ts';

export const limitRangeRule: RuleMetadata = {
  id: 'namespace/limit-range',
  title: 'A namespace with workloads has a LimitRange',
  severity: 'low',
  layer: 'runtime',
  control: 'namespace-limit-range',
  what: 'Every namespace that runs workloads has a LimitRange, which gives containers without limits their defaults.',
  why: 'A container without a memory limit takes what the node has, and the kernel then ends whatever is next to it.',
  fine: 'Where an admission policy refuses containers without limits: then nothing is left to be given a default.',
  remediation: 'Add a LimitRange of type Container with default and defaultRequest for memory.',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
};

export const judgeLimitRange = (namespace: Resource, snapshot: Snapshot): AnalyserConclusion =>
  judgePresence(limitRangeRule, namespace, snapshot, 'LimitRange');
