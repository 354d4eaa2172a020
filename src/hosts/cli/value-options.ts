/** `--values` and `--userinfo`: the files Kyverno's command line takes, and who asks by `--as`. */

import { parseUserFile, parseValuesFile, type ReadValues } from '../assemble/kyverno-tests/parse-values.ts';
import { readFixtures, type FixtureDocument } from '../assemble/kyverno-tests/read-fixtures.ts';
import type { ShapeDefect } from '../assemble/kyverno-tests/check-shape.ts';
import type { RuleOptions } from '../assemble/rules.ts';
import { renderFieldPath } from '../../model/field-path.ts';
import type { Resource } from '../../model/resource.ts';
import { createSourceTexts } from '../../sources/registry.ts';
import type { CliContext } from './cli-context.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput } from './command.ts';

/** What a person tells a run that neither policies nor objects say. */
export interface Told extends Pick<RuleOptions, 'user' | 'values' | 'allowUnverified' | 'told'> {
  /** Namespaces the values describe. */
  readonly known: readonly Resource[];
}

export const readTold = async (input: CommandInput, context: Pick<CliContext, 'disk'>): Promise<Told> => {
  const named = toUser(input);
  const userFile = textOption(input, 'userinfo');
  if (named !== null && userFile !== undefined)
    throw new UsageError('--as and --userinfo both say who asks: give one of them');
  const values = await readValues(textOption(input, 'values'), context);
  return {
    user: userFile === undefined ? named : await readUser(userFile, context),
    ...(values === null ? {} : { values: values.read.values }),
    ...(flagOption(input, 'allowUnverified') ? { allowUnverified: true } : {}),
    told: { values: textOption(input, 'values') ?? null, userinfo: userFile ?? null },
    known: values === null ? [] : toNamespaces(values.read, values.document),
  };
};

export const toUser = (input: CommandInput): RuleOptions['user'] => {
  const given = textOption(input, 'as');
  const groups = listOption(input, 'asGroup');
  if (given === undefined) {
    if (groups.length > 0) throw new UsageError('--as-group needs --as: a group alone asks for nothing');
    return null;
  }
  if ([given, ...groups].some((name) => name.trim() === '')) throw new UsageError('--as and --as-group take a name');
  const account = /^(?:system:)?serviceaccount:([^:]+:[^:]+)$/.exec(given);
  // Who judges adds the groups that the API server gives to everybody and to service accounts.
  return { name: account === null ? given : `system:serviceaccount:${account[1] ?? ''}`, groups };
};

const readValues = async (file: string | undefined, context: Pick<CliContext, 'disk'>) => {
  if (file === undefined) return null;
  const document = await readOne(file, context);
  const parsed = parseValuesFile(document.value);
  return parsed.kind === 'values' ? { read: parsed.read, document } : refuse(document, parsed.defects, context);
};

const readUser = async (file: string, context: Pick<CliContext, 'disk'>): Promise<RuleOptions['user']> => {
  const document = await readOne(file, context);
  const parsed = parseUserFile(document.value);
  return parsed.kind === 'user' ? parsed.user : refuse(document, parsed.defects, context);
};

const readOne = async (file: string, { disk }: Pick<CliContext, 'disk'>): Promise<FixtureDocument> => {
  const { documents, problems } = await readFixtures([file], '.', disk, { isDeep: false });
  const [problem] = problems;
  if (problem !== undefined) {
    const line = problem.span?.line ?? null;
    throw new UsageError(`${file}${line === null ? '' : `:${line}`}: ${problem.message}`);
  }
  const [document] = documents;
  if (document === undefined) throw new UsageError(`${file}: there is nothing in it`);
  return document;
};

const refuse = (
  { origin }: FixtureDocument,
  defects: readonly ShapeDefect[],
  { disk }: Pick<CliContext, 'disk'>,
): never => {
  const texts = createSourceTexts(disk);
  const lines = defects.map(({ message, path }) => {
    const place = texts.locate(origin, renderFieldPath(path));
    return `${origin.file}${place === null ? '' : `:${place.line}`}: ${message}`;
  });
  throw new UsageError(lines.join('; '));
};

const toNamespaces = ({ namespaces }: ReadValues, { origin }: FixtureDocument): readonly Resource[] =>
  [...namespaces].map(([name, object]) => ({
    ref: { apiVersion: 'v1', kind: 'Namespace', namespace: null, name },
    object,
    origin,
  }));
