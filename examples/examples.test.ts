/** Holds the example files to what their READMEs promise; a real API server has the last word elsewhere. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { loadAll } from 'js-yaml';

type Labels = Readonly<Record<string, string>>;
type Example = {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly selector?: Labels & { readonly matchLabels?: Labels };
    readonly podSelector?: { readonly matchLabels?: Labels };
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  };
};
type Template = {
  readonly metadata: { readonly labels: Labels };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
};

const here = import.meta.dirname;
const weekZero = readEstate('week-0');
const weekTwelve = readEstate('week-12');

void test('the broken guide file is the good one without its indentation', () => {
  const good = readFileSync(join(here, 'guide/security-context.yaml'), 'utf8');
  assert.equal(readFileSync(join(here, 'guide/broken/security-context.yaml'), 'utf8'), good.replace(/^ +/gmu, ''));
});

for (const [week, estate] of [
  ['week 0', weekZero],
  ['week 12', weekTwelve],
] as const) {
  void test(`every Service of ${week} selects a workload of its namespace`, () => {
    for (const service of estate.filter((o) => o.kind === 'Service'))
      assert.ok(selects(estate, service, service.spec.selector ?? {}), service.metadata.name);
  });
}

void test('the NetworkPolicy of week 0 selects nothing', () => {
  const policies = weekZero.filter((o) => o.kind === 'NetworkPolicy');
  assert.deepEqual(
    policies.map((p) => selects(weekZero, p, p.spec.podSelector?.matchLabels ?? {})),
    [false],
  );
});

void test('every NetworkPolicy of week 12 selects a workload', () => {
  for (const policy of weekTwelve.filter((o) => o.kind === 'NetworkPolicy'))
    assert.ok(selects(weekTwelve, policy, policy.spec.podSelector?.matchLabels ?? {}), policy.metadata.name);
});

void test('every image of week 12 is pinned, the same image always to the same digest', () => {
  const digests = new Map<string, string>();
  for (const image of weekTwelve.flatMap((o) => podTemplate(o)?.spec.containers ?? []).map((c) => c.image)) {
    const [, name = '', digest = ''] =
      /^(registry\.example\.com\/[a-z/-]+:[\w.]+)@(sha256:[0-9a-f]{64})$/u.exec(image) ?? [];
    assert.notEqual(digest, '', image);
    assert.equal(digests.get(name) ?? digest, digest);
    digests.set(name, digest);
  }
});

void test('week 12 upgrades week 0 in place: no selector of a workload has changed', () => {
  for (const before of weekZero.filter((o) => podTemplate(o) && o.spec.selector)) {
    const after = weekTwelve.find((o) => o.kind === before.kind && sameName(o, before));
    if (after) assert.deepEqual(after.spec.selector, before.spec.selector, before.metadata.name);
  }
});

function readEstate(week: string): readonly Example[] {
  const folder = join(here, 'estate', week);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .flatMap((path) => loadAll(readFileSync(join(folder, path), 'utf8')) as Example[]);
}

function podTemplate(object: Example): Template | undefined {
  return object.spec?.template ?? object.spec?.jobTemplate?.spec.template;
}

function selects(estate: readonly Example[], from: Example, labels: Labels): boolean {
  return estate.some((o) => {
    const has = podTemplate(o)?.metadata.labels;
    return (
      has !== undefined &&
      o.metadata.namespace === from.metadata.namespace &&
      Object.entries(labels).every(([k, v]) => has[k] === v)
    );
  });
}

function sameName(a: Example, b: Example): boolean {
  return a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
}
