/** What of pipelines builds images, what scans them, and which scans can fail: as the services and the scanners document it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formOf, readPipeline, type PipelineForm } from './read-pipeline.ts';

type Form = Exclude<PipelineForm, 'tekton'>;

/** `docker build | Trivy at 9 (job build, step 2)`, and after a colon why its scan fails nothing. */
const tell = (text: string, form: Form): string => {
  const reading = readPipeline(text, form);
  if (reading === null) return 'nothing';
  const { builder, scan, elsewhere } = reading;
  const scanned =
    scan === null
      ? '-'
      : `${scan.scanner} at ${scan.line} (${scan.step})${scan.harmless === '' ? '' : `: ${scan.harmless}`}`;
  return `${builder ?? '-'} | ${scanned}${elsewhere.length === 0 ? '' : ` | elsewhere ${elsewhere.join(', ')}`}`;
};

const github = (...steps: readonly string[]): string =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((step) => `      - ${step.replaceAll('\n', '\n        ')}\n`).join('')}`;

const build = 'uses: docker/build-push-action@v6';
const trivy = (...inputs: readonly string[]): string =>
  `uses: aquasecurity/trivy-action@0.33.1\nwith:\n${['image-ref: shop/web:1', ...inputs].map((input) => `  ${input}`).join('\n')}`;

const githubCases: readonly (readonly [name: string, text: string, told: string])[] = [
  ['nothing that builds', github('uses: actions/checkout@v5', 'run: npm test'), '- | -'],
  ['a build that nothing scans', github(build), 'docker/build-push-action | -'],
  [
    'a scan that fails',
    github(build, trivy("exit-code: '1'")),
    'docker/build-push-action | Trivy at 7 (job build, step 2)',
  ],
  [
    'an exit code as a number',
    github(build, trivy('exit-code: 1')),
    'docker/build-push-action | Trivy at 7 (job build, step 2)',
  ],
  [
    'the exit code of the action is 0 by default',
    github(build, trivy()),
    'docker/build-push-action | Trivy at 7 (job build, step 2): its exit code stays 0',
  ],
  [
    'an exit code of 0',
    github(build, trivy("exit-code: '0'")),
    'docker/build-push-action | Trivy at 7 (job build, step 2): its exit code stays 0',
  ],
  [
    'a scan of files is none of images',
    github(build, 'uses: aquasecurity/trivy-action@0.33.1\nwith:\n  scan-type: fs\n  exit-code: 1'),
    'docker/build-push-action | -',
  ],
  [
    'a step whose failure is passed over',
    github(build, `${trivy('exit-code: 1')}\ncontinue-on-error: true`),
    'docker/build-push-action | Trivy at 7 (job build, step 2): continue-on-error is set',
  ],
  [
    'a comment calls nothing',
    github(build, 'run: |\n  # trivy image --exit-code 1 web\n  echo done'),
    'docker/build-push-action | -',
  ],
  [
    'a command that fails',
    github(
      'run: docker build -t web .',
      'name: Scan\nrun: |\n  set -eu\n  trivy image --exit-code 1 --severity HIGH,CRITICAL web',
    ),
    'docker build | Trivy at 10 (job build, Scan)',
  ],
  [
    'an exit code in the environment',
    github('run: docker push web', 'run: trivy image web\nenv:\n  TRIVY_EXIT_CODE: 1'),
    'docker push | Trivy at 7 (job build, step 2)',
  ],
  [
    'a command goes on by default',
    github('run: docker push web', 'run: trivy image web'),
    'docker push | Trivy at 7 (job build, step 2): its exit code stays 0',
  ],
  [
    '|| true',
    github('run: docker push web', 'run: trivy image --exit-code 1 web || true'),
    'docker push | Trivy at 7 (job build, step 2): || true follows it',
  ],
  [
    'set +e',
    github('run: docker push web', 'run: |\n  set +e\n  trivy image --exit-code 1 web'),
    'docker push | Trivy at 9 (job build, step 2): set +e follows it',
  ],
  [
    'a pipe loses the status',
    github('run: docker push web', 'run: trivy image --exit-code 1 web | tee scan.txt'),
    'docker push | Trivy at 7 (job build, step 2): a pipe without pipefail follows it',
  ],
  [
    'a pipe in bash by name does not',
    github('run: docker push web', 'run: trivy image --exit-code 1 web | tee scan.txt\nshell: bash'),
    'docker push | Trivy at 7 (job build, step 2)',
  ],
  [
    'options before the word',
    github('run: docker push web', 'run: trivy --quiet --cache-dir /tmp image --exit-code 1 web'),
    'docker push | Trivy at 7 (job build, step 2)',
  ],
  [
    'a continued line',
    github('run: docker push web', 'run: |\n  trivy image \\\n    --exit-code 1 \\\n    web'),
    'docker push | Trivy at 8 (job build, step 2)',
  ],
  [
    'a scanner in a container',
    github('run: docker build .', 'run: docker run --rm aquasec/trivy:0.65.0 image --exit-code 1 web'),
    'docker build | Trivy at 7 (job build, step 2)',
  ],
  ['trivy fs is none of images', github('run: docker build .', 'run: trivy fs --exit-code 1 .'), 'docker build | -'],
  [
    'the action of Grype fails by default',
    github(build, 'uses: anchore/scan-action@v7\nwith:\n  image: web'),
    'docker/build-push-action | Grype at 7 (job build, step 2)',
  ],
  [
    'the action of Grype told not to',
    github(build, 'uses: anchore/scan-action@v7\nwith:\n  image: web\n  fail-build: false'),
    'docker/build-push-action | Grype at 7 (job build, step 2): fail-build is false',
  ],
  [
    'the action of Grype over a folder',
    github(build, 'uses: anchore/scan-action@v7\nwith:\n  path: .'),
    'docker/build-push-action | -',
  ],
  [
    'grype told to fail',
    github(build, 'run: grype web --fail-on high'),
    'docker/build-push-action | Grype at 7 (job build, step 2)',
  ],
  [
    'grype not told to fail',
    github(build, 'run: grype web'),
    'docker/build-push-action | Grype at 7 (job build, step 2): it is not told to fail: --fail-on',
  ],
  [
    'Snyk fails by default',
    github(build, 'uses: snyk/actions/docker@master\nwith:\n  image: web'),
    'docker/build-push-action | Snyk at 7 (job build, step 2)',
  ],
  [
    'Snyk only monitoring',
    github(build, 'run: snyk container monitor web'),
    'docker/build-push-action | Snyk at 7 (job build, step 2): it only monitors',
  ],
  [
    'Docker Scout',
    github(build, 'uses: docker/scout-action@v1\nwith:\n  command: cves\n  exit-code: true'),
    'docker/build-push-action | Docker Scout at 7 (job build, step 2)',
  ],
  [
    'Docker Scout by default',
    github(build, 'run: docker scout cves web'),
    'docker/build-push-action | Docker Scout at 7 (job build, step 2): it is not told to fail: --exit-code',
  ],
  [
    'findings of ECR that nothing looks at',
    github('run: docker push web', 'run: aws ecr describe-image-scan-findings --repository-name web'),
    'docker push | Amazon ECR at 7 (job build, step 2): nothing looks at what it found',
  ],
  [
    'findings of ECR that end the script',
    github(
      'run: docker push web',
      'run: |\n  aws ecr describe-image-scan-findings --repository-name web > f\n  grep -q CRITICAL f && exit 1',
    ),
    'docker push | Amazon ECR at 8 (job build, step 2)',
  ],
  [
    'of two scans the one that fails counts',
    github(build, trivy(), 'run: grype web --fail-on high'),
    'docker/build-push-action | Grype at 10 (job build, step 3)',
  ],
  ['buildah', github('uses: redhat-actions/buildah-build@v2'), 'redhat-actions/buildah-build | -'],
  ['ko', github('run: ko build ./cmd/web'), 'ko build | -'],
  ['jib', github('run: mvn -B compile jib:build'), 'jib:build | -'],
  ['buildpacks', github('run: pack build web --publish'), 'pack build | -'],
  ['bake', github('run: docker buildx bake --push'), 'docker buildx bake | -'],
  ['docker login builds nothing', github('run: docker login -u x'), '- | -'],
  [
    'a workflow of somebody else',
    'on: push\njobs:\n  a: {uses: org/ci/.github/workflows/build.yaml@v1}\n  b: {steps: [{run: docker build .}]}\n',
    'docker build | - | elsewhere org/ci/.github/workflows/build.yaml@v1',
  ],
  [
    'a job whose failure is passed over',
    'jobs:\n  b:\n    continue-on-error: true\n    steps:\n    - run: docker build .\n    - run: trivy image --exit-code 1 w\n',
    'docker build | Trivy at 6 (job b, step 2): continue-on-error is set',
  ],
  ['what is no YAML', 'jobs: [', 'nothing'],
];

for (const [name, text, told] of githubCases) test(`GitHub: ${name}`, () => assert.equal(tell(text, 'github'), told));

const gitlabCases: readonly (readonly [name: string, text: string, told: string])[] = [
  ['a build that nothing scans', 'build:\n  script:\n    - docker build -t web .\n', 'docker build | -'],
  [
    'kaniko',
    'build:\n  image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}\n  script: /kaniko/executor --context .\n',
    '/kaniko/executor | -',
  ],
  [
    'a job that scans',
    'build: {script: [docker build .]}\nscan:\n  image: {name: "aquasec/trivy:0.65.0", entrypoint: [""]}\n  script:\n    - trivy image --exit-code 1 web\n',
    'docker build | Trivy at 5 (job scan)',
  ],
  [
    'a job that may fail',
    'build: {script: [docker build .]}\nscan:\n  allow_failure: true\n  script: trivy image --exit-code 1 web\n',
    'docker build | Trivy at 4 (job scan): allow_failure is set',
  ],
  [
    'a job that a person starts',
    'build: {script: [docker build .]}\nscan:\n  when: manual\n  script: trivy image --exit-code 1 web\n',
    'docker build | Trivy at 4 (job scan): when: manual is set',
  ],
  [
    'an exit code among the variables',
    'variables: {TRIVY_EXIT_CODE: "1"}\nbuild: {script: [docker build .]}\nscan: {script: [trivy image web]}\n',
    'docker build | Trivy at 3 (job scan)',
  ],
  [
    'what a job extends',
    '.scan: {allow_failure: true, script: [trivy image --exit-code 1 web]}\nbuild: {script: [docker build .]}\nscan: {extends: .scan}\n',
    'docker build | Trivy at 3 (job scan): allow_failure is set',
  ],
  [
    'a template that no job extends runs nothing',
    '.scan: {script: [trivy image --exit-code 1 web]}\nbuild: {script: [docker build .]}\n',
    'docker build | -',
  ],
  ['a job that extends itself', 'build: {extends: build, script: [docker build .]}\n', 'docker build | -'],
  [
    'a reference of GitLab',
    'build:\n  script:\n    - !reference [.setup, script]\n    - docker build .\n',
    'docker build | -',
  ],
  [
    'what is included is not read',
    'include: [{project: org/ci, file: scan.yml}]\nbuild: {script: [docker build .]}\n',
    'docker build | - | elsewhere org/ci',
  ],
  [
    'the template of GitLab may fail',
    'include: [{template: Jobs/Container-Scanning.gitlab-ci.yml}]\nbuild: {script: [docker build .]}\n',
    'docker build | GitLab container scanning at 1 (job container_scanning): allow_failure, which is on in the template is set',
  ],
  [
    'the template of GitLab told that it may not',
    'include: [{template: Jobs/Container-Scanning.gitlab-ci.yml}]\nbuild: {script: [docker build .]}\ncontainer_scanning: {allow_failure: false}\n',
    'docker build | GitLab container scanning at 1 (job container_scanning)',
  ],
];

for (const [name, text, told] of gitlabCases) test(`GitLab: ${name}`, () => assert.equal(tell(text, 'gitlab'), told));

const otherCases: readonly (readonly [name: string, text: string, form: Form, told: string])[] = [
  [
    'CircleCI',
    'jobs:\n  a:\n    steps:\n      - run: docker build .\n      - run:\n          name: scan\n          command: trivy image --exit-code 1 web\n',
    'other',
    'docker build | Trivy at 7 (scan)',
  ],
  [
    'Azure Pipelines',
    'steps:\n- task: Docker@2\n  inputs: {command: buildAndPush}\n- script: trivy image --exit-code 1 web\n  continueOnError: true\n',
    'other',
    'Docker@2 | Trivy at 4 (a step): continueOnError is set',
  ],
  [
    'Cloud Build',
    'steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, -t, web, .]\n- name: aquasec/trivy\n  args: [image, --exit-code, "1", web]\n',
    'other',
    'gcr.io/cloud-builders/docker | Trivy at 4 (aquasec/trivy)',
  ],
  [
    'Jenkins',
    "pipeline { stages {\n  sh 'docker build -t web .'\n  sh 'trivy image --exit-code 1 web'\n} }\n",
    'jenkins',
    'docker build | Trivy at 3 (line 3)',
  ],
  [
    'Jenkins, whose status is dropped',
    "sh 'docker build -t web .'\nsh script: 'trivy image --exit-code 1 web', returnStatus: true\n",
    'jenkins',
    'docker build | Trivy at 2 (line 2): its status is not looked at is set',
  ],
];

for (const [name, text, form, told] of otherCases) test(name, () => assert.equal(tell(text, form), told));

test('a pipeline is known by where it lies', () => {
  const forms = [
    '.github/workflows/a.yml',
    '.gitlab-ci.yml',
    '.tekton/a.yaml',
    'Jenkinsfile',
    '.circleci/config.yml',
    'deploy/a.yaml',
    'github/workflows/a.yml',
  ];
  assert.deepEqual(forms.map(formOf), ['github', 'gitlab', 'tekton', 'jenkins', 'other', null, null]);
});

const words = fc.constantFrom(
  'jobs:',
  ' steps:',
  '  - run: ',
  'trivy image ',
  '--exit-code 1',
  'docker build .',
  '|| true',
  '\\\n',
  '\n',
  ' ',
  '|',
  '#',
  '- ',
  '"',
  "'",
  '{',
  ']',
  '!reference [',
  'include: ',
  'extends: a',
  'a: ',
  'uses: ',
  'snyk/actions/docker@v1',
  'set +e',
  '&a ',
  '*a',
  '<<: ',
);

test('whatever is written is read, and nothing throws', () => {
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 40 }),
      fc.constantFrom<Form>('github', 'gitlab', 'jenkins', 'other'),
      (parts, form) => {
        readPipeline(parts.join(''), form);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a script of half a megabyte takes no more than a moment', () => {
  const hostile = [
    'trivy - '.repeat(60_000),
    '| '.repeat(200_000),
    '\\\n'.repeat(100_000),
    'gradle a '.repeat(50_000),
    `trivy ${'A,'.repeat(200_000)}`,
  ];
  for (const text of hostile) {
    const started = performance.now();
    readPipeline(github(`run: |\n  ${text.replaceAll('\n', '\n  ')}`), 'github');
    readPipeline(text, 'jenkins');
    assert.ok(performance.now() - started < 4000, text.slice(0, 10));
  }
});
