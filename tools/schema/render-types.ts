/** Joins what Go and what OpenAPI say about the built-in types into one text that the product reads, a line a type. */

import type { OpenApi, Property } from './read-open-api.ts';

export interface GoTypes {
  /** Type names by `group/version/kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, readonly GoField[]>>;
}

interface GoField {
  readonly name: string;
  readonly type: string;
  readonly omit: '' | 'empty' | 'zero';
}

export const renderTypes = (go: GoTypes, openApi: OpenApi): string => {
  const kinds = Object.entries(go.kinds)
    .filter(([kind]) => openApi.kinds.has(kind))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const reached = new Set<string>();
  for (const [, type] of kinds) reach(go, type, reached);
  for (const type of leavesWithin) reach(go, type, reached);
  const typeLines = [...reached].toSorted().map((type) => {
    const properties = openApi.types.get(toOpenApiName(type));
    const fields = (go.types[type] ?? []).map((field) => renderField(field, properties?.get(field.name)));
    return [shorten(type), ...fields].join(' ');
  });
  const kindLines = kinds.map(([kind, type]) => `${kind} ${shorten(type)}`);
  return `{"kinds":${renderLines(kindLines)},\n"types":${renderLines(typeLines)}}\n`;
};

/** One line an entry, so that a change of a type is a change of a line. */
const renderLines = (lines: readonly string[]): string =>
  `[\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n]`;

/** Reached through types with a form of their own, where Go's reflection ends. */
const leavesWithin = ['k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaProps'];

const reach = (go: GoTypes, type: string, reached: Set<string>): void => {
  if (reached.has(type)) return;
  reached.add(type);
  for (const field of go.types[type] ?? []) {
    const inner = field.type.replace(/^(?:\*|\[\]|\{\})+/, '');
    if (inner.includes('.')) reach(go, inner, reached);
  }
};

const renderField = ({ name, type, omit }: GoField, property: Property | undefined): string => {
  const omitted = omit === 'empty' ? '?' : omit === 'zero' ? '~' : '';
  const required = property?.required === true ? '!' : '';
  const keys = property === undefined || property.keys === '' ? '' : `#${property.keys}`;
  const value = property?.default;
  // OpenAPI gives every field that is no pointer the default Go gives it anyway.
  const isDefault = value !== undefined && (type.startsWith('*') || !empty.has(value));
  const text = `${name}:${shorten(type)}${omitted}${required}${keys}${isDefault ? `=${value}` : ''}`;
  if (/\s/.test(text)) throw new Error(`${text} does not fit into a line`);
  return text;
};

const empty: ReadonlySet<string> = new Set(['{}', '""', '0', 'false', '[]']);

const shorten = (type: string): string =>
  type
    .replace('k8s.io/apimachinery/pkg/apis/', '')
    .replace('k8s.io/apiextensions-apiserver/pkg/apis/', '')
    .replace('k8s.io/kube-aggregator/pkg/apis/', '');

/** `apps/v1.DeploymentSpec` is `io.k8s.api.apps.v1.DeploymentSpec` there. */
const toOpenApiName = (type: string): string =>
  type.startsWith('k8s.io/')
    ? `io.k8s.${type.slice('k8s.io/'.length).replaceAll('/', '.')}`
    : `io.k8s.api.${type.replaceAll('/', '.')}`;
