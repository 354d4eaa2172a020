/** The kinds whose objects a policy's rules will ask for, so that a host that streams keeps them. */

import { builtInKinds } from '../../kube/schema/kinds.ts';
import { toGroup } from '../../model/resource.ts';
import type {
  ClassicPolicy,
  ClassicRule,
  ContextEntry,
  Foreach,
  GeneratePattern,
  MutateChange,
} from './classic-policy.ts';

export interface AskedKind {
  readonly group: string;
  /** `*` for every kind of a group that is not of Kubernetes. */
  readonly kind: string;
}

export const toAskedKinds = ({ rules }: ClassicPolicy): readonly AskedKind[] => rules.flatMap(askedByRule);

const askedByRule = ({ context, body }: ClassicRule): readonly AskedKind[] => {
  const entries = context.flatMap(askedByEntry);
  switch (body.kind) {
    case 'validate': {
      const { check } = body.validate;
      return check.kind === 'foreach' ? [...entries, ...check.foreach.flatMap(askedByLoop)] : entries;
    }
    case 'mutate':
      return [
        ...entries,
        ...(body.mutate.targets ?? []).flatMap((target) => [
          ...toKinds(target.apiVersion, target.kind),
          ...target.context.flatMap(askedByEntry),
        ]),
        ...askedByChange(body.mutate.change),
      ];
    case 'generate': {
      const { what } = body.generate;
      return what.kind === 'foreach'
        ? [...entries, ...what.foreach.flatMap((item) => [...askedByLoop(item), ...askedByGeneration(item.what)])]
        : [...entries, ...askedByGeneration(what)];
    }
    case 'verifyImages':
      return entries;
  }
};

const askedByLoop = ({ context }: Foreach): readonly AskedKind[] => context.flatMap(askedByEntry);

const askedByChange = (change: MutateChange): readonly AskedKind[] =>
  change.kind === 'foreach'
    ? change.foreach.flatMap((item) => [...askedByLoop(item), ...askedByChange(item.change)])
    : [];

const askedByGeneration = (what: GeneratePattern): readonly AskedKind[] => {
  switch (what.kind) {
    case 'data':
      return [];
    case 'clone':
      return toKinds(what.apiVersion, what.targetKind);
    case 'cloneList':
      return what.kinds.flatMap((written) => {
        const parts = written.split('/');
        return toKinds(parts.slice(0, -1).join('/'), parts.at(-1) ?? '');
      });
  }
};

/** A kind that is a variable or a wildcard cannot be told before there is a subject. */
const toKinds = (apiVersion: string, kind: string): readonly AskedKind[] =>
  isPlain.test(kind) && !apiVersion.includes('{{')
    ? [{ group: toGroup(apiVersion), kind: kind.split('/')[0] ?? '' }]
    : [];

const isPlain = /^[A-Za-z][A-Za-z0-9/]*$/;

const askedByEntry = (entry: ContextEntry): readonly AskedKind[] => {
  switch (entry.kind) {
    case 'configMap':
      return [{ group: '', kind: 'ConfigMap' }];
    case 'apiCall':
      return askedByPath(entry.call.urlPath);
    case 'variable':
    case 'imageRegistry':
    case 'globalReference':
      return [];
  }
};

/** `/apis/apps/v1/namespaces/{{…}}/deployments/x`: every plural that stands in it; what is asked too much costs memory alone. */
const askedByPath = (path: string): readonly AskedKind[] => {
  const segments = (path.split('?')[0] ?? '').split('/');
  const group = segments[1] === 'apis' ? (segments[2] ?? '') : '';
  const known = builtInKinds.filter((each) => each.group === group && segments.includes(each.plural));
  if (known.length > 0 || !group.includes('.') || group.includes('{{')) return known;
  return [
    { group, kind: '*' },
    { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  ];
};
