/** What is known of the public suites of Kyverno: tests that cannot run here, and those that do not agree, each with its reason. */

/** Tests that need a live registry, or lack a file of their own: the reference fails them without a network, too. */
export const needRegistry: readonly string[] = [
  'kyverno-cli/test/cli/test/images/',
  'kyverno-cli/test/cli/test-image-validating-policy/sample-policy/',
  'kyverno-cli/test/cli/test-image-validating-policy/with-cel-exceptions/',
  'kyverno-cli/test/cli/test-context-resource-ivpol/',
];

/** Test files that do not agree, by their path below the suites; one that agrees fails the run, so that the list shrinks. */
export const gaps: ReadonlyMap<string, string> = new Map([
  [
    'kyverno-cli/test/cli/test-mutating-admission-policy/with-two-params/kyverno-test.yaml',
    'the reference hands a policy all parameters of a selector as one list; the API server asks it once for each',
  ],
  [
    'kyverno-cli/test/cli/test-validating-policy/http-allow/kyverno-test.yaml',
    'a policy about HTTP requests: it judges no object, and is not run',
  ],
  [
    'kyverno-cli/test/cli/test-validating-policy/http-deny/kyverno-test.yaml',
    'a policy about HTTP requests: it judges no object, and is not run',
  ],
]);
