/** Reads a review that a policy posts to the API server as a question about grants, and gives the answer its shape. */

import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Request } from '../../model/request.ts';

type ApiCall = Extract<Request, { kind: 'api-call' }>;

export interface PostedReview {
  readonly kind: string;
  readonly spec: JsonObject;
  readonly request: Extract<Request, { kind: 'access-review' | 'path-review' }>;
}

/** `null` for what is no review, or is one of the caller itself: who calls here is no user of the cluster. */
export const toReviewRequest = ({ path, body }: ApiCall): PostedReview | null => {
  if (!/^\/?apis\/authorization\.k8s\.io\/v1(?:beta1)?\/(?:namespaces\/[^/]+\/local)?subjectaccessreviews$/.test(path))
    return null;
  const parsed = parseYaml(body ?? '');
  const spec = parsed.kind === 'value' && isJsonObject(parsed.value) ? parsed.value['spec'] : undefined;
  if (!isJsonObject(spec)) return null;
  const { user, groups, resourceAttributes: resource, nonResourceAttributes: other } = spec;
  const who = {
    user: toText(user),
    groups: isJsonArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
  };
  const kind = path.includes('local') ? 'LocalSubjectAccessReview' : 'SubjectAccessReview';
  if (isJsonObject(other))
    return {
      kind,
      spec,
      request: { kind: 'path-review', ...who, verb: toText(other['verb']), path: toText(other['path']) },
    };
  if (!isJsonObject(resource)) return null;
  return {
    kind,
    spec,
    request: {
      kind: 'access-review',
      ...who,
      verb: toText(resource['verb']),
      group: toText(resource['group']),
      resource: toText(resource['resource']),
      subresource: toText(resource['subresource']) || null,
      namespace: toText(resource['namespace']) || null,
      name: toText(resource['name']) || null,
    },
  };
};

export const toReviewAnswer = ({ kind, spec }: PostedReview, status: Json): JsonObject => ({
  apiVersion: 'authorization.k8s.io/v1',
  kind,
  spec,
  status,
});

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
