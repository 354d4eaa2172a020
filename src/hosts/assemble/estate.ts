/** One estate under judgement: a cluster, or everything read from paths. Namespaces belong to it alone. */

import { createEvaluation, type Evaluated } from '../../engine/evaluate/evaluation.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { FindingSubject } from '../../model/finding.ts';
import type { Answer } from '../../model/request.ts';
import type { Resource } from '../../model/resource.ts';
import type { Rule } from '../../model/rule.ts';
import type { Exception } from '../../model/exception.ts';
import type { Unread } from '../../model/unread.ts';

export interface EstateOptions {
  readonly rules: readonly Rule[];
  readonly namespaces: readonly string[];
  readonly exceptions: readonly Exception[];
  readonly includePasses: boolean;
  readonly includeSkips: boolean;
}

export interface Estate {
  add(resource: Resource): void;
  miss(unread: Unread): void;
  finish(): Evaluated;
  /** The labels of a judged subject, kept only where an exception asks for labels. */
  labelsOf(subject: FindingSubject): Readonly<Record<string, string>> | undefined;
}

export const createEstate = (options: EstateOptions): Estate => {
  const namespaces = new Map<string, Answer>();
  const unread: Unread[] = [];
  const labels = new Map<string, Readonly<Record<string, string>>>();
  const keepsLabels = options.exceptions.some(({ scope }) => Object.keys(scope.labels).length > 0);
  let ended = false;
  const evaluation = createEvaluation({
    ...options,
    facts: {
      answer: (request) => {
        if (request.kind !== 'namespace') return { kind: 'refused', why: `nothing here answers ${request.kind}` };
        const known = namespaces.get(request.name);
        // A Namespace may come after what lives in it; until the end nobody knows.
        if (!ended) return known !== undefined && isLive(known) ? known : undefined;
        return known ?? toMissing(unread);
      },
    },
  });
  const wanted = new Set(options.namespaces);
  const isWanted = ({ ref }: Resource): boolean =>
    wanted.size === 0 || wanted.has(ref.namespace === '' ? 'default' : (ref.namespace ?? ''));

  return {
    add(resource) {
      const { ref, object, origin } = resource;
      if (ref.kind === 'Namespace' && ref.apiVersion === 'v1') {
        namespaces.set(ref.name, toNamespaceAnswer(object['metadata'], origin.kind === 'cluster'));
      }
      if (!isWanted(resource)) return;
      if (keepsLabels) labels.set(toKey({ ...ref, origin }), toLabels(object['metadata']));
      evaluation.add(resource);
    },
    miss: (missing) => void unread.push(missing),
    finish() {
      ended = true;
      return evaluation.finish(unread);
    },
    labelsOf: (subject) => labels.get(toKey(subject)),
  };
};

/** A cluster lists its Namespaces first, so what it says of one is final; in files a later document may say otherwise. */
const isLive = (answer: Answer): boolean =>
  answer.kind === 'value' && isJsonObject(answer.value) && answer.value['live'] === true;

const toNamespaceAnswer = (metadata: Json | undefined, live: boolean): Answer => ({
  kind: 'value',
  value: {
    live,
    labels: isJsonObject(metadata) && isJsonObject(metadata['labels']) ? metadata['labels'] : {},
    annotations: isJsonObject(metadata) && isJsonObject(metadata['annotations']) ? metadata['annotations'] : {},
  },
});

const toMissing = (unread: readonly Unread[]): Answer => {
  const refused = unread.find(({ kind, group }) => kind === 'Namespace' && group === '');
  return refused === undefined
    ? { kind: 'absent' }
    : { kind: 'refused', why: `namespaces could not be read: ${refused.reason}` };
};

const toLabels = (metadata: Json | undefined): Readonly<Record<string, string>> => {
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  if (!isJsonObject(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};

const toKey = ({ origin, apiVersion, kind, namespace, name }: FindingSubject): string =>
  `${origin.kind === 'file' ? `${origin.file}#${origin.document}.${origin.item ?? ''}` : ''}|${apiVersion}/${kind}/${namespace ?? ''}/${name}`;
