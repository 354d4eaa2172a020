/**
 * Reads the exceptions an object itself carries: our own annotations, Checkov's and kube-linter's. They cover that
 * object alone, not its namesake in another file, folder or cluster.
 *
 *     except.vauban.dev/logs: rule=pod-security/baseline/host-path-volumes; reason=reads /var/log; owner=platform@example.com; expires=2027-03-31
 *
 * The part after the slash is a name of one's own, so that an object may carry several.
 */

import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import type { Exception, ExceptionScope } from '../../model/exception.ts';
import type { Problem, Span } from '../../model/problem.ts';
import type { Resource } from '../../model/resource.ts';
import { isWildcard } from '../../lang/pattern/wildcard.ts';
import { podTemplatePath } from '../../kube/workload/pod-template.ts';
import { toSubjectKey } from '../merge/merge-findings.ts';
import { parseDay } from '../../lang/day/parse-day.ts';
import { type ForeignTool, toCounterpart, whyNotApplicable } from './foreign-rules.ts';

export interface WrittenExceptions {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly Problem[];
}

/**
 * Never throws. An annotation that cannot be read is a Problem and hides nothing. What a controller owns repeats its
 * owner's annotations and is passed over: its findings are its owner's.
 */
export const exceptionsFromAnnotations = (resource: Resource): WrittenExceptions => {
  const { metadata } = resource.object;
  if (!isJsonObject(metadata)) return none;
  const template = templateAnnotations(resource);
  if (metadata['annotations'] === undefined && template === undefined) return none;
  const exceptions: Exception[] = [];
  const problems: Problem[] = [];
  for (const annotations of [metadata['annotations'], template]) {
    if (!isJsonObject(annotations)) continue;
    for (const key in annotations) {
      const value = annotations[key];
      const read = typeof value === 'string' ? readers.find(([prefix]) => key.startsWith(prefix))?.[1] : undefined;
      if (read === undefined || typeof value !== 'string') continue;
      const subject = toSubject(resource);
      const found = isNamed(resource.ref)
        ? read(key, value)
        : 'the object has no name of its own, so it would cover others';
      if (typeof found === 'string') problems.push(toProblem(`${key}: ${found}`, subject.span));
      else for (const entry of found) exceptions.push(toException(entry, subject));
    }
  }
  return isOwned(metadata['ownerReferences']) ? none : { exceptions, problems };
};

/** A scope's texts are patterns: an object called `*` must not speak for all. */
const isNamed = ({ kind, namespace, name }: Resource['ref']): boolean =>
  name !== '' && ![kind, namespace ?? '', name].some(isWildcard);

const none: WrittenExceptions = { exceptions: [], problems: [] };

const templateAnnotations = ({ ref, object }: Resource): Json | undefined => {
  const prefix = podTemplatePath(ref);
  if (prefix === undefined || prefix.length === 0) return undefined;
  let value: Json | undefined = object;
  for (const field of [...prefix, 'metadata', 'annotations']) {
    if (!isJsonObject(value)) return undefined;
    value = value[field];
  }
  return value;
};

const isOwned = (owners: Json | undefined): boolean =>
  isJsonArray(owners) && owners.some((owner) => isJsonObject(owner) && owner['controller'] === true);

interface Entry {
  readonly rule: string;
  readonly reason: string;
  readonly owner: string | null;
  readonly expires: string | null;
  readonly format: string;
}

/** Reads one annotation; a text is what is wrong with it. */
type Reader = (key: string, value: string) => readonly Entry[] | string;

const readOwn: Reader = (_key, value) => {
  const parts = new Map<string, string>();
  let last = '';
  for (const piece of value.split(';')) {
    const [, name, text] = /^\s*(rule|reason|owner|expires)\s*=([\s\S]*)$/.exec(piece) ?? [];
    // A semicolon inside a reason is part of it.
    if (name === undefined || text === undefined) {
      if (piece.trim() === '') continue;
      if (last === '') return `write it as ${form}`;
      parts.set(last, `${parts.get(last) ?? ''};${piece}`);
    } else {
      if (parts.has(name)) return `${name} is given twice`;
      parts.set(name, text);
      last = name;
    }
  }
  const part = (name: string): string | null => parts.get(name)?.trim() || null;
  const [rule, reason, owner, end] = [part('rule'), part('reason'), part('owner'), part('expires')];
  if (rule === null || reason === null) return `${rule === null ? 'rule' : 'reason'} is missing; write it as ${form}`;
  const expires = end === null ? null : parseDay(end);
  if (expires === undefined) return `expires=${end ?? ''} is no day; write it as 2027-03-31`;
  const rules = rule.split(',').map((one) => one.trim());
  return rules.filter((one) => one !== '').map((one) => ({ rule: one, reason, owner, expires, format: 'annotation' }));
};

const form = 'rule=RULE; reason=WHY; owner=WHO; expires=2027-03-31';

/** `checkov.io/skip1: CKV_K8S_16=why`; several may stand in one, a line each or with commas. */
const readCheckov: Reader = (_key, value) => {
  const entries = value.split(/\n|,\s*(?=(?:CKV|BC|CKV2)_)/).flatMap((line) => {
    const [, check, reason = ''] = /^\s*([A-Za-z0-9_]+)\s*(?:[=:]([\s\S]*))?$/.exec(line) ?? [];
    return check === undefined ? [] : toEntries('checkov', check, reason);
  });
  return entries.length > 0 ? entries : 'write it as CKV_K8S_16=why';
};

/** `ignore-check.kube-linter.io/privileged-container: why` */
const readKubeLinter: Reader = (key, value) => toEntries('kube-linter', key.slice(key.indexOf('/') + 1), value);

const toEntries = (tool: ForeignTool, check: string, reason: string): readonly Entry[] =>
  toCounterpart(tool, check).rules.map((rule) => ({
    rule,
    reason: reason.trim() === '' ? `skipped for ${tool} without a reason` : reason.trim(),
    owner: null,
    expires: null,
    format: tool,
  }));

const readers: readonly (readonly [prefix: string, read: Reader])[] = [
  ['except.vauban.dev/', readOwn],
  ['checkov.io/skip', readCheckov],
  ['bridgecrew.io/skip', readCheckov],
  ['ignore-check.kube-linter.io/', readKubeLinter],
];

/** What the keys of such annotations begin with. */
export const annotationPrefixes: readonly string[] = readers.map(([prefix]) => prefix);

const toException = ({ rule, ...entry }: Entry, { scope, key, span }: Carrier): Exception => ({
  ...entry,
  scope: { ...scope, rule },
  carrier: key,
  span,
  notApplicable: whyNotApplicable(rule),
});

interface Carrier {
  readonly scope: ExceptionScope;
  readonly key: string;
  readonly span: Span;
}

const toSubject = ({ ref, origin }: Resource): Carrier => ({
  scope: { rule: null, finding: null, kind: ref.kind, namespace: ref.namespace ?? '', name: ref.name, labels: {} },
  key: toSubjectKey({ ...ref, origin }),
  span: { file: toFile(ref, origin), line: null, column: null },
});

const toFile = (ref: Resource['ref'], origin: Resource['origin']): string => {
  if (origin.kind === 'file') return origin.file;
  if (origin.kind === 'rendered') return origin.folder;
  const cluster = origin.kind === 'cluster' ? origin.cluster : `Kubernetes ${origin.release}`;
  return `${ref.namespace === null ? '' : `${ref.namespace}/`}${ref.kind}/${ref.name} in ${cluster}`;
};

const toProblem = (message: string, span: Span): Problem => ({ severity: 'warning', message, span, policy: null });
