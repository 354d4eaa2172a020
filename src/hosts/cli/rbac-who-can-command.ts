/** `vauban rbac who-can`: everybody who may do a thing, with the binding, the role and the rule that say so. */

import type { AbleSubject, AccessQuestion, Via, WhoCan } from '../../kube/rbac/access.ts';
import { createAccountUse, type FindAccountUse } from '../../kube/rbac/account-use.ts';
import { mergeAnswers } from '../../kube/rbac/merge-answers.ts';
import { parseResourceName, type ResourceName } from '../../kube/rbac/resource-name.ts';
import { renderSubject, type AccessSubject } from '../../kube/rbac/subject.ts';
import { listUnknownWords, toVerb } from '../../kube/rbac/unknown-words.ts';
import { count, toPlainText } from '../../reports/plain-text.ts';
import { UsageError, flagOption, textOption, type CommandInput, type RunCommand } from './command.ts';
import { isBuiltIn, readRbacEstate, renderAsked, renderLink, renderMissing, type RbacEstate } from './rbac-estate.ts';

export const run: RunCommand = async (input, context) => {
  const [verb = '', resource = '', ...paths] = input.words;
  if (verb === '' || resource === '') throw new UsageError('rbac who-can VERB RESOURCE, for example get secrets');
  const namespace = toNamespace(input);
  const name = textOption(input, 'name') ?? null;
  if (name === '') throw new UsageError("--name '' names nothing");
  const estate = await readRbacEstate(paths, input, context);
  const asked = parseResourceName(resource, estate.snapshot, estate.index);
  const questions = toQuestions(asked, { verb: toVerb(verb), namespace, name });
  const resources = asked.kind === 'resources' ? asked.resources : [];
  for (const line of listUnknownWords({ verb: toVerb(verb), resources, namespace }, estate))
    await context.error.write(`vauban: ${line}\n`);
  const answer = mergeAnswers(questions.map((question) => estate.index.whoCan(question)));
  await context.output.write(
    textOption(input, 'output') === 'json' ? renderJson(answer, estate) : renderText(questions, answer, estate),
  );
  return estate.exitCode;
};

/** The empty text asks for grants of the whole cluster. */
const toNamespace = (input: CommandInput): string | null => {
  const namespace = textOption(input, 'namespace') ?? null;
  if (!flagOption(input, 'allNamespaces')) return namespace;
  if (namespace !== null && namespace !== '') throw new UsageError('-n and --all-namespaces exclude each other');
  return '';
};

const toQuestions = (
  asked: ResourceName,
  { verb, namespace, name }: { readonly verb: string; readonly namespace: string | null; readonly name: string | null },
): readonly AccessQuestion[] => {
  switch (asked.kind) {
    case 'unknown':
      throw new UsageError(asked.message);
    case 'path':
      if (namespace !== null && namespace !== '')
        throw new UsageError(`${asked.path} is in no namespace: leave out -n`);
      return [{ kind: 'path', verb, path: asked.path }];
    case 'resources':
      return asked.resources.map((each) => ({ kind: 'resource', verb, ...each, namespace, name }));
  }
};

const renderJson = ({ subjects, byName }: WhoCan, estate: RbacEstate): string => {
  const useOf = createAccountUse(estate.snapshot);
  const toRow = ({ subject, via }: AbleSubject) => {
    const note = noteOf(subject, useOf, estate);
    return { subject: renderSubject(subject), ...(note === '' ? {} : { note }), via: via.map(estate.linkOf) };
  };
  return `${JSON.stringify(
    {
      complete: estate.missing.length === 0,
      subjects: subjects.map(toRow),
      byName: byName.map(toRow),
      missing: estate.missing,
    },
    null,
    2,
  )}\n`;
};

const renderText = (questions: readonly AccessQuestion[], { subjects, byName }: WhoCan, estate: RbacEstate): string => {
  const useOf = createAccountUse(estate.snapshot);
  const given = subjects.filter(({ via }) => !via.every(isBuiltIn));
  const own = subjects.filter(({ via }) => via.every(isBuiltIn));
  const render = (able: AbleSubject): readonly string[] =>
    renderAble(able, noteOf(able.subject, useOf, estate), estate);
  const single = withoutCovered(byName, subjects);
  const lines = [
    `Who can ${questions.map(renderAsked).join(' or ')}${renderWhere(questions[0])}: ${given.length === 0 ? 'nobody by a binding of yours' : count(given.length, 'subject')}`,
    '',
    ...given.flatMap((able) => [...render(able), '']),
    ...section('Only by name, single objects', single.filter(({ via }) => !via.every(isBuiltIn)).flatMap(render)),
    ...section(
      'What Kubernetes itself brings',
      [...own, ...single.filter(({ via }) => via.every(isBuiltIn))].flatMap((able) => renderOwn(able, estate)),
    ),
    ...tellListers(questions, subjects, estate),
    ...explainName(questions[0]),
    ...renderMissing(estate.missing),
  ];
  return `${lines.map(toPlainText).join('\n')}\n`;
};

/** A list of Secrets holds their values: who may only list or watch them needs no get. */
const tellListers = (
  questions: readonly AccessQuestion[],
  able: readonly AbleSubject[],
  { index }: RbacEstate,
): readonly string[] => {
  const told = new Set(able.map(({ subject }) => renderSubject(subject)));
  const listers = questions.flatMap((question) =>
    question.kind === 'resource' &&
    question.verb === 'get' &&
    question.group === '' &&
    question.resource === 'secrets' &&
    question.subresource === ''
      ? ['list', 'watch'].flatMap((verb) => index.whoCan({ ...question, verb }).subjects)
      : [],
  );
  const others = new Set(
    listers
      .filter(({ via }) => !via.every(isBuiltIn))
      .map(({ subject }) => renderSubject(subject))
      .filter((subject) => !told.has(subject)),
  );
  return others.size === 0 ? [] : [`list and watch show the contents too: ${[...others].toSorted().join(', ')}`, ''];
};

/** Who may do it with every object of a place need not be told that it may with one. */
const withoutCovered = (byName: readonly AbleSubject[], able: readonly AbleSubject[]): readonly AbleSubject[] => {
  const covered = new Map(able.map(({ subject, via }) => [renderSubject(subject), new Set(via.map(placeOf))]));
  return byName.flatMap(({ subject, via }) => {
    const places = covered.get(renderSubject(subject));
    const left = via.filter((each) => places?.has(null) !== true && places?.has(placeOf(each)) !== true);
    return left.length === 0 ? [] : [{ subject, via: left }];
  });
};

const placeOf = (via: Via): string | null => (via.kind === 'built-in' ? null : via.namespace);

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];

/** What rules for single names mean for requests that name none, or only in a selector. */
const explainName = (question: AccessQuestion | undefined): readonly string[] => {
  if (question === undefined || question.kind === 'path' || question.name === null || question.subresource !== '')
    return [];
  const { verb, name } = question;
  if (verb === 'create' || verb === 'deletecollection')
    return [
      `A ${verb} request names no object: rules for single names never allow one, and --name changes nothing.`,
      '',
    ];
  return verb === 'list' || verb === 'watch'
    ? [`By a rule for this name alone only with --field-selector metadata.name=${name}.`, '']
    : [];
};

const renderWhere = (question: AccessQuestion | undefined): string => {
  if (question === undefined || question.kind === 'path') return '';
  const name = question.name === null ? '' : ` named ${question.name}`;
  if (question.namespace === null) return `${name} anywhere`;
  return question.namespace === '' ? `${name} in the whole cluster` : `${name} in ${question.namespace}`;
};

const renderAble = ({ subject, via }: AbleSubject, note: string, { linkOf }: RbacEstate): readonly string[] => [
  `${renderSubject(subject)}${note === '' ? '' : ` (${note})`}`,
  ...via.flatMap((each) => renderLink(linkOf(each)).map((line) => `  ${line}`)),
];

/** A line each: they are the same everywhere. */
const renderOwn = ({ subject, via }: AbleSubject, { linkOf }: RbacEstate): readonly string[] => [
  ...new Set(via.map((each) => `${renderSubject(subject)}: ${renderReason(each, linkOf)}`)),
];

const renderReason = (via: Via, linkOf: RbacEstate['linkOf']): string => {
  const { binding, role } = linkOf(via);
  return via.kind === 'built-in'
    ? `${via.authorizer === 'Node' ? 'the Node authoriser: ' : ''}${via.text}`
    : `${binding}, ${role}`;
};

/** Files hold less than a cluster: there an account that is not in them may be elsewhere. */
const noteOf = (subject: AccessSubject, useOf: FindAccountUse, { snapshot, isLive }: RbacEstate): string => {
  if (subject.kind !== 'serviceaccount') return '';
  const { exists, isUsed } = useOf(subject.namespace, subject.name);
  const isListed = !snapshot.unread.some(({ kind }) => kind === 'ServiceAccount');
  if (!exists && !isUsed && isListed) return snapshot.kind === 'cluster' ? 'does not exist' : 'not in what was read';
  // A live cluster is not asked for its workloads: who asks for grants need not be able to read those.
  return isUsed || isLive ? '' : 'no workload uses it';
};
