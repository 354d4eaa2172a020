/** Reads `vauban.yaml`: what a team always asks for, so that nobody has to remember it. The command line wins over it. */

import { dirname } from 'node:path';
import { closest } from '../../lang/pattern/closest.ts';
import { UsageError, flagOption, listOption, textOption, type CommandInput, type OptionSpec } from './command.ts';
import type { CliContext } from './cli-context.ts';
import { commands } from './commands.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { toOutputFrom, toPathFrom } from './settings-paths.ts';

export interface Settings {
  readonly file: string;
  /** The folder of the file, or where it would be. */
  readonly folder: string;
  /** Each already of the type its schema asks for, and paths told from where the program runs. */
  readonly values: Readonly<Record<string, Json>>;
}

const defaultSettingsFile = 'vauban.yaml';

/** The schemas of all keys, from the options that carry one. The order is that of the commands. */
export const settingSchemas = (): ReadonlyMap<string, { readonly schema: JsonObject; readonly summary: string }> => {
  const schemas = new Map<string, { schema: JsonObject; summary: string }>([
    [
      'paths',
      {
        schema: { type: 'array', items: { type: 'string' } },
        summary: 'what to scan where the command line names nothing',
      },
    ],
  ]);
  for (const { setting, summary } of commands.flatMap(({ options }): readonly OptionSpec[] => options)) {
    if (setting !== undefined) schemas.set(setting.key, { schema: setting.schema, summary });
  }
  return schemas;
};

export const readSettings = async (input: CommandInput, context: CliContext): Promise<Settings> => {
  const named = textOption(input, 'config');
  const file = named ?? defaultSettingsFile;
  const text = await readOrRefuse(file, () => context.files.readText(file));
  if (text === undefined) {
    if (named !== undefined) throw new UsageError(`there is no settings file ${named}`);
    return { file, folder: dirname(file), values: {} };
  }
  const read = parseYaml(text);
  if (read.kind === 'defect') throw new UsageError(`${file}:${read.line}:${read.column}: ${read.message}`);
  const values = toValues(read.value ?? {}, file);
  return { file, folder: dirname(file), values: await resolvePaths(values, file, context) };
};

const resolvePaths = async (values: JsonObject, file: string, context: CliContext): Promise<JsonObject> => {
  const move = (value: Json): Json => {
    if (isJsonArray(value)) return value.map(move);
    return typeof value === 'string' ? toPathFrom(dirname(file), value) : value;
  };
  const moved = Object.entries(values).map(([key, value]): [string, Json] => [
    key,
    pathSettings.has(key) ? move(value) : value,
  ]);
  const { output } = values;
  if (!isJsonArray(output)) return Object.fromEntries(moved);
  const texts = output.filter((one) => typeof one === 'string');
  const outputs = await Promise.all(texts.map((one) => toOutputFrom(file, one, context)));
  return { ...Object.fromEntries(moved), output: outputs };
};

const pathSettings: ReadonlySet<string> = new Set(['paths', 'policies', 'exceptions', 'baseline']);

export const readOrRefuse = async (
  file: string,
  read: () => Promise<string | undefined>,
): Promise<string | undefined> => {
  try {
    return await read();
  } catch (error) {
    throw new UsageError(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const toValues = (value: Json, file: string): JsonObject => {
  if (!isJsonObject(value)) throw new UsageError(`${file}: settings are a mapping of keys to values`);
  const schemas = settingSchemas();
  for (const [key, setting] of Object.entries(value)) {
    const known = schemas.get(key);
    if (known === undefined) {
      const meant = closest(key, [...schemas.keys()]);
      throw new UsageError(
        `${file}: there is no setting ${key}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      );
    }
    const wrong = explainMismatch(setting, known.schema);
    if (wrong !== null) throw new UsageError(`${file}: ${key} must be ${wrong}`);
  }
  return value;
};

/** The few shapes settings have; the published JSON schema says the same to editors. */
const explainMismatch = (value: Json, schema: JsonObject): string | null => {
  const choices = schema['enum'];
  if (isJsonArray(choices)) return choices.includes(value) ? null : `one of ${choices.map(String).join(', ')}`;
  switch (schema['type']) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'integer': {
      const [minimum, maximum] = [Number(schema['minimum'] ?? -Infinity), Number(schema['maximum'] ?? Infinity)];
      const isFit = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
      return isFit ? null : `a whole number from ${minimum} to ${maximum}`;
    }
    case 'string':
      if (typeof value === 'number') return 'a text: put it between quotes';
      return typeof value === 'string' ? null : 'a text';
    default:
      return isJsonArray(value) && value.every((item) => typeof item === 'string') ? null : 'a list of texts';
  }
};

/** Throws what the person got wrong again, with the place where it stands: nobody typed what a settings file says. */
export const sayWhere =
  (input: CommandInput, settings: Settings, name: string) =>
  (error: unknown): never => {
    const isTyped = input.options[name] !== undefined || settings.values[name] === undefined;
    if (isTyped || !(error instanceof UsageError)) throw error;
    throw new UsageError(`${settings.file}: ${name}: ${error.message}`);
  };

export const textSetting = (input: CommandInput, settings: Settings, name: string): string | undefined => {
  const setting = settings.values[name];
  return textOption(input, name) ?? (typeof setting === 'string' ? setting : undefined);
};

export const flagSetting = (input: CommandInput, settings: Settings, name: string): boolean =>
  flagOption(input, name) || settings.values[name] === true;

export const listSetting = (input: CommandInput, settings: Settings, name: string): readonly string[] => {
  const given = listOption(input, name);
  const setting = settings.values[name];
  return given.length > 0 || !isJsonArray(setting) ? given : setting.filter((item) => typeof item === 'string');
};
