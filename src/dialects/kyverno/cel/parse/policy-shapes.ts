/** The fields of the kinds of policies.kyverno.io: one shape for all versions, whose specs are the same types. */

import { any, boolean, integer, listOf, mapOf, object, text, word, type Shape } from './shape.ts';

const selector = object({
  matchLabels: mapOf(text),
  matchExpressions: listOf(object({ key: text, operator: text, values: listOf(text) }, 'key', 'operator')),
});

const resourceRule = object({
  apiGroups: listOf(text),
  apiVersions: listOf(text),
  resources: listOf(text),
  operations: listOf(word('CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*')),
  resourceNames: listOf(text),
  scope: word('*', 'Cluster', 'Namespaced'),
});

const matchFields = {
  resourceRules: listOf(resourceRule),
  excludeResourceRules: listOf(resourceRule),
  namespaceSelector: selector,
  objectSelector: selector,
  matchPolicy: word('Exact', 'Equivalent'),
} as const;

const matchResources = object(matchFields);
const named = listOf(object({ name: text, expression: text }, 'name', 'expression'));
const annotations = listOf(object({ key: text, valueExpression: text }, 'key', 'valueExpression'));
const validation = object({ expression: text, message: text, messageExpression: text, reason: text }, 'expression');
const enabled = object({ enabled: boolean });
const podControllers = object({ controllers: listOf(text) });
const failurePolicy = word('Fail', 'Ignore');
const actions = listOf(word('Deny', 'Audit', 'Warn'));
const webhook = object({ timeoutSeconds: integer, matchConditions: named });
const evaluation = object({ mode: text, admission: enabled, background: enabled });

const validating = object({
  matchConstraints: matchResources,
  validations: listOf(validation),
  failurePolicy,
  auditAnnotations: annotations,
  matchConditions: named,
  variables: named,
  autogen: object({ podControllers, validatingAdmissionPolicy: enabled }),
  validationActions: actions,
  webhookConfiguration: webhook,
  evaluation,
});

const mutating = object({
  matchConstraints: matchResources,
  failurePolicy,
  matchConditions: named,
  variables: named,
  autogen: object({ podControllers, mutatingAdmissionPolicy: enabled }),
  targetMatchConstraints: object({ expression: text, ...matchFields }),
  targetMatchConditions: named,
  mutations: listOf(
    object(
      {
        patchType: word('ApplyConfiguration', 'JSONPatch'),
        applyConfiguration: object({ expression: text }),
        jsonPatch: object({ expression: text }),
      },
      'patchType',
    ),
  ),
  auditAnnotations: annotations,
  webhookConfiguration: webhook,
  evaluation: object({
    mode: text,
    admission: enabled,
    background: enabled,
    mutateExisting: enabled,
    skipBackgroundRequests: boolean,
    useServerSideApply: boolean,
  }),
  reinvocationPolicy: word('Never', 'IfNeeded'),
});

const generating = object(
  {
    matchConstraints: matchResources,
    matchConditions: named,
    variables: named,
    evaluation: object({
      admission: enabled,
      generateExisting: enabled,
      synchronize: enabled,
      orphanDownstreamOnPolicyDelete: enabled,
      skipBackgroundRequests: boolean,
    }),
    webhookConfiguration: webhook,
    generate: listOf(
      object({ expression: text, template: object({ value: text, interpolate: word('none', 'cel') }, 'value') }),
    ),
    auditAnnotations: annotations,
    useServerSideApply: boolean,
  },
  'generate',
);

const deleting = object(
  {
    matchConstraints: matchResources,
    conditions: named,
    variables: named,
    schedule: text,
    deletionPropagationPolicy: word('Orphan', 'Background', 'Foreground'),
  },
  'schedule',
);

const textOrExpression = object({ value: text, expression: text });

const cosign = object({
  key: object({ data: text, kms: text, hashAlgorithm: text, expression: text }),
  keyless: object({
    identities: listOf(
      object({ issuer: text, subject: text, issuerRegExp: text, subjectRegExp: text, subjectExpression: text }),
    ),
    roots: text,
    additionalExtensions: mapOf(text),
  }),
  certificate: object({ cert: textOrExpression, certChain: textOrExpression }),
  source: object({ repository: text, PullSecrets: listOf(any), tagPrefix: text }),
  ctlog: object({
    url: text,
    rekorPubKey: text,
    ctLogPubKey: text,
    tsaCertChain: text,
    insecureIgnoreTlog: boolean,
    insecureIgnoreSCT: boolean,
  }),
  tuf: object({ root: object({ path: text, data: text }), mirror: text }),
  annotations: mapOf(text),
  trustedRoot: textOrExpression,
});

const imageValidating = object({
  matchConstraints: matchResources,
  failurePolicy,
  auditAnnotations: annotations,
  validationActions: actions,
  matchConditions: named,
  variables: named,
  validationConfigurations: object({ mutateDigest: boolean, verifyDigest: boolean, required: boolean }),
  matchImageReferences: listOf(object({ glob: text, expression: text })),
  credentials: object({ allowInsecureRegistry: boolean, providers: listOf(text), secrets: listOf(text) }),
  images: named,
  attestors: listOf(
    object({ name: text, cosign, notary: object({ certs: textOrExpression, tsaCerts: textOrExpression }) }, 'name'),
  ),
  attestations: listOf(
    object({ name: text, intoto: object({ type: text }), referrer: object({ type: text }) }, 'name'),
  ),
  validations: listOf(validation),
  webhookConfiguration: webhook,
  evaluation,
  autogen: object({ podControllers }),
});

const exception = object(
  {
    policyRefs: listOf(object({ name: text, kind: text }, 'name', 'kind')),
    matchConditions: named,
    images: listOf(text),
    allowedValues: listOf(text),
    reportResult: word('skip', 'pass'),
    expiresAt: text,
    properties: mapOf(text),
    evaluationMode: text,
  },
  'policyRefs',
);

/** By kind; what stands beside `spec` is Kubernetes' own. */
export const specShapes = {
  ValidatingPolicy: validating,
  MutatingPolicy: mutating,
  GeneratingPolicy: generating,
  DeletingPolicy: deleting,
  ImageValidatingPolicy: imageValidating,
  PolicyException: exception,
} as const satisfies Readonly<Record<string, Shape>>;
