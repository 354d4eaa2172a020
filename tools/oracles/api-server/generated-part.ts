/** Generated policies and requests: as many as are asked for, in batches, each difference made small. */

import { printYaml } from '../../../src/lang/patch/print-yaml.ts';
import { generateCase } from './generate-case.ts';
import { runCases, type CaseOutcome, type RequestOutcome } from './run-cases.ts';
import type { Session } from './session.ts';
import { isDifferent, shrinkCases } from './shrink.ts';
import type { Tally } from './tally.ts';

export interface GeneratedOptions {
  readonly seed: number;
  readonly count: number;
  /** Without it differences are told as they came, at once. */
  readonly shrinks: boolean;
  readonly report: (progress: string) => void;
}

/** So many policies are looked at for each request to the server, and made live together. */
const batch = 100;

export const runGenerated = async (
  session: Session,
  { seed, count, shrinks, report }: GeneratedOptions,
): Promise<Tally> => {
  const outcomes: CaseOutcome[] = [];
  const different: CaseOutcome[] = [];
  for (let from = 0; from < count; from += batch) {
    const cases = Array.from({ length: Math.min(batch, count - from) }, (_, at) => generateCase(seed, from + at));
    const ran = await runCases(session, cases);
    outcomes.push(...ran);
    different.push(...ran.filter(isDifferent));
    report(`${outcomes.length} of ${count} policies, ${different.length} differ`);
  }
  const small = shrinks && different.length > 0 ? await shrinkCases(session, different) : different;
  const requests = outcomes.flatMap((outcome) => outcome.requests);
  const comparable = requests.filter(({ server }) => server !== null);
  const compared = outcomes.length + comparable.length;
  const differing = different.reduce(
    (sum, outcome) => sum + Math.max(1, outcome.requests.filter(({ differing: parts }) => parts.length > 0).length),
    0,
  );
  const refused = outcomes.filter(({ refusedBecause }) => refusedBecause !== null).length;
  return {
    part: `generated (seed ${seed})`,
    compared,
    agreed: compared - differing,
    differences: small.map(renderDifference),
    listed: [...new Set(comparable.flatMap((request) => request.listed))],
    notes: [
      `${outcomes.length} policies, ${refused} of them refused at creation; ${comparable.length} requests answered by both, ${comparable.filter(isTelling).length} with something said by a policy; ${requests.length - comparable.length} refused by another part of the server`,
    ],
  };
};

const isTelling = ({ server }: RequestOutcome): boolean =>
  server !== null &&
  [server.refusals, server.warnings, server.failures, server.annotations].some((said) => said.length > 0);

const renderDifference = ({ tested, refusedBecause, vaubanRefuses, requests }: CaseOutcome): string => {
  const documents = [tested.policy, ...tested.bindings].map((document) => printYaml(document));
  if (requests.length === 0)
    return [
      ...documents,
      `server: ${refusedBecause ?? 'takes the policy'}`,
      `vauban: ${vaubanRefuses.join('; ') || 'takes the policy'}`,
    ].join('\n---\n');
  const worst = requests.find((each) => each.differing.length > 0) ?? requests[0];
  if (worst === undefined) return documents.join('\n---\n');
  const { request, differing, server, vauban } = worst;
  const said = (answers: RequestOutcome['server']): string =>
    differing
      .map((part) => `${part}: ${JSON.stringify(answers?.[part as keyof typeof vauban] ?? [], null, 1)}`)
      .join('\n');
  return [
    ...documents,
    `# ${request.operation} ${request.subresource ?? ''}\n${request.object === null ? '' : printYaml(request.object)}`,
    `# before\n${request.oldObject === null ? '' : printYaml(request.oldObject)}`,
    `server: ${said(server)}`,
    `vauban: ${said(vauban)}`,
  ].join('\n---\n');
};
