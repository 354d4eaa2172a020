/** The identity of a finding: what was judged, by which rule, where in it; not the line, the message or what else ran. */

import { hash } from 'node:crypto';
import { toGroup, type ResourceRef } from '../../model/resource.ts';

/**
 * Sixteen hex digits of SHA-256 over API group (no version: a manifest moved from v1beta1 to v1 keeps its ids), kind,
 * namespace, name, rule and path. `salt` tells apart equal subjects of different folders (overlays of one base), `key`
 * conclusions of one rule about one path.
 */
export const toFindingId = (ref: ResourceRef, rule: string, path: string, salt: string, key = ''): string =>
  hash(
    'sha256',
    [
      toGroup(ref.apiVersion),
      ref.kind,
      ref.namespace ?? '',
      ref.name,
      rule,
      path,
      ...(salt === '' && key === '' ? [] : [salt]),
      ...(key === '' ? [] : [key]),
    ].join('\0'),
    'hex',
  ).slice(0, 16);
