/** The library: every policy and every fixture, verdict and message, from the server and from Vauban. */

import { fileURLToPath } from 'node:url';
import { toGroupVersion } from '../../../src/kube/schema/api-version.ts';
import { isNamespaced } from '../../../src/kube/schema/kinds.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { toFixtureSubject } from '../../../src/hosts/assemble/fixture-subject.ts';
import type { RunningControlPlane } from '../../control-plane/start-control-plane.ts';
import { readPolicyFolders, readText, type PolicyFolder } from '../../policies/policy-folders.ts';
import { fixtureUser, readServerVerdicts, type ServerVerdict } from '../../policies/server-verdicts.ts';
import { fixtureNamespace } from '../../policies/prepare-fixture.ts';
import type { Tally } from './tally.ts';
import { openVauban, toRead, type Vauban } from './vauban.ts';

/** Fixtures that are answered differently on purpose: what differs only because the product reads no secrets. */
const listedFixtures: Readonly<Record<string, string>> = {};

export const runLibrary = async (plane: RunningControlPlane): Promise<Tally> => {
  const { policies } = readPolicyFolders(fileURLToPath(new URL('../../../policies/', import.meta.url)));
  const { verdicts, close } = await readServerVerdicts(plane, policies);
  await close();
  const opened = new Map<PolicyFolder, Vauban>();
  const differences: string[] = [];
  const listed: string[] = [];
  let agreed = 0;
  for (const verdict of verdicts) {
    const vauban = opened.get(verdict.policy) ?? (await open(verdict.policy));
    opened.set(verdict.policy, vauban);
    const { file, index } = verdict.fixture;
    const name = `${file}[${index}]`;
    const server = renderServer(verdict);
    const ours = renderVauban(vauban, verdict);
    const reason = listedFixtures[name];
    const isSame = inNoOrder(server) === inNoOrder(ours);
    if (isSame && reason === undefined) agreed += 1;
    else if (isSame) differences.push(`${name} is listed, and agrees`);
    else if (reason === undefined) differences.push(`${name}\nserver: ${server}\nvauban: ${ours}`);
    else listed.push(`${name}: ${reason}`);
  }
  const notes = [`${policies.length} policies, ${verdicts.length} objects of fixtures`];
  return { part: 'library', compared: verdicts.length, agreed, differences, listed, notes };
};

/** A message may list what is found in a map, which the server goes through in the order of a Go map: none. */
const inNoOrder = (said: string): string =>
  said
    .replace(/\.$/, '')
    .split(/: |, | in /)
    .toSorted()
    .join('\n');

const open = ({ document, fixtures }: PolicyFolder): Promise<Vauban> =>
  openVauban(
    [document],
    fixtures.map(({ object }) => object),
    { name: fixtureUser, groups: ['system:authenticated'] },
  );

const renderServer = ({ verdict }: ServerVerdict): string => {
  switch (verdict.kind) {
    case 'admitted':
      return 'admitted';
    case 'refused':
    case 'error':
      return `refused: ${verdict.message}`;
    case 'invalid':
      return `no policy was asked: ${verdict.message}`;
  }
};

/** Where the fixture is sent, if it does not say so itself. */
const toPlaced = (object: JsonObject): JsonObject => {
  const { group } = toGroupVersion(object['apiVersion']);
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const isPlaced = metadata['namespace'] !== undefined || isNamespaced(group, readText(object, 'kind')) !== true;
  return isPlaced ? object : { ...object, metadata: { ...metadata, namespace: fixtureNamespace } };
};

/** The server tells the first failure. */
const renderVauban = (vauban: Vauban, { fixture, policy }: ServerVerdict): string => {
  const refusals = vauban.refusalsOf(policy.name);
  if (refusals.length > 0) return `the policy is refused: ${refusals.join('; ')}`;
  const made = toFixtureSubject(toRead(toPlaced(fixture.object)));
  if (made.kind === 'defect') return made.message;
  const first = vauban
    .judgeSubject(made.subject, made.ref)
    .flatMap(({ conclusions }) => conclusions)
    .find(
      ({ status, reason }) =>
        status === 'fail' || status === 'error' || (status === 'skip' && reason !== 'not-applicable'),
    );
  if (first === undefined) return 'admitted';
  return first.status === 'skip' ? `not judged: ${first.message}` : `refused: ${first.message}`;
};
