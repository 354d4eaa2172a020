/** What is known of the public suites of Kyverno: tests that cannot run here, and those that do not agree, each with its reason. */

/** Tests that need a live registry, or lack a file of their own: the reference fails them without a network, too. */
export const needRegistry: readonly string[] = [
  'kyverno-cli/test/cli/test/images/',
  'kyverno-cli/test/cli/test-image-validating-policy/sample-policy/',
  'kyverno-cli/test/cli/test-image-validating-policy/with-cel-exceptions/',
  'kyverno-cli/test/cli/test-context-resource-ivpol/',
];

/** Test files that do not agree, by their path below the suites; one that agrees fails the run, so that the list shrinks. */
export const gaps: ReadonlyMap<string, string> = new Map([]);
