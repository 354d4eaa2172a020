/** Packs the bootstrap policy of several releases: one line for an object over the releases in which it is the same. */

import { at, objectsAt, textAt, textsAt } from '../../src/model/read-object.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';

/** The format is described where it is read, in `read-bootstrap-policy.ts`. */
export const renderReleases = (releases: ReadonlyMap<number, readonly JsonObject[]>): string => {
  const minors = [...releases.keys()].toSorted((a, b) => a - b);
  const rules = new Map<string, number>();
  const spans = new Map<string, { since: number; until: number }[]>();
  for (const minor of minors) {
    for (const object of releases.get(minor) ?? []) {
      const words = renderObject(object, (rule) => {
        const known = rules.get(rule) ?? rules.size;
        rules.set(rule, known);
        return known;
      });
      const known = spans.get(words) ?? [];
      const last = known.at(-1);
      if (last?.until === minor - 1) last.until = minor;
      else known.push({ since: minor, until: minor });
      spans.set(words, known);
    }
  }
  const objects = [...spans]
    .flatMap(([words, known]) => known.map(({ since, until }) => ({ words, range: `${since}-${until}` })))
    .toSorted((a, b) => compare(toSortKey(a.words), toSortKey(b.words)) || compare(a.range, b.range))
    .map(({ words, range }) => `${range} ${words}`);
  const data = { oldest: minors[0], newest: minors.at(-1), rules: [...rules.keys()], objects };
  return `${JSON.stringify(data, null, 1)}\n`;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const toSortKey = (words: string): string => words.split(' ').slice(0, 2).join(' ');

const renderObject = (object: JsonObject, numberOf: (rule: string) => number): string => {
  const kind = toWord(textAt(object, 'kind'));
  const place = `${textAt(object, 'metadata', 'namespace')}/${toWord(textAt(object, 'metadata', 'name'))}`;
  const words = kind.endsWith('Binding') ? renderBinding(object) : renderRole(object, numberOf);
  return [kind, place, ...words].join(' ');
};

const renderRole = (object: JsonObject, numberOf: (rule: string) => number): readonly string[] => {
  const labels = at(object, 'metadata', 'labels');
  return [
    ...renderLabels(isJsonObject(labels) ? labels : {}, ''),
    ...objectsAt(object, 'aggregationRule', 'clusterRoleSelectors').flatMap(({ matchLabels }) =>
      renderLabels(isJsonObject(matchLabels) ? matchLabels : {}, '<'),
    ),
    ...objectsAt(object, 'rules').map((rule) => String(numberOf(renderRule(rule)))),
  ];
};

const renderLabels = (labels: JsonObject, mark: string): readonly string[] =>
  Object.entries(labels)
    .filter(([key]) => key !== 'kubernetes.io/bootstrapping')
    .map(([key, value]) => {
      if (value !== 'true') throw new Error(`the label ${key} has another value than true`);
      return `${mark}${key}=true`;
    });

const renderRule = (rule: JsonObject): string => {
  const verbs = textsAt(rule, 'verbs').join(',');
  const paths = textsAt(rule, 'nonResourceURLs');
  if (paths.length > 0) return `${verbs} ${paths.join(',')}`;
  const groups = textsAt(rule, 'apiGroups').map((group) => (group === '' ? '-' : group));
  const names = textsAt(rule, 'resourceNames');
  const parts = [
    verbs,
    groups.join(','),
    textsAt(rule, 'resources').join(','),
    ...(names.length > 0 ? [names.join(',')] : []),
  ];
  return parts.join(' ');
};

const renderBinding = (object: JsonObject): readonly string[] => [
  `>${textAt(object, 'roleRef', 'kind')}/${textAt(object, 'roleRef', 'name')}`,
  ...objectsAt(object, 'subjects').map(
    (subject) => `${textAt(subject, 'kind')}:${textAt(subject, 'namespace')}/${toWord(textAt(subject, 'name'))}`,
  ),
];

const toWord = (text: string): string => {
  if (text === '' || text.includes(' ')) throw new Error(`${JSON.stringify(text)} is no word`);
  return text;
};
