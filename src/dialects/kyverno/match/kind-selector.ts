/** `Pod`, `apps/v1/Deployment`, `*\/scale`: which kinds and subresources a rule's words mean. */

import { compileWildcard, isWildcard, type TextTest } from '../../../lang/pattern/wildcard.ts';

export interface KindSelector {
  /** As patterns. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The empty text for the kind itself. */
  readonly subresource: string;
  matches(group: string, version: string, kind: string, subresource: string): boolean;
}

export const parseKindSelector = (written: string): KindSelector => {
  const [group, version, kind, subresource] = split(written);
  const [testGroup, testVersion, testKind, testSubresource] = [group, version, kind, subresource].map(compile);
  return {
    group,
    version,
    kind,
    subresource,
    matches: (ofGroup, ofVersion, ofKind, ofSubresource) =>
      testKind?.(ofKind) === true &&
      testGroup?.(ofGroup) === true &&
      testVersion?.(ofVersion) === true &&
      (testSubresource?.(ofSubresource) === true ||
        // Ephemeral containers are a Pod's own, and rules on Pods mean them.
        (ofSubresource === 'ephemeralcontainers' && ofKind === 'Pod' && ofGroup === '' && ofVersion === 'v1')),
  };
};

const compile = (pattern: string): TextTest =>
  pattern === '*' ? () => true : isWildcard(pattern) ? compileWildcard(pattern) : (text) => text === pattern;

type Parts = readonly [group: string, version: string, kind: string, subresource: string];

const split = (written: string): Parts => {
  const bySlash = written.split('/');
  const parts = [...bySlash.slice(0, -1), ...(bySlash.at(-1) ?? '').split('.')];
  const [first = '', second = '', third = '', fourth = ''] = parts;
  switch (parts.length) {
    case 1:
      return ['*', '*', first, ''];
    case 2:
      if (first === '*' && second === '*') return ['*', '*', '*', '*'];
      if (first === '*' && second.toLowerCase() === second) return ['*', '*', '*', second];
      return isVersion.test(first) ? ['*', first, second, ''] : ['*', '*', first, second];
    case 3:
      return isVersion.test(first) ? ['*', first, second, third] : [first, second, third, ''];
    case 4:
      return [first, second, third, fourth];
    default:
      return ['', '', '', ''];
  }
};

/** As Kyverno tells a version from a group or a kind. */
const isVersion = /^(v\d((alpha|beta)\d)?|\*)$/;
