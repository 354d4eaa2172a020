/**
 * What Kubernetes charges for calls: by function name, whatever library the function is of. Its prices go before
 * cel-go's own. k8s.io/apiserver v0.37.2: pkg/cel/library/cost.go.
 */

import { keysOf, getEntry } from '../../lang/cel/map-access.ts';
import type { Library, Overload } from '../../lang/cel/overload.ts';
import { isPlainMap } from '../../lang/cel/value-type.ts';
import { MapValue } from '../../lang/cel/value.ts';
import type { Value } from '../../lang/cel/value.ts';
import { countCodePoints } from '../../lang/cel/ext/code-points.ts';
import { CidrValue } from './cidr-library.ts';
import { FormatValue } from './format-library.ts';
import { IpValue } from './ip-library.ts';

type Cost = NonNullable<Overload['cost']>;

/** The same library with the prices of the API server. */
export const withKubernetesCosts = (library: Library): Library => ({
  ...library,
  overloads: library.overloads.map((overload) => {
    const cost = costsById.get(overload.id) ?? costsByName.get(overload.name);
    return cost === undefined ? overload : { ...overload, cost };
  }),
});

/** cel-go's factors. */
const stringFactor = 0.1;
const regexFactor = 0.25;
const listCreation = 10;
const structCreation = 40;

/** The cost of an authorization check: two of them fit into one expression. */
const checkCost = 350_000;

export const sizeOf = (value: Value | undefined): number => {
  if (typeof value === 'string') return countCodePoints(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof MapValue) return value.entries.size;
  if (value instanceof IpValue || value instanceof CidrValue) return value.size;
  return value !== undefined && isPlainMap(value) ? Object.keys(value).length : 1;
};

/** Characters, at ten to a unit, rounded up. */
const readText = (value: Value | undefined, times = 1): number => Math.ceil(sizeOf(value) * times * stringFactor);

const one: Cost = () => 1;
const readOnce: Cost = ([text]) => readText(text);
const readTwice: Cost = ([text]) => readText(text, 2);
const joined: Cost = (_, result) => readText(result, 2);

/** A walk over everything in a value; texts count their bytes, rounded down. */
const walk = (value: Value | undefined): number => {
  if (typeof value === 'string') return Math.floor(Buffer.byteLength(value) * stringFactor);
  if (value === undefined || typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item: Value) => sum + walk(item), 0);
  if (value instanceof Uint8Array) return Math.floor(value.length * stringFactor);
  if (!(value instanceof MapValue) && !isPlainMap(value)) return 1;
  return keysOf(value).reduce<number>((sum, key) => sum + walk(key) + walk(getEntry(value, key)), 0);
};

const walkReceiver: Cost = ([receiver]) => walk(receiver);

/** As for `matches`: the pattern's states are guessed from its length. */
export const matchCost = (text: Value | undefined, patternLength: number): number =>
  Math.ceil((1 + sizeOf(text)) * stringFactor) * Math.ceil(patternLength * regexFactor);

const search: Cost = ([text, pattern]) => matchCost(text, sizeOf(pattern));

const validate: Cost = ([format, text]) =>
  format instanceof FormatValue ? matchCost(text, format.format.patternLength) : 1;

/** A requirement takes two characters at least. */
const parseSelector: Cost = ([, selector]) =>
  listCreation + readText(selector) + Math.ceil(sizeOf(selector) * 0.5) * (listCreation + structCreation);

const containsIp: Cost = ([network]) => readText(network, 2);
const containsIpText: Cost = ([network, text]) => readText(network, 2) + readText(text);
const containsNetwork: Cost = ([network]) => readText(network, 2) + readText(network) + 1;
const containsNetworkText: Cost = ([network, text]) => readText(network, 2) + readText(network) + 1 + readText(text);

const costsById: ReadonlyMap<string, Cost> = new Map([
  ['cidr_ip', one],
  ['cidr_contains_ip_string', containsIpText],
  ['cidr_contains_cidr_string', containsNetworkText],
]);

const costsByName: ReadonlyMap<string, Cost> = new Map([
  ['check', () => checkCost],
  ['fieldSelector', parseSelector],
  ['labelSelector', parseSelector],
  ...['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf', 'includes'].map(
    (name) => [name, walkReceiver] as const,
  ),
  ...['url', 'lowerAscii', 'upperAscii', 'substring', 'trim', 'jsonpatch.escapeKey'].map(
    (name) => [name, readOnce] as const,
  ),
  ...['cidr', 'ip', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver'].map(
    (name) => [name, readOnce] as const,
  ),
  ...['replace', 'split', 'ip.isCanonical'].map((name) => [name, readTwice] as const),
  ['join', joined],
  ['find', search],
  ['findAll', search],
  ['validate', validate],
  ['containsIP', containsIp],
  ['containsCIDR', containsNetwork],
]);
