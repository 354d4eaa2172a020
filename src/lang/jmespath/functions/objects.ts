/** Kyverno's functions of objects and lists, and those that read a text as one. */

import { type Json, setField } from '../../../model/json.ts';
import { parseYaml } from '../../yaml/read-yaml.ts';
import { renderGoFloat } from '../../go/render-float.ts';
import { sortedKeys } from '../../go/compare-texts.ts';
import { parseGoJson } from '../parse-go-json.ts';
import { isNumber, isObject, isPlainList, ownValue, TypedList, type QueryValue } from '../query-value.ts';
import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';
import { castToText } from './matching.ts';

const wrongArgument = (name: string, index: number, type: string) =>
  fault(`JMESPath function '${name}': argument #${index} is not of type ${type}`);

const toBoolean: Call = (given) => {
  const text = textAt(given, 0);
  const lower = text.length > 5 ? '' : text.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  return fault(
    `JMESPath function 'to_boolean': lowercase argument must be 'true' or 'false' (provided: '${text.slice(0, 1000)}')`,
  );
};

const parseJson: Call = (given, run) => {
  run.spendText(textAt(given, 0).length);
  const parsed = parseGoJson(textAt(given, 0));
  return parsed.kind === 'value' ? parsed.value : fault(parsed.message);
};

const parseYamlText: Call = (given, run) => {
  run.spendText(textAt(given, 0).length);
  const read = parseYaml(textAt(given, 0));
  return read.kind === 'value' ? read.value : fault(`yaml: line ${read.line}: ${read.message}`);
};

const lookup: Call = ([container, key], run) => {
  if (isObject(container)) {
    return typeof key === 'string' ? (ownValue(container, key) ?? null) : wrongArgument('lookup', 2, 'String');
  }
  if (!isPlainList(container)) return wrongArgument('lookup', 1, 'Object or Array');
  if (!isNumber(key)) return wrongArgument('lookup', 2, 'Number');
  run.spend(1);
  const index = Number(key);
  if (!Number.isInteger(index)) {
    return fault(
      `JMESPath function 'lookup': argument #2: expected an integer number but got: ${renderGoFloat(index)}`,
    );
  }
  if (Math.abs(index) >= 2 ** 63) {
    return fault(
      `JMESPath function 'lookup': argument #2: number is outside the range of integer numbers: ${renderGoFloat(index)}`,
    );
  }
  return container[index] ?? null;
};

const items: Call = ([container, keyName, valueName], run) => {
  run.hasMadeGoValue = true;
  if (isObject(container)) {
    const keys = sortedKeys(container);
    run.spend(keys.length * 4);
    return toTypedList(keys.map((key) => toPair(keyName as string, key, valueName as string, container[key] ?? null)));
  }
  if (!isPlainList(container)) return wrongArgument('items', 1, 'Object or Array');
  run.spend(container.length * 4);
  return toTypedList(container.map((value, index) => toPair(keyName as string, index, valueName as string, value)));
};

const toPair = (keyName: string, key: QueryValue, valueName: string, value: QueryValue): Json => {
  const pair: Record<string, QueryValue> = {};
  setField(pair, keyName, key);
  setField(pair, valueName, value);
  return pair as Json;
};

const toTypedList = (pairs: readonly Json[]): QueryValue => {
  const list = new TypedList();
  for (const pair of pairs) list.push(pair);
  return list;
};

const objectFromLists: Call = ([keys, values], run) => {
  if (!isPlainList(keys)) return wrongArgument('object_from_lists', 1, 'Array');
  if (!isPlainList(values)) return wrongArgument('object_from_lists', 2, 'Array');
  run.spend(keys.length);
  const object: Record<string, QueryValue> = {};
  for (const [index, given] of keys.entries()) {
    const key = castToText(given);
    if (key === null) return wrongArgument('object_from_lists', 1, 'StringArray');
    setField(object, key, values[index] ?? null);
  }
  return object as QueryValue;
};

export const objectFunctions: readonly QueryFunction[] = [
  pure('to_boolean', [['string']], toBoolean),
  pure('parse_json', [['string']], parseJson),
  pure('parse_yaml', [['string']], parseYamlText),
  pure(
    'lookup',
    [
      ['object', 'array'],
      ['string', 'number'],
    ],
    lookup,
  ),
  pure('items', [['object', 'array'], ['string'], ['string']], items),
  pure('object_from_lists', [['array'], ['array']], objectFromLists),
];
