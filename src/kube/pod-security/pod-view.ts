/** A pod as the checks see it: made once for an object, so that no check has to look for containers or wonder about their shape. */

import { absent, present, type EditValue } from '../../model/change.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { toContainerPath, visitContainers, type Container, type ContainerList } from '../workload/containers.ts';
import { isAbsent, type PodTemplate } from '../workload/pod-template.ts';
import type { PodEdit, Violation } from './check.ts';

export interface PodView {
  readonly spec: JsonObject;
  /** Empty where there are none. */
  readonly annotations: JsonObject;
  /** The keys of the annotations by which AppArmor and seccomp profiles were set before they had fields. */
  readonly profileKeys: readonly string[];
  /** The pod itself, as a holder of security settings. */
  readonly pod: Holder;
  /** Initial, regular and ephemeral containers, in this order. */
  readonly containers: readonly ContainerHolder[];
  /** The pod and then its containers. */
  readonly holders: readonly Holder[];
  /** `spec.os.name` is windows: the pod cannot have Linux settings, and newer versions do not ask for them. */
  readonly windows: boolean;
  /** `spec.hostUsers` is false: root in the pod is nobody on the node. */
  readonly userNamespace: boolean;
  /** Where the pod's shape is broken; the API server refuses such an object, and no check may call it safe. */
  readonly defects: readonly PodDefect[];
}

/** Who may hold security settings: the pod, or one of its containers. */
export interface Holder {
  /** `null` for the pod. */
  readonly container: Container | null;
  /** The `securityContext`; empty where there is none. */
  readonly context: JsonObject;
}

export interface ContainerHolder extends Holder {
  readonly container: Container;
}

export interface PodDefect {
  /** From the pod. */
  readonly path: FieldPath;
  readonly message: string;
}

const empty: JsonObject = {};

export const toPodView = ({ metadata, spec }: Extract<PodTemplate, { kind: 'template' }>): PodView => {
  const defects: PodDefect[] = [];
  const pod: Holder = { container: null, context: readObject(spec.securityContext, podContextPath, defects) };
  const containers: ContainerHolder[] = [];
  const holders: Holder[] = [pod];
  visitContainers(
    spec,
    (container) => {
      const value = container.object.securityContext;
      const sound = isJsonObject(value) || isAbsent(value);
      const context = sound ? (value ?? empty) : readObject(value, toContextPath(container), defects);
      const holder: ContainerHolder = { container, context };
      containers.push(holder);
      holders.push(holder);
    },
    ({ path, found, expected }) => defects.push(toDefect(path, found, expected)),
  );
  const { hostUsers } = spec;
  if (typeof hostUsers !== 'boolean' && !isAbsent(hostUsers)) {
    defects.push(toDefect(['spec', 'hostUsers'], hostUsers, 'true or false'));
  }
  const annotations = readObject(metadata.annotations, annotationsPath, defects);
  return {
    spec,
    annotations,
    profileKeys: Object.keys(annotations).filter(isProfileKey),
    pod,
    containers,
    holders,
    windows: readObject(spec.os, osPath, defects).name === 'windows',
    userNamespace: hostUsers === false,
    defects,
  };
};

/** The prefixes of the keys, for pods and for their containers; the checks look more closely. */
const isProfileKey = (key: string): boolean =>
  key.startsWith('container.') || key.startsWith('seccomp.security.alpha.kubernetes.io/');

const annotationsPath: FieldPath = ['metadata', 'annotations'];

const osPath: FieldPath = ['spec', 'os'];

const podContextPath: FieldPath = ['spec', 'securityContext'];

const toContextPath = (container: Container): FieldPath => [...toContainerPath(container), 'securityContext'];

const readObject = (value: Json | undefined, path: FieldPath, defects: PodDefect[]): JsonObject => {
  if (isJsonObject(value)) return value;
  if (!isAbsent(value)) defects.push(toDefect(path, value, 'an object'));
  return empty;
};

const toDefect = (path: FieldPath, found: Json, expected: string): PodDefect => ({
  path,
  message: `${describeType(found)} stands where ${expected} is expected, so the API server refuses the object and nothing in it can be judged.`,
});

/** The path of a setting in a holder's security context, from the pod. */
export const settingPath = (holder: Holder, ...fields: readonly string[]): FieldPath => [
  ...holderPath(holder),
  'securityContext',
  ...fields,
];

export const holderPath = ({ container }: Holder): FieldPath =>
  container === null ? ['spec'] : toContainerPath(container);

/** How a sentence that is about a holder begins. */
export const nameHolder = ({ container }: Holder): string => {
  if (container === null) return 'The pod';
  const { list, index, name } = container;
  return name === '' ? `The ${words[list]} at index ${index}` : `${capitalise(words[list])} ${JSON.stringify(name)}`;
};

/** Several containers in a sentence: `container "web"`, `containers "web", "log"`. */
export const nameContainers = (holders: readonly ContainerHolder[]): string =>
  `${holders.length === 1 ? 'container' : 'containers'} ${holders
    .map(({ container: { name, index } }) => (name === '' ? `at index ${index}` : JSON.stringify(name)))
    .join(', ')}`;

const words: Readonly<Record<ContainerList, string>> = {
  initContainers: 'init container',
  containers: 'container',
  ephemeralContainers: 'ephemeral container',
};

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Longer texts than any legitimate setting are cut in messages. */
const mostDescribed = 64;

/** A value in a sentence. */
export const describeValue = (value: Json | undefined): string => {
  if (isAbsent(value)) return 'nothing';
  if (typeof value === 'object') return isJsonObject(value) ? 'an object' : 'a list';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > mostDescribed ? `${value.slice(0, mostDescribed)}…` : value);
};

/**
 * A value of the wrong type: nobody knows what was meant to stand there, and a block of text that slid to the wrong
 * place may hold anything, secrets too. Texts are quoted only where they look like the value in quotation marks.
 */
export const describeType = (value: Json | undefined): string => {
  if (typeof value !== 'string') return describeValue(value);
  return /^(?:true|false|\d{1,6})$/.test(value) ? `the text ${JSON.stringify(value)}` : 'a text';
};

/** A setting of the wrong type. It is a violation of the check that reads it: nobody knows what was meant. */
export const toWrongType = (holder: Holder, fields: readonly string[], found: Json, expected: string): Violation => ({
  path: settingPath(holder, ...fields),
  message: `${nameHolder(holder)} sets securityContext.${fields.join('.')} to ${describeType(found)}, where ${expected} is expected: the API server refuses it.`,
  edits: [],
});

/** A forbidden switch: fine where it is left out or false. */
export const isSwitchedOn = (value: Json | undefined): value is Json => !isAbsent(value) && value !== false;

/** An edit that sets a field, or with `undefined` takes it away. */
export const toEdit = (path: FieldPath, before: Json | undefined, after: Json | undefined): PodEdit => ({
  path,
  before: toEditValue(before),
  after: toEditValue(after),
});

const toEditValue = (value: Json | undefined): EditValue => (value === undefined ? absent : present(value));

/** Whom the newer versions let off: Windows pods, which cannot have Linux settings. */
export const isForWindows = ({ windows }: PodView): boolean => windows;

/** Whom the newer versions let off: pods whose root is nobody on the node. */
export const isInUserNamespace = ({ userNamespace }: PodView): boolean => userNamespace;
