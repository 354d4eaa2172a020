/** Entities of Cilium, as peers: classes of endpoints that have no labels of pods. */

import { everything } from '../../../selector/label-selector.ts';
import type { Peer } from '../../network-policy.ts';
import type { Field } from '../read-field.ts';
import type { RuleContext } from './rule-context.ts';
import { quote } from '../quote.ts';

export const world: Peer = { kind: 'addresses', prefixes: ['0.0.0.0/0', '::/0'], except: [], inside: false };

const allPods: Peer = { kind: 'pods', pods: { namespaces: { kind: 'all' }, labels: everything } };

const nodes: Peer = { kind: 'any-node' };

export interface NamedEntity {
  readonly name: string;
  readonly field: Field;
}

/** Of an entity that is told only in part everything is allowed that may be meant, and nothing denied. */
export const readEntities = (entities: readonly NamedEntity[], { action, direction }: RuleContext): readonly Peer[] => {
  const names = new Set(entities.map(({ name }) => name));
  return entities.flatMap(({ name, field }) => {
    const inexact = (peers: readonly Peer[], why: string): readonly Peer[] => {
      field.notes.doubt(field.path, why);
      return action === 'allow' ? peers : [];
    };
    switch (name) {
      case 'all':
        return [{ kind: 'everyone' }];
      case 'world':
        return [world];
      case 'world-ipv4':
        return [{ ...world, prefixes: ['0.0.0.0/0'] }];
      case 'world-ipv6':
        return [{ ...world, prefixes: ['::/0'] }];
      case 'cluster':
        return [allPods, nodes];
      case 'host':
        if (names.has('remote-node')) return [nodes];
        return inexact([nodes], 'means the node of the pod itself, and is taken for every node');
      case 'remote-node':
        // A pod's own node always reaches it, so that at ingress only the others are decided on.
        if (direction === 'ingress' || names.has('host')) return [nodes];
        return inexact([nodes], 'means all nodes but the pod’s own, and is taken for every node');
      case 'kube-apiserver':
        return inexact([nodes, world], 'means the API server, whose addresses are not known here');
      case 'ingress':
        return inexact([nodes], 'means the proxies of Cilium’s Ingress, which are not told apart from nodes');
      case 'unmanaged':
        return inexact([allPods], 'means pods that Cilium does not manage, which are not told apart');
      // Endpoints of Cilium itself or without an identity yet: no workload, and no address outside.
      case 'health':
      case 'init':
      case 'none':
        return [];
      default:
        field.notes.refuse(field.path, `${quote(name)} is no entity: write one as cluster, world or host`);
        return [];
    }
  });
};
