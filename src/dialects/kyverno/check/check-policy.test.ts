/** Policies Kyverno itself refuses: each is said with the place and the reason, and judges nothing. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, read, sayProblems } from '../harness.ts';

/** A ClusterPolicy whose only rule, on Pods, is completed by the lines given. */
const rule = (body: string, spec = ''): string => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: demo}
spec:
${spec.replaceAll(/^/gm, '  ')}
  rules:
  - name: r
${body.replaceAll(/^/gm, '    ')}
`;

const onPods = 'match: {any: [{resources: {kinds: [Pod]}}]}\n';
const denies = 'validate: {message: never, deny: {}}';

const refused: readonly (readonly [name: string, policy: string, problem: string])[] = [
  [
    'a field nobody knows, with the one that was meant',
    rule(`${onPods}validate: {mesage: never, deny: {}}`),
    '9 error: spec.rules[0].validate.mesage: there is no such field; did you mean message?',
  ],
  [
    'a value of the wrong type',
    rule(`match: {any: [{resources: {kinds: Pod}}]}\n${denies}`),
    '8 error: spec.rules[0].match.any[0].resources.kinds: a list is expected here',
  ],
  [
    'a word that is none of those possible',
    rule(onPods + denies, 'failurePolicy: Never'),
    '5 error: spec.failurePolicy: "Never" is none of Ignore, Fail',
  ],
  [
    'a message that asks for no JMESPath',
    rule(`${onPods}validate: {message: "{{ request.object.[ }}", deny: {}}`),
    '9 error: spec.rules[0].validate.message: {{ request.object.[ }} is no JMESPath: SyntaxError: Incomplete expression',
  ],
  [
    'a rule that does nothing',
    rule(onPods),
    '7 error: spec.rules[0]: the rule says nothing to do: it needs one of validate, mutate, generate and verifyImages, with something in it',
  ],
  [
    'a rule that does two things',
    rule(`${onPods}${denies}\nmutate: {patchStrategicMerge: {metadata: {labels: {a: b}}}}`),
    '7 error: spec.rules[0]: a rule does one thing, and this one has validate and mutate',
  ],
  [
    'a check that is two checks',
    rule(`${onPods}validate: {deny: {}, pattern: {metadata: {name: x}}}`),
    '9 error: spec.rules[0].validate: a check is one of pattern, anyPattern, deny, foreach, podSecurity, cel, manifests, and this one has pattern and deny',
  ],
  [
    'a match without kinds',
    rule(`match: {any: [{resources: {namespaces: [a]}}]}\n${denies}`),
    '8 error: spec.rules[0].match.any[0].resources.kinds: at least one kind is required',
  ],
  [
    'any beside all',
    rule(`match: {any: [{resources: {kinds: [Pod]}}], all: [{resources: {kinds: [Pod]}}]}\n${denies}`),
    '8 error: spec.rules[0].match: any and all cannot stand together',
  ],
  [
    'a rule that matches what it excludes',
    rule(`${onPods}exclude: {any: [{resources: {kinds: [Pod]}}]}\n${denies}`),
    '7 error: spec.rules[0]: the rule matches what it excludes, and nothing else',
  ],
  [
    'every kind, in the background',
    rule(`match: {any: [{resources: {kinds: ["*"]}}]}\n${denies}`),
    '8 error: spec.rules[0].match.any[0].resources.kinds: the kind * needs background: false in spec',
  ],
  [
    'users in the background',
    rule(`match: {any: [{resources: {kinds: [Pod]}, clusterRoles: [admin]}]}\n${denies}`),
    '8 error: spec.rules[0].match.any[0].clusterRoles: who asks is known at admission alone; set background: false in spec',
  ],
  [
    'a variable of users in the background',
    rule(`${onPods}validate: {message: "{{ request.userInfo.username }}", deny: {}}`),
    '9 error: spec.rules[0].validate.message: {{ request.userInfo.username }}: who asks is known at admission alone; set background: false in spec',
  ],
  [
    'a variable nobody defines',
    rule(`${onPods}validate: {message: "{{ nobody.knows }}", deny: {}}`),
    '9 error: spec.rules[0].validate.message: there is no variable nobody.knows',
  ],
  [
    'a variable in what is matched',
    rule(`match: {any: [{resources: {kinds: [Pod], names: ["{{ request.name }}"]}}]}\n${denies}`),
    '8 error: spec.rules[0].match.any[0].resources.names[0]: {{ request.name }}: no variables here',
  ],
  [
    'an element outside of foreach',
    rule(`${onPods}validate: {message: "{{ element.name }}", deny: {}}`),
    '9 error: spec.rules[0].validate.message: {{ element.name }} exists inside of foreach alone',
  ],
  [
    "an entry with the name of a variable of Kyverno's own",
    rule(`${onPods}context: [{name: request, variable: {value: 1}}]\n${denies}`),
    `9 error: spec.rules[0].context[0].name: "request" is a variable of Kyverno's own; choose another name`,
  ],
  [
    'an entry that is two',
    rule(`${onPods}context: [{name: a, variable: {value: 1}, configMap: {name: a, namespace: b}}]\n${denies}`),
    '9 error: spec.rules[0].context[0]: a context entry is one of configMap, apiCall, globalReference, imageRegistry, variable',
  ],
  [
    'an entry whose query cannot be read',
    rule(`${onPods}context: [{name: a, variable: {jmesPath: "a..b"}}]\n${denies}`),
    '9 error: spec.rules[0].context[0].variable.jmesPath: ',
  ],
  [
    'an operation that does not exist',
    rule(`${onPods}preconditions: {all: [{key: "{{ request.operation }}", operator: Equals, value: MAKE}]}\n${denies}`),
    '9 error: spec.rules[0].preconditions.all[0].value: an operation is one of CREATE, UPDATE, DELETE, CONNECT',
  ],
  [
    'a JSON patch whose path has no slash',
    rule(`${onPods}mutate: {patchesJson6902: "- {op: add, path: metadata/labels, value: {}}"}`),
    '9 error: spec.rules[0].mutate.patchesJson6902: the path "metadata/labels" of a patch begins with a slash',
  ],
  [
    'a label that is no text',
    rule(`${onPods}validate: {pattern: {metadata: {labels: {a: 1}}}}`),
    '7 error: spec.rules[0]: labels and annotations are texts: put quotes around what is none',
  ],
  [
    'an annotation of a template that is no text',
    rule(`${onPods}mutate: {patchStrategicMerge: {spec: {template: {metadata: {annotations: {a: true}}}}}}`),
    '7 error: spec.rules[0]: labels and annotations are texts: put quotes around what is none',
  ],
  [
    'kinds that are all excluded again',
    rule(`match: {resources: {kinds: [Pod]}}\nexclude: {resources: {kinds: [Service, Pod]}}\n${denies}`),
    '7 error: spec.rules[0]: the rule matches what it excludes, and nothing else',
  ],
  [
    'a block without any beside one that excludes by any',
    rule(`match: {resources: {kinds: [Pod]}}\nexclude: {any: [{resources: {kinds: [Service]}}]}\n${denies}`),
    '7 error: spec.rules[0]: the rule matches what it excludes, and nothing else',
  ],
  [
    'a reference to what stands in the object, not in the rule',
    rule(`${onPods}validate: {pattern: {metadata: {name: $(/spec/nodeName)}}}`),
    '9 error: spec.rules[0].validate.pattern.metadata.name: got nil resolved variable $(/spec/nodeName) at path /validate/pattern/metadata/name',
  ],
  [
    'an operator of old in the preconditions of a loop',
    rule(
      `${onPods}validate: {foreach: [{list: request.object.spec.containers, preconditions: {all: [{key: "{{ element.name }}", operator: NotEqual, value: a}]}, deny: {}}]}`,
    ),
    '9 error: spec.rules[0].validate.foreach[0].preconditions.all[0].operator: "NotEqual" is no operator here; write NotEquals',
  ],
  [
    'a check that would add',
    rule(`${onPods}validate: {pattern: {metadata: {+(labels): {a: b}}}}`),
    '9 error: spec.rules[0].validate.pattern.metadata["+(labels)"]: the anchor +() adds, and a check adds nothing',
  ],
  [
    'a control of containers without images',
    rule(`${onPods}validate: {podSecurity: {level: baseline, exclude: [{controlName: Capabilities}]}}`),
    '9 error: spec.rules[0].validate.podSecurity.exclude[0].images: Capabilities is a control of containers: say of which images',
  ],
  [
    'a namespace that is both enforced and audited',
    rule(
      onPods + denies,
      'validationFailureActionOverrides: [{action: Enforce, namespaces: [a]}, {action: Audit, namespaces: ["*"]}]',
    ),
    '5 error: spec.validationFailureActionOverrides[1].namespaces: "*" is to be both enforced and audited: "a" stands under the other action',
  ],
  [
    'a policy for neither admission nor background',
    rule(onPods + denies, 'admission: false\nbackground: false'),
    '5 error: spec.admission: a policy needs admission or background, or both',
  ],
  [
    'a version that has no such policy',
    rule(onPods + denies).replace('kyverno.io/v1', 'kyverno.io/v3'),
    '1 error: apiVersion: there is no ClusterPolicy in kyverno.io/v3; write kyverno.io/v2beta1 or kyverno.io/v1',
  ],
];

for (const [name, policy, problem] of refused) {
  test(`Kyverno takes no policy with ${name}`, () => {
    const compiled = compile([read(policy)]);
    const said = sayProblems(compiled);
    assert.ok(
      said.some((each) => (problem.endsWith(': ') ? each.startsWith(problem) : each === problem)),
      `${problem}\nwas not said, but\n${said.join('\n')}`,
    );
    assert.deepEqual(compiled.rules, []);
  });
}

const taken: readonly (readonly [name: string, policy: string])[] = [
  ['a rule on Pods', rule(onPods + denies)],
  [
    'every kind where it is asked at admission alone',
    rule(`match: {any: [{resources: {kinds: ["*"]}}]}\n${denies}`, 'background: false'),
  ],
  [
    'users where it is asked at admission alone',
    rule(`match: {any: [{resources: {kinds: [Pod]}, clusterRoles: [admin]}]}\n${denies}`, 'background: false'),
  ],
  [
    'a variable of its own',
    rule(`${onPods}context: [{name: own, variable: {value: 1}}]\nvalidate: {message: "{{ own }}", deny: {}}`),
  ],
  [
    'an element inside of foreach',
    rule(
      `${onPods}validate:\n  foreach:\n  - {list: "request.object.spec.containers", deny: {conditions: {all: [{key: "{{ element.name }}", operator: Equals, value: x}]}}}`,
    ),
  ],
  [
    'braces inside of a variable of a patch',
    rule(
      `${onPods}mutate:\n  patchesJson6902: |-\n    - {op: add, path: /metadata/labels/a, value: {{ request.object.metadata.{a: name} | to_string(@) }}}`,
    ),
  ],
  ['a function as a variable', rule(`${onPods}validate: {message: "{{ to_upper('a') }}", deny: {}}`)],
];

for (const [name, policy] of taken) {
  test(`Kyverno takes a policy with ${name}`, () => assert.deepEqual(sayProblems(compile([read(policy)])), []));
}

test('a variable with a name of half a million letters is refused at once', () => {
  const started = performance.now();
  const said = sayProblems(
    compile([read(rule(`${onPods}validate: {message: "{{ ${'a'.repeat(500_000)} }}", deny: {}}`))]),
  );
  assert.match(
    said.join('\n').slice(0, 100),
    /^9 error: spec\.rules\[0\]\.validate\.message: there is no variable aaa/,
  );
  assert.ok(performance.now() - started < 10_000);
});

test('what is misspelt hides nothing else that is wrong, and is no second mistake', () => {
  const said = (policy: string): readonly string[] => sayProblems(compile([read(policy)]));
  const condition = '{key: "{{ request.object.[ }}", operator: Equals, value: 1}';
  assert.deepEqual(said(rule(`${onPods}validate: {mesage: never, deny: {conditions: {all: [${condition}]}}}`)), [
    '9 error: spec.rules[0].validate.mesage: there is no such field; did you mean message?',
    '9 error: spec.rules[0].validate.deny.conditions.all[0].key: incorrect query request.object.[: SyntaxError: Incomplete expression',
  ]);
  assert.deepEqual(said(rule(`${onPods}validate: {message: "{{ no.body }}", deny: {conditions: [${condition}]}}`)), [
    '9 error: spec.rules[0].validate.message: there is no variable no.body',
    '9 error: spec.rules[0].validate.deny.conditions[0].key: incorrect query request.object.[: SyntaxError: Incomplete expression',
  ]);
  assert.deepEqual(said(rule(`${onPods}validate: {message: never, patern: {spec: {}}}`)), [
    '9 error: spec.rules[0].validate.patern: there is no such field; did you mean pattern?',
  ]);
  assert.deepEqual(said(rule(`${onPods}validat: {message: never, deny: {}}`)), [
    '9 error: spec.rules[0].validat: there is no such field; did you mean validate?',
  ]);
});
