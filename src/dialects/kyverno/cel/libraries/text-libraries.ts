/** `json.unmarshal`, `json.marshal`, `yaml.parse`, `gzip.compress`, `gzip.decompress` and the hashes. */

import { createHash } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { global, libraryOf, member } from '../../../../kube/cel/declare-overload.ts';
import { mostBytes } from '../../../../kube/policy/mutation/is-too-large.ts';
import { typeNameOf } from '../../../../lang/cel/value-type.ts';
import type { Library, Overload } from '../../../../lang/cel/overload.ts';
import { bytesType, dynType, opaqueType, stringType, type Type } from '../../../../lang/cel/type.ts';
import { OpaqueValue, type Value } from '../../../../lang/cel/value.ts';
import { parseYaml } from '../../../../lang/yaml/read-yaml.ts';
import { refuse } from '../kyverno-world.ts';
import { parseGoJson } from '../../../../lang/jmespath/parse-go-json.ts';
import { marshalValue, toDoubles } from './go-json.ts';

/**
 * Kyverno counts none of them. An expression may call them once for each item of a list, and each reads or writes
 * megabytes: what they cost is about what they take, beside the comparisons that cost one.
 */
const weighed = (overload: Overload, cost: NonNullable<Overload['cost']>): Overload => ({ ...overload, cost });

const lengthOf = (value: Value | undefined): number =>
  typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;

const readCost = ([, text]: readonly Value[]): number => 1 + lengthOf(text) * 4;
const writeCost = (_: readonly Value[], written: Value): number => 1 + lengthOf(written) * 2;
const packCost = ([text]: readonly Value[]): number => 1 + lengthOf(text);

/** `json` and `yaml` are names of nothing but their functions. */
class NamespaceValue extends OpaqueValue {
  readonly typeName: string;
  constructor(typeName: string) {
    super();
    this.typeName = typeName;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof NamespaceValue && other.typeName === this.typeName;
  }
}

const jsonType = opaqueType('json.Json');
const yamlType = opaqueType('yaml.Yaml');

const unmarshal = (_: Value, text: Value): Value => {
  if (typeof text !== 'string') return refuse(explainNoText(text));
  const parsed = parseGoJson(text);
  return parsed.kind === 'value' ? toDoubles(parsed.value) : refuse(parsed.message);
};

/** In cel-go's words, which are not of one mould. */
const explainNoText = (value: Value): string => {
  const type = typeNameOf(value);
  if (type === 'double') return "type conversion error from Double to 'string'";
  return type === 'null_type'
    ? "type conversion error from 'null_type' to 'string'"
    : `unsupported type conversion from '${type}' to string`;
};

const marshal = (_: Value, value: Value): Value => marshalValue(value);

export const jsonLibrary: Library = libraryOf(
  'kyverno.json',
  [
    weighed(member('unmarshal_string_dyn', 'unmarshal', [jsonType, dynType], dynType, unmarshal), readCost),
    weighed(member('marshal_dyn_string', 'marshal', [jsonType, dynType], stringType, marshal), writeCost),
  ],
  [{ name: 'json', type: jsonType, value: new NamespaceValue('json.Json') }],
);

const parse = (_: Value, text: Value): Value => {
  const parsed = parseYaml(text as string);
  return parsed.kind === 'value'
    ? toDoubles(parsed.value)
    : refuse(`error converting YAML to JSON: yaml: line ${parsed.line}: ${parsed.message}`);
};

export const yamlLibrary: Library = libraryOf(
  'kyverno.yaml',
  [weighed(member('parse_string_dyn', 'parse', [yamlType, stringType], dynType, parse), readCost)],
  [{ name: 'yaml', type: yamlType, value: new NamespaceValue('yaml.Yaml') }],
);

/** What unpacks to more than an object may hold is refused: a few bytes can stand for gigabytes. */
const decompress = (bytes: Value): Value => {
  try {
    return gunzipSync(bytes as Uint8Array, { maxOutputLength: mostBytes }).toString('utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') return refuse(`gzip: it unpacks to more than ${mostBytes} bytes`);
    const { length } = bytes as Uint8Array;
    if (length < headerBytes || code === 'Z_BUF_ERROR') return refuse(length === 0 ? 'EOF' : 'unexpected EOF');
    return refuse(code === 'Z_DATA_ERROR' ? describeGzip(bytes as Uint8Array) : 'gzip: invalid header');
  }
};

const headerBytes = 10;

const describeGzip = ([first, second]: Uint8Array): string =>
  first === 0x1f && second === 0x8b ? 'gzip: invalid checksum' : 'gzip: invalid header';

/** Text and bytes; Go writes them smaller or larger than this, and reads both. */
const compress = (value: Value): Value => {
  if (typeof value !== 'string') return refuse(explainNoText(value));
  return new Uint8Array(gzipSync(value, { level: constants.Z_DEFAULT_COMPRESSION }));
};

export const gzipLibrary: Library = libraryOf('kyverno.gzip', [
  weighed(global('decompress_bytes_string', 'gzip.decompress', [bytesType], stringType, decompress), writeCost),
  weighed(global('compress_any_bytes', 'gzip.compress', [dynType], bytesType, compress), packCost),
]);

const hashed =
  (algorithm: string) =>
  (text: Value): Value =>
    createHash(algorithm)
      .update(text as string)
      .digest('hex');

const hashOverloads = (algorithm: string): readonly Overload[] => {
  const parameters: readonly Type[] = [stringType];
  return [
    weighed(global(`${algorithm}_string_non_prefixed`, algorithm, parameters, stringType, hashed(algorithm)), packCost),
    weighed(
      global(`${algorithm}_string_prefixed`, `hash.${algorithm}`, parameters, stringType, hashed(algorithm)),
      packCost,
    ),
  ];
};

export const hashLibrary: Library = libraryOf('kyverno.hash', ['sha1', 'sha256', 'md5'].flatMap(hashOverloads));
