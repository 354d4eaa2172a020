/** Defaults of flowcontrol.apiserver.k8s.io/v1. */

import type { SetDefaults } from './draft.ts';

const setFlowSchemaDefaults: SetDefaults = (spec) => {
  if (spec.matchingPrecedence === undefined || spec.matchingPrecedence === 0) spec.matchingPrecedence = 1000;
};

const setExemptDefaults: SetDefaults = (level) => {
  level.nominalConcurrencyShares ??= 0;
  level.lendablePercent ??= 0;
};

const setLimitedDefaults: SetDefaults = (level) => {
  level.nominalConcurrencyShares ??= 30;
  level.lendablePercent ??= 0;
};

const setQueuingDefaults: SetDefaults = (queuing) => {
  for (const [field, value] of queues) if (queuing[field] === undefined || queuing[field] === 0) queuing[field] = value;
};

const queues = [
  ['handSize', 8],
  ['queues', 64],
  ['queueLengthLimit', 50],
] as const;

export const flowControlDefaults: Readonly<Record<string, SetDefaults>> = {
  'flowcontrol/v1.FlowSchemaSpec': setFlowSchemaDefaults,
  'flowcontrol/v1.ExemptPriorityLevelConfiguration': setExemptDefaults,
  'flowcontrol/v1.LimitedPriorityLevelConfiguration': setLimitedDefaults,
  'flowcontrol/v1.QueuingConfiguration': setQueuingDefaults,
};
