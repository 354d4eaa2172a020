/** Compiles the policies of a test. Of a test that names nobody who asks, each family of policies thinks something else. */

import type { CompiledPolicies } from '../../../dialects/dialect.ts';
import type { PolicyUser, PolicyValues } from '../../../dialects/policy-values.ts';
import { toGroup, type Resource } from '../../../model/resource.ts';
import { compilePolicies } from '../compile-policies.ts';
import type { PolicyDocuments } from '../read-policies.ts';

export interface TestPolicies {
  readonly paths: readonly string[];
  readonly documents: readonly Resource[];
  readonly locate: PolicyDocuments['locate'];
  readonly user: PolicyUser | null;
  readonly values: PolicyValues;
}

export const compileTestPolicies = async (given: TestPolicies): Promise<CompiledPolicies> => {
  const { paths, documents, locate, user, values } = given;
  const compile = (only: readonly Resource[], asking: PolicyUser | null): Promise<CompiledPolicies> =>
    compilePolicies(
      { paths, documents: only, problems: [], unread: [], locate },
      { user: asking, values, asWritten: true, allowUnverified: false, asRequests: true },
    );
  const classic = await compile(
    documents.filter((document) => !isCel(document)),
    user,
  );
  const cel = await compile(documents.filter(isCel), user ?? nobody);
  return {
    rules: [...classic.rules, ...cel.rules],
    problems: [...classic.problems, ...cel.problems],
    asked: [...classic.asked, ...cel.asked],
  };
};

const isCel = ({ ref }: Resource): boolean => toGroup(ref.apiVersion) === 'policies.kyverno.io';

/** To policies with CEL it is somebody without a name; the others do not look at what is said of users. */
const nobody: PolicyUser = { name: '', groups: [] };
