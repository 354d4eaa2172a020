/** Reads every text of a workload that may name whom it talks to: environment, commands, mounted configuration. */

import { renderFieldPath } from '../../../model/field-path.ts';
import type { JsonObject } from '../../../model/json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Workload, WorkloadTemplate } from './needed-flow.ts';
import { containersOf } from './read-workloads.ts';

export interface WorkloadValue {
  readonly kind: 'environment' | 'command' | 'file';
  /** Of the variable or the key; `command` of a container. */
  readonly name: string;
  readonly text: string;
  /** The other variables of the container. */
  readonly siblings: ReadonlyMap<string, string>;
  readonly resource: Resource;
  readonly path: string;
}

/** A variable whose value is in a Secret, which nobody reads. */
export interface HiddenValue {
  readonly name: string;
  readonly secret: string;
  readonly resource: Resource;
  readonly path: string;
}

export interface WorkloadValues {
  readonly values: readonly WorkloadValue[];
  readonly hidden: readonly HiddenValue[];
}

export const readValues = (workload: Workload, snapshot: Snapshot): WorkloadValues => {
  const values: WorkloadValue[] = [];
  const hidden: HiddenValue[] = [];
  const { namespace } = workload.ref;
  const configMap = (name: string): Resource | undefined => snapshot.find('', 'ConfigMap', namespace, name);
  const known = new Set<string>();
  for (const template of workload.templates) {
    const key = JSON.stringify([template.spec['containers'], template.spec['volumes']], (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    // Pods of one workload mostly differ in labels alone.
    if (known.has(key)) continue;
    known.add(key);
    for (const container of containersOf(template)) {
      const environment = readEnvironment(container, template, configMap, hidden);
      values.push(...environment.values, ...readCommands(container, template, environment.siblings));
    }
    values.push(...readFiles(template, configMap));
  }
  return { values, hidden };
};

type FindConfigMap = (name: string) => Resource | undefined;

interface PlacedContainer {
  readonly object: JsonObject;
  readonly path: string;
}

const readEnvironment = (
  { object, path }: PlacedContainer,
  { resource }: WorkloadTemplate,
  configMap: FindConfigMap,
  hidden: HiddenValue[],
): { readonly values: readonly WorkloadValue[]; readonly siblings: ReadonlyMap<string, string> } => {
  const siblings = new Map<string, string>();
  const found: Omit<WorkloadValue, 'siblings'>[] = [];
  const add = (name: string, text: string, from: Resource, where: string): void => {
    siblings.set(name, text);
    found.push({ kind: 'environment', name, text, resource: from, path: where });
  };
  for (const source of objectsAt(object, 'envFrom')) {
    const prefix = textAt(source, 'prefix');
    const map = configMap(textAt(source, 'configMapRef', 'name'));
    if (map !== undefined)
      for (const [key, text] of Object.entries(objectAt(map.object, 'data')))
        if (typeof text === 'string') add(prefix + key, text, map, renderFieldPath(['data', key]));
  }
  for (const [index, variable] of objectsAt(object, 'env').entries()) {
    const name = textAt(variable, 'name');
    const where = `${path}.env[${index}]`;
    const secret = textAt(variable, 'valueFrom', 'secretKeyRef', 'name');
    if (secret !== '') hidden.push({ name, secret, resource, path: where });
    const reference = objectAt(variable, 'valueFrom', 'configMapKeyRef');
    const map = configMap(textAt(reference, 'name'));
    const key = textAt(reference, 'key');
    if (map !== undefined) add(name, textAt(map.object, 'data', key), map, renderFieldPath(['data', key]));
    const text = textAt(variable, 'value');
    if (text !== '') add(name, expand(text, siblings), resource, `${where}.value`);
  }
  return { values: found.map((value) => ({ ...value, siblings })), siblings };
};

/** `$(NAME)` as the kubelet replaces it; what would grow without bound stays as it is. */
const expand = (text: string, variables: ReadonlyMap<string, string>): string => {
  if (text.length > 65_536) return text;
  const expanded = text.replaceAll(
    /\$\(([A-Za-z_][\w.-]{0,252})\)/g,
    (whole, name: string) => variables.get(name) ?? whole,
  );
  return expanded.length > 65_536 ? text : expanded;
};

const readCommands = (
  { object, path }: PlacedContainer,
  { resource }: WorkloadTemplate,
  siblings: ReadonlyMap<string, string>,
): readonly WorkloadValue[] =>
  commandPaths.flatMap((fields): readonly WorkloadValue[] => {
    const words = textsAt(object, ...fields);
    // `$NAME` and `${NAME}` are for the shell that such a command mostly is.
    const text = expand(words.join(' ').replaceAll(/\$\{?([A-Za-z_]\w{0,252})\}?/g, '$($1)'), siblings);
    return words.length === 0
      ? []
      : [{ kind: 'command', name: fields.join('.'), text, siblings, resource, path: `${path}.${fields.join('.')}` }];
  });

const commandPaths: readonly (readonly string[])[] = [
  ['command'],
  ['args'],
  ['livenessProbe', 'exec', 'command'],
  ['readinessProbe', 'exec', 'command'],
  ['startupProbe', 'exec', 'command'],
  ['lifecycle', 'postStart', 'exec', 'command'],
  ['lifecycle', 'preStop', 'exec', 'command'],
];

/** The files of ConfigMaps that volumes hold, projected ones too. */
const readFiles = ({ spec }: WorkloadTemplate, configMap: FindConfigMap): readonly WorkloadValue[] => {
  const sources = objectsAt(spec, 'volumes').flatMap((volume) => [
    ...(at(volume, 'configMap') === undefined ? [] : [objectAt(volume, 'configMap')]),
    ...objectsAt(volume, 'projected', 'sources').map((source) => objectAt(source, 'configMap')),
  ]);
  return sources.flatMap((source) => {
    const map = configMap(textAt(source, 'name'));
    if (map === undefined) return [];
    const items = objectsAt(source, 'items').map((item) => textAt(item, 'key'));
    return Object.entries(objectAt(map.object, 'data')).flatMap(([key, text]): readonly WorkloadValue[] =>
      typeof text === 'string' && (items.length === 0 || items.includes(key))
        ? [{ kind: 'file', name: key, text, siblings: noSiblings, resource: map, path: renderFieldPath(['data', key]) }]
        : [],
    );
  });
};

const noSiblings: ReadonlyMap<string, string> = new Map();
