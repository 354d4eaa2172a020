/** Surveys Pod Security: which namespaces with workloads enforce a level that keeps pods off their nodes. */

import { toNamespacePolicy } from '../../kube/pod-security/labels.ts';
import { at, objectAt, objectsAt, textsAt } from '../../model/read-object.ts';
import { listInhabitedNamespaces, type Inhabited } from '../inhabited-namespaces.ts';
import type { Survey } from '../survey.ts';
import type { StandingWorkload } from '../standing-workloads.ts';
import { renderAbout, toItem, type ItemDraft } from '../to-item.ts';

export const podSecuritySurvey: Survey = {
  id: 'pod-security',
  kinds: [],
  keep: () => null,
  observe: (snapshot, where) => [
    {
      criterion: 'pod-security/namespaces',
      items: listInhabitedNamespaces(snapshot).map((each) => toItem(judge(each), where)),
      doubt: null,
    },
  ],
};

const levels: ReadonlySet<string> = new Set(['privileged', 'baseline', 'restricted']);
const mostTold = 60;

const enforceLabel = 'pod-security.kubernetes.io/enforce';

const judge = ({ name, about, declared, workloads }: Inhabited): ItemDraft => {
  const item = {
    about,
    what: `Namespace ${name}`,
    path: 'metadata.labels',
    controls: [`cluster/pod-security/${name}`],
  };
  if (!declared)
    return { ...item, path: '', state: 'unknown', why: 'was not read, so nothing says which level it enforces' };
  const labels = objectAt(about.object, 'metadata', 'labels');
  const written = labels[enforceLabel];
  if (written === undefined)
    return { ...item, state: 'unmet', why: 'has workloads and enforces no Pod Security level' };
  // The API server refuses a Namespace with such a label.
  if (typeof written !== 'string' || !levels.has(written))
    return {
      ...item,
      state: 'unmet',
      why: `its label says ${typeof written === 'string' ? JSON.stringify(written.slice(0, mostTold)) : 'no text'}, which is no level`,
    };
  const { enforce, warn, audit } = toNamespacePolicy(labels);
  if (enforce.level !== 'privileged') return { ...item, state: 'met', why: `enforces the level ${enforce.level}` };
  const agents = workloads.filter(isNodeAgent);
  if (agents.length === workloads.length)
    return { ...item, state: 'met', why: 'is privileged on purpose: nothing but node agents stands in it' };
  // Whoever asks to be told of the others knows that they are there.
  const isTold = [warn, audit].some(({ level }) => level !== 'privileged');
  const others = workloads.filter((workload) => !isNodeAgent(workload));
  return agents.length > 0 && isTold
    ? {
        ...item,
        state: 'met',
        why: `is privileged on purpose, for ${nameSome(agents)}; what else stands in it no level guards`,
      }
    : {
        ...item,
        state: 'unmet',
        why: `enforces the level privileged, which refuses nothing, and ${nameSome(others)} need${others.length === 1 ? 's' : ''} nothing of the node`,
      };
};

const nameSome = (workloads: readonly StandingWorkload[]): string =>
  `${workloads
    .slice(0, 3)
    .map(({ resource }) => renderAbout(resource))
    .join(', ')}${workloads.length > 3 ? ` and ${workloads.length - 3} more` : ''}`;

/** A DaemonSet that asks for something of its node, which no level but privileged gives. */
const isNodeAgent = ({ resource, spec, containers }: StandingWorkload): boolean =>
  resource.ref.kind === 'DaemonSet' &&
  (['hostNetwork', 'hostPID', 'hostIPC'].some((name) => at(spec, name) === true) ||
    objectsAt(spec, 'volumes').some((volume) => volume['hostPath'] !== undefined) ||
    containers.some(
      ({ object }) =>
        at(object, 'securityContext', 'privileged') === true ||
        textsAt(object, 'securityContext', 'capabilities', 'add').length > 0 ||
        objectsAt(object, 'ports').some(({ hostPort }) => typeof hostPort === 'number' && hostPort > 0),
    ));
