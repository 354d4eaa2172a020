/** Bad input is one clear line each, and everything else is read. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMemoryDisk } from './memory-disk.ts';
import { collect, contextOf, object, scan } from './scan-in-memory.ts';

describe('bad input is one clear line, and the rest is read', () => {
  const good = object('Pod', 'good');
  const cases: readonly (readonly [name: string, text: string | Uint8Array, found: readonly string[]])[] = [
    [
      'broken YAML between sound documents',
      `${good}---\n${object('Pod', 'bad')}spec:\n\tx: 1\n---\n${good}`,
      ['Pod good', 'error /f.yaml:11:1: a tab indents this line: YAML allows only spaces there', 'Pod good'],
    ],
    [
      'a binary file',
      Buffer.from([0x7f, 0x45, 0, 0]),
      ['error /f.yaml: this is a binary file, no YAML or JSON: it holds NUL bytes'],
    ],
    [
      'UTF-16 without a byte order mark',
      Buffer.from(good, 'utf16le'),
      ['error /f.yaml: this is UTF-16; save it as UTF-8'],
    ],
    [
      'UTF-16 in the other order',
      Buffer.from(`${good}  annotations: {a: "åß→"}\n`, 'utf16le').swap16(),
      ['error /f.yaml: this is UTF-16; save it as UTF-8'],
    ],
    [
      'numbers of two bytes each',
      Buffer.from([1, 0, 2, 0, 65, 0, 3, 0]),
      ['error /f.yaml: this is a binary file, no YAML or JSON: it holds NUL bytes'],
    ],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), ['error /f.yaml: this is UTF-16; save it as UTF-8']],
    [
      'Latin-1, said once',
      Buffer.from(`${good}---\na: caf\xe9\n---\nb: caf\xe9\n---\n${good}`, 'latin1'),
      ['Pod good', 'error /f.yaml:6:7: this is not UTF-8 (perhaps Latin-1); save the file as UTF-8', 'Pod good'],
    ],
    ['a byte order mark', `\ufeff${good}`, ['Pod good']],
    [
      'a Helm template, said once',
      `${good}---\nkind: {{ .Values.kind }}\n---\n{{- if .x }}\na: 1\n{{- end }}\n`,
      [
        'Pod good',
        'error /f.yaml:6:8: this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints',
        'unread /f.yaml',
      ],
    ],
    [
      'a Helm template that parses',
      object('Pod', '"{{ .Release.Name }}"'),
      [
        'error /f.yaml:1:1: this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints',
        'unread /f.yaml',
      ],
    ],
    [
      'braces of another language inside a sound object',
      `${good}  annotations: {a: "{{ $labels.x }}"}\n`,
      ['Pod good'],
    ],
    [
      'a text on the separator line',
      `${good}--- x\n${good}---\n${good}`,
      [
        'Pod good',
        'error /f.yaml:5:1: nothing but a comment may follow `---` on its line; the document below it was not read',
        'Pod good',
      ],
    ],
    [
      'deep nesting',
      `apiVersion: v1\na: ${'['.repeat(5000)}`,
      ['error /f.yaml:2:203: lists and objects nest more than 200 deep'],
    ],
    [
      'an empty file',
      '',
      ['warning /f.yaml: this holds no object: it is empty, or holds only comments or an empty List'],
    ],
    [
      'comments alone',
      '# a\n---\n# b\n',
      ['warning /f.yaml: this holds no object: it is empty, or holds only comments or an empty List'],
    ],
    [
      'an empty List',
      'apiVersion: v1\nkind: List\nitems: []\n',
      ['warning /f.yaml: this holds no object: it is empty, or holds only comments or an empty List'],
    ],
    [
      'what is no Kubernetes object',
      'a: 1\n---\nversion: "3"\nservices: {}\n',
      [
        'other /f.yaml#0',
        'other /f.yaml#1',
        'warning /f.yaml: this holds no Kubernetes object: one has an apiVersion and a kind',
      ],
    ],
    [
      'a JSON array of objects',
      '[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}]',
      [
        'error /f.yaml:1:1: this is a list of objects, which Kubernetes does not read; give each its own document, or all as the `items` of a List',
      ],
    ],
    [
      'a misspelt field for the kind',
      'apiVersion: v1\nmetadata: {name: a}\nKind: Pod\n',
      ['error /f.yaml:3:1: `Kind` is no field of an object; write `kind`'],
    ],
    [
      'JSON objects that follow each other',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}{"a":1}\n{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}',
      ['Pod a', 'other /f.yaml#1', 'Pod b'],
    ],
    [
      'a field given twice',
      `${good}spec:\n  hostNetwork: true\n  hostNetwork: false\n`,
      [
        'warning /f.yaml:7:3: `hostNetwork` is given twice in one object; the last counts, and kubectl refuses it',
        'Pod good',
      ],
    ],
    [
      'lost indentation',
      'apiVersion: v1\nkind: Pod\nmetadata:\nname: a\n',
      [
        'error /f.yaml:4:1: the indentation seems lost: `name` stands at the top level, where a Pod has no such field; it belongs under metadata',
        'Pod ',
      ],
    ],
  ];
  for (const [name, text, found] of cases) {
    test(name, async () => assert.deepEqual(await scan('/f.yaml', { '/f.yaml': text }), found));
  }
  test('JSON and YAML of other tools in a folder are no errors', async () => {
    const found = await scan('/m', {
      '/m/tsconfig.json': '{\n// no\n"a": [1,, }',
      '/m/odd.yaml': 'a: b: c\n',
      '/m/pod.yaml': good,
    });
    assert.deepEqual(found, [
      'warning /m/odd.yaml:1:5: the indentation does not fit the lines above, or a `:` in a text needs quotes (no apiVersion in it, so hardly for Kubernetes)',
      'Pod good',
      'other /m/tsconfig.json#0',
    ]);
  });
  test('braces of another tool in a folder are a warning, those of Helm are not', async () => {
    const found = await scan('/m', {
      '/m/Taskfile.yml': 'run: {{.CLI}} x\n',
      '/m/include.yaml': '{{ include "lib.deployment" . }}\n',
    });
    assert.match(
      found[0] ?? '',
      /^warning \/m\/Taskfile.yml:1:\d+: .* \(no apiVersion in it, so hardly for Kubernetes\)$/,
    );
    assert.deepEqual(found.slice(1), [
      'error /m/include.yaml:1:2: this looks like a Helm template and was not read; scan the folder of its chart, or what `helm template` prints',
      'unread /m/include.yaml',
    ]);
  });
  test('a path that is not there, and one that is empty', async () => {
    assert.deepEqual(await scan('/nope', {}), ['error /nope: there is no such file or folder', 'unread /nope']);
    assert.deepEqual(await scan('', {}), [
      'error : the path is empty; name a file or a folder, or `-` for standard input',
    ]);
  });
  test('a folder without YAML, and standard input without anything', async () => {
    const readme = { '/m/readme.md': '# no' };
    assert.deepEqual(await scan('/m', readme), ['warning /m: there is no YAML or JSON file in this folder']);
    assert.deepEqual(await collect('-', contextOf(createMemoryDisk({}))), [
      'warning -: standard input holds no object; did the program before the pipe fail?',
    ]);
    assert.deepEqual(await collect('-', contextOf(createMemoryDisk({}), [Buffer.from('a: 1')])), [
      'other -#0',
      'warning -: standard input holds no Kubernetes object: one has an apiVersion and a kind',
    ]);
  });
  test('standard input is called -', async () => {
    const context = contextOf(createMemoryDisk({}), [Buffer.from('a: b: c'), Buffer.from('\n')]);
    assert.deepEqual(await collect('-', context), [
      'error -:1:5: the indentation does not fit the lines above, or a `:` in a text needs quotes',
    ]);
  });
});
