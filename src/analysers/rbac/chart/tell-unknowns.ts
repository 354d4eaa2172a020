/** Why ways in by grants may be missing: what could not be read, what was not read whole, roles that are elsewhere. */

import type { Snapshot } from '../../../model/snapshot.ts';
import { nameOf } from '../../gap.ts';
import type { Grounds } from './grounds.ts';

export const tellUnknowns = ({ snapshot, index }: Grounds): readonly string[] => [
  ...tellUnread(snapshot),
  ...few(
    index.doubts.filter(({ message }) => !message.startsWith('the API server refuses it')),
    ({ about, message }) => `${nameOf(about)} ${message}`,
    'more roles of which not everything was read',
  ),
  ...(snapshot.kind === 'cluster'
    ? []
    : few(
        index.bindings.filter(
          ({ role, subjects, roleRef }) => role === null && subjects.length > 0 && roleRef.name !== '',
        ),
        ({ resource, roleRef }) =>
          `${nameOf(resource)} gives ${roleRef.kind} ${roleRef.name}, which was not read: what it grants is not known`,
        'more bindings of roles that were not read',
      )),
];

const tellUnread = ({ unread }: Snapshot): readonly string[] =>
  unread
    .filter(
      ({ group, kind }) =>
        (group === 'rbac.authorization.k8s.io' || (group === '' && kind === 'ServiceAccount')) && kind !== '',
    )
    .map(
      ({ kind, namespace, reason }) =>
        `${kind} objects${namespace === null ? '' : ` in namespace ${namespace}`} could not be read, and with them what is granted: ${reason}`,
    );

const most = 20;

/** Thousands of them say no more than some. */
const few = <One>(all: readonly One[], tell: (one: One) => string, more: string): readonly string[] => [
  ...all.slice(0, most).map(tell),
  ...(all.length > most ? [`${all.length - most} ${more}`] : []),
];
