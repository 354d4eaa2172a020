/** `vauban snapshot` on files, and snapshots as the path of other commands: what is written, what is refused, what is said. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { plantCanaries } from '../../../tools/canaries/canaries.ts';
import { defaultKinds, policyKinds } from '../../sources/listed-kinds.ts';
import { loadSnapshot } from '../assemble/load-snapshot.ts';
import { createTestContext, runCli } from './test-context.ts';

const folderOf = (context: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vauban-snapshot-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostNetwork: true, containers: [{name: web, image: nginx}]}
`;

const allKinds = [...defaultKinds, ...policyKinds].flatMap(({ kind, groups }) =>
  groups.map((group) => ({ group, kind })),
);

/** As the command writes it of a cluster; the objects are lines. */
const ofCluster = (
  objects: readonly unknown[],
  { cluster = 'prod', kinds = allKinds, takenAt = '2999-01-01T00:00:00Z' } = {},
): string => {
  const metadata = {
    vauban: '0.1.0',
    takenAt,
    of: 'cluster',
    cluster,
    kubernetes: 'v1.37.2',
    redacted: true,
    kinds,
  };
  const items = objects.map((object) => `\n${JSON.stringify({ object, origin: { kind: 'cluster' } })}`);
  return `{"apiVersion":"vauban.dev/v1","kind":"Snapshot","metadata":${JSON.stringify(metadata)},"items":[${items.join(',')}\n],"evidence":[\n],"unread":[\n],"problems":[\n],"end":{"objects":${objects.length}}}\n`;
};

const livePod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', uid: `uid-${name}` },
  spec: { hostNetwork: true, containers: [{ name: 'web', image: 'nginx' }] },
});
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', uid: 'uid-shop' } };

interface Told {
  readonly cluster: string | null;
  readonly complete: boolean;
  readonly problems: readonly { readonly message: string }[];
  readonly unread: readonly { readonly kind: string; readonly reason: string }[];
  readonly findings: readonly {
    readonly id: string;
    readonly subject: {
      readonly name: string;
      readonly file: string | null;
      readonly line: number | null;
      readonly cluster: string | null;
    };
  }[];
}

const scan = async (folder: string, ...words: readonly string[]) => {
  const { code, output, error } = await runCli(
    ['scan', '-o', 'json', '--only', 'pod-security/baseline/host-namespaces', ...words],
    { folder },
  );
  return { code, error, told: JSON.parse(output) as Told };
};

test('what is written of files is read again: the same findings, without their lines', async (context) => {
  const folder = folderOf(context, { 'm/a.yaml': `# first\n${pod}` });
  const { code, output, error } = await runCli(['snapshot', 'm', '--write', 'out/estate.json.gz'], { folder });
  assert.deepEqual([code, output, error], [0, '', 'vauban: 1 object written to out/estate.json.gz\n']);
  assert.deepEqual(readdirSync(join(folder, 'out')), ['estate.json.gz']);
  const text = gunzipSync(readFileSync(join(folder, 'out/estate.json.gz'))).toString('utf8');
  assert.equal(
    text,
    `{"apiVersion":"vauban.dev/v1","kind":"Snapshot","metadata":{"vauban":"0.1.0","takenAt":"2026-11-23T12:00:00Z","of":"manifests","cluster":null,"kubernetes":null,"redacted":true,"kinds":[]},"items":[
{"object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop"},"spec":{"hostNetwork":true,"containers":[{"name":"web","image":"nginx"}]}},"origin":{"kind":"file","file":"m/a.yaml","document":0,"item":null}}
],"evidence":[
],"unread":[
],"problems":[
],"end":{"objects":1}}
`,
  );
  const [before, after] = [await scan(folder, 'm'), await scan(folder, 'out/estate.json.gz')];
  assert.deepEqual(
    after.told.findings.map(({ id, subject }) => [id, subject.file, subject.line]),
    before.told.findings.map(({ id, subject }) => [id, subject.file, null]),
  );
  assert.equal(before.told.findings[0]?.subject.line, 5);
  assert.deepEqual([after.code, after.told.complete, after.told.cluster], [1, true, null]);
});

test('a snapshot of a cluster is that cluster: its name, its objects, and what it does not hold does not exist', async (context) => {
  const folder = folderOf(context, { 'estate.data': gzipSync(ofCluster([shop, livePod('web')])) });
  const { code, error, told } = await scan(folder, 'estate.data');
  assert.deepEqual([code, error, told.cluster, told.complete], [1, '', 'prod', true]);
  assert.deepEqual(
    told.findings.map(({ subject: { name, cluster, file } }) => [name, cluster, file]),
    [['web', 'prod', null]],
  );
});

test('kinds that a snapshot was taken without make the answer partial', async (context) => {
  const folder = folderOf(context, {
    's.json': ofCluster([shop, livePod('web')], { kinds: [{ group: '', kind: 'Pod' }] }),
  });
  const { code, told } = await scan(folder, 's.json');
  assert.equal(code, 1);
  assert.equal(told.complete, false);
  assert.ok(told.unread.some(({ kind }) => kind === 'Namespace'));
});

test('two snapshots and a folder are three estates in one report', async (context) => {
  const folder = folderOf(context, {
    'm/a.yaml': pod,
    'one.json': ofCluster([shop, livePod('web')], { cluster: 'one' }),
    'two.json': ofCluster([shop, livePod('web')], { cluster: 'two' }),
  });
  const { told } = await scan(folder, 'two.json', 'm', 'one.json');
  assert.equal(told.cluster, 'two,one');
  assert.deepEqual(
    told.findings.map(({ subject: { cluster, file } }) => cluster ?? file),
    ['m/a.yaml', 'two', 'one'],
  );
  assert.equal(new Set(told.findings.map(({ id }) => id)).size, 3);
});

test('half a snapshot is never clean: told with its path and what to do, exit code 1', async (context) => {
  const text = ofCluster([shop, livePod('web')]);
  const folder = folderOf(context, { 'half.json': text.slice(0, text.indexOf('],"end"')) });
  const { code, output } = await runCli(['scan', 'half.json', '--only', 'image/digest', '--brief'], { folder });
  assert.equal(code, 1);
  assert.match(output, /^partial: /);
  assert.match(
    output,
    /half\.json: this snapshot is not whole: it is cut off: its last line is missing; copy it again, or take it anew with `vauban snapshot`/,
  );
  const allowed = await runCli(['scan', 'half.json', '--only', 'image/digest', '--allow-partial'], { folder });
  assert.equal(allowed.code, 0);
  const rewritten = await runCli(['snapshot', 'half.json', '--write', 'again.json'], { folder });
  assert.equal(rewritten.code, 1);
  assert.match(
    rewritten.error,
    /vauban: 2 objects of prod written to again\.json; the snapshot is partial, and says of what\n$/,
  );
  assert.equal((await scan(folder, 'again.json')).told.complete, false);
});

test('of a snapshot whose first line makes no sense nothing is read: exit code 2', async (context) => {
  const folder = folderOf(context, { 's.json': ofCluster([shop]).replace('vauban.dev/v1', 'vauban.dev/v9') });
  const { code, output } = await runCli(['scan', 's.json', '--brief'], { folder });
  assert.equal(code, 2);
  assert.match(
    output,
    /s\.json: this snapshot is of vauban\.dev\/v9, and this version of Vauban reads vauban\.dev\/v1/,
  );
});

test('admission policies in a snapshot judge what is in it, as those of a live cluster do', async (context) => {
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'no-web', uid: 'u1' },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      validations: [{ expression: "object.metadata.name != 'web'", message: 'no web here' }],
    },
  };
  const folder = folderOf(context, { 's.json': ofCluster([shop, livePod('web'), policy]) });
  const { output } = await runCli(['scan', 's.json', '-o', 'json', '--only', 'admission-policy/no-web'], { folder });
  assert.match(output, /no web here/);
  const run = await runCli(['policies', 'run', 's.json', '--fail-on', 'info'], { folder });
  assert.match(run.output, /no web here/);
});

test('a snapshot within a folder is passed over with a word, and standard input takes none', async (context) => {
  const folder = folderOf(context, { 'm/a.yaml': pod, 'm/estate.json': ofCluster([livePod('web')]) });
  const { told } = await scan(folder, 'm');
  assert.deepEqual(
    told.problems.map(({ message }) => message),
    ['this is a snapshot that Vauban wrote, an estate of its own, and was passed over; to read it, name it as a path'],
  );
  assert.equal(told.complete, true);
  const piped = await runCli(['scan', '-', '--brief'], { folder, standardInput: ofCluster([livePod('web')]) });
  assert.equal(piped.code, 2);
  assert.match(piped.output, /this is a snapshot that Vauban wrote; name the file it is in, as a path/);
});

test('packed manifests are no snapshot, and how to read them is said', async (context) => {
  const folder = folderOf(context, { 'm.yaml.gz': gzipSync(pod) });
  const { code, output } = await runCli(['scan', 'm.yaml.gz', '--brief'], { folder });
  assert.equal(code, 2);
  assert.match(
    output,
    /m\.yaml\.gz: this is packed with gzip and holds no snapshot of Vauban; unpack it first, `gunzip --stdout FILE \| vauban scan -`/,
  );
});

test('an old snapshot says how old it is', async (context) => {
  const folder = folderOf(context, { 's.json': ofCluster([shop], { takenAt: '2020-01-01T00:00:00Z' }) });
  const { told } = await scan(folder, 's.json');
  assert.match(
    told.problems[0]?.message ?? '',
    /^this snapshot was taken \d+ days ago, on 2020-01-01: what has changed since is not in it$/,
  );
  assert.equal(told.complete, true);
});

test('no canary is in a snapshot of files, packed or not, nor a Secret', async (context) => {
  const { yaml, misplaced, secrets } = plantCanaries();
  const folder = folderOf(context, { 'a.yaml': yaml, 'b.yaml': misplaced });
  const ran = await runCli(['snapshot', 'a.yaml', 'b.yaml', '--write', 's.json'], { folder });
  assert.match(ran.error, /vauban: \d+ Secrets were left out: a snapshot holds none\n/);
  await runCli(['snapshot', 'a.yaml', 'b.yaml', '--write', 's.json.gz'], { folder });
  const texts = [
    ran.error,
    readFileSync(join(folder, 's.json'), 'utf8'),
    gunzipSync(readFileSync(join(folder, 's.json.gz'))).toString('utf8'),
  ];
  for (const text of texts) {
    for (const secret of secrets) assert.ok(!text.includes(secret), secret);
    assert.doesNotMatch(text, /\{"object":\{"apiVersion":"v1","kind":"Secret"/);
  }
});

const example = 'vauban snapshot --cluster --write estate.json.gz';

const wrong: readonly (readonly [string, readonly string[], string])[] = [
  ['no file', ['m'], `a snapshot is written to a file: name it with --write, for example ${example}`],
  [
    'a name without --write',
    ['--cluster', 'mine.json.gz'],
    'a snapshot is written to a file: name it with --write, for example vauban snapshot --cluster --write mine.json.gz',
  ],
  ['an empty name', ['m', '--write', ''], `--write '' names no file; for example ${example}`],
  ['standard output', ['m', '--write', '-'], `--write - names no file; for example ${example}`],
  [
    'a cluster and a path',
    ['m', '--cluster', '--write', 's.json'],
    'a snapshot is of one estate: one cluster, or paths',
  ],
  [
    'two clusters',
    ['--context', 'a', '--context', 'b', '--write', 's.json'],
    'a snapshot is of one estate: one cluster, or paths',
  ],
  [
    'a snapshot and a path',
    ['m', 'one.json', '--write', 's.json'],
    'one.json is a snapshot, an estate of its own: a snapshot is of one estate',
  ],
  [
    'a terminal',
    ['m', '--write', '/dev/tty'],
    `/dev/tty is a terminal, and a snapshot is for programs; for example ${example}`,
  ],
  ['a folder', ['m', '--write', 'm'], 'm could not be written: it is a folder'],
];

for (const [name, words, message] of wrong)
  test(`${name} is refused in one line, and nothing is written`, async (context) => {
    const folder = folderOf(context, { 'm/a.yaml': pod, 'one.json': ofCluster([shop]) });
    const { code, output, error } = await runCli(['snapshot', ...words], { folder });
    assert.deepEqual([code, output, error], [2, '', `vauban: ${message}\n`]);
    assert.deepEqual(readdirSync(folder).toSorted(), ['m', 'one.json']);
  });

test('where nothing can be read nothing is written, and what was there stays', async (context) => {
  const folder = folderOf(context, { 'm/a.txt': 'x', 's.json': 'before' });
  const { code, error } = await runCli(['snapshot', 'm', '--write', 's.json'], { folder });
  assert.deepEqual(
    [code, error],
    [
      2,
      'vauban: m: there is no YAML or JSON file in this folder\nvauban: nothing could be read, so s.json was not written\n',
    ],
  );
  assert.equal(readFileSync(join(folder, 's.json'), 'utf8'), 'before');
  assert.deepEqual(readdirSync(folder).toSorted(), ['m', 's.json']);
});

test('what could not be read is told, kept in the snapshot, and makes the exit code 1', async (context) => {
  const folder = folderOf(context, { 'm/a.yaml': pod });
  symlinkSync('/', join(folder, 'm/out'));
  const { code, error } = await runCli(['snapshot', 'm', '--write', 's.json'], { folder });
  assert.deepEqual(
    [code, error],
    [
      1,
      'vauban: m/out: this link leads out of the folder and was not followed\nvauban: 1 object written to s.json; the snapshot is partial, and says of what\n',
    ],
  );
  const { told } = await scan(folder, 's.json');
  assert.deepEqual([told.complete, told.unread.map(({ kind }) => kind)], [false, ['m/out']]);
  const allowed = await runCli(['snapshot', 'm', '--write', 's.json', '--allow-partial'], { folder });
  assert.equal(allowed.code, 0);
});

test('a command that answers about one estate takes a snapshot alone', async (context) => {
  const folder = folderOf(context, { 'm/a.yaml': pod, 's.json': ofCluster([shop, livePod('web')]) });
  const load = (paths: readonly string[]) =>
    loadSnapshot(
      {
        paths,
        context: null,
        kinds: [{ group: '', kind: 'Pod' }],
        kindsAlone: true,
        keep: (resource) => resource,
        namespaces: [],
        progress: () => undefined,
      },
      createTestContext([], [], { folder }),
    );
  const alone = await load(['s.json']);
  assert.deepEqual(
    [alone.snapshot.kind, alone.cluster, alone.snapshot.list('', 'Pod').length, alone.problems, alone.snapshot.unread],
    ['cluster', 'prod', 1, [], []],
  );
  const both = await load(['s.json', 'm']);
  assert.equal(both.nothingRead, true);
  assert.deepEqual(
    both.problems.map(({ message, span }) => `${span?.file}: ${message}`),
    ['s.json: this is a snapshot, an estate of its own, and an answer is about one estate: name it alone'],
  );
});
