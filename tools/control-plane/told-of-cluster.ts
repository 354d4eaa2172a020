/** What the command line says of objects of the test cluster by the rules of enforcement and webhooks. */

import assert from 'node:assert/strict';
import { runCli } from '../../src/hosts/cli/test-context.ts';

/** What is said against the planted objects: `fail enforcement/x Kind name`, without what other tests' objects cause. */
export const scan = async (kubeconfig: string, own: RegExp, ...words: readonly string[]): Promise<readonly string[]> =>
  (await scanAll(kubeconfig, own, ...words)).filter((line) => !/^(?:pass|skip) /.test(line));

/** The rules by which an object is called enforced. */
export const passesOf = async (kubeconfig: string, name: string): Promise<readonly string[]> =>
  (await scanAll(kubeconfig, new RegExp(`^${name}$`), '--include-passes')).flatMap((line) =>
    line.startsWith('pass enforced ') ? [line.split(' ')[2] ?? ''] : [],
  );

/** The same with what is not said against them, as far as the words ask for it. */
export const scanAll = async (
  kubeconfig: string,
  own: RegExp,
  ...words: readonly string[]
): Promise<readonly string[]> => {
  const { output, error } = await runCli(
    ['scan', '--cluster', '-o', 'json', '--only', 'enforcement/*', '--only', 'webhook/*', ...words],
    { environment: { KUBECONFIG: kubeconfig } },
  );
  assert.notEqual(output, '', error);
  const { findings } = JSON.parse(output) as {
    readonly findings: readonly {
      readonly rule: string;
      readonly status: string;
      readonly message: string;
      readonly enforcement: string;
      readonly subject: { readonly kind: string; readonly name: string };
    }[];
  };
  return (
    findings
      .filter(({ subject }) => own.test(subject.name))
      // Other tests' namespaces are lived in too.
      .map(
        ({ status, enforcement, rule, subject, message }) =>
          `${status}${status === 'pass' ? ` ${enforcement}` : ''} ${rule} ${subject.kind} ${subject.name}: ${message.replace(/\(.*enf-.*\)/, '(…)')}`,
      )
      .toSorted()
  );
};
