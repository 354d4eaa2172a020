/** What expressions may read, by the type its value has when it is there; much of it is not always there. */

import type { CelType } from './expression-grammar.ts';

export interface ReadPath {
  readonly text: string;
  readonly type: Exclude<CelType, 'any'>;
}

const paths = (type: ReadPath['type'], ...texts: readonly string[]): readonly ReadPath[] =>
  texts.map((text) => ({ text, type }));

const ofPodSpec = (spec: string): readonly ReadPath[] => [
  ...paths(
    'string',
    `${spec}.containers[0].image`,
    `${spec}.containers[0].name`,
    `${spec}.containers[0].resources.limits.memory`,
    `${spec}.containers[0].resources.limits.cpu`,
    `${spec}.containers[0].env[0].value`,
    `${spec}.restartPolicy`,
    `${spec}.dnsPolicy`,
    `${spec}.containers[1].image`,
    `${spec}.volumes[0].emptyDir.sizeLimit`,
    `${spec}.containers[0].imagePullPolicy`,
  ),
  ...paths(
    'int',
    `${spec}.containers[0].ports[0].containerPort`,
    `${spec}.terminationGracePeriodSeconds`,
    `${spec}.containers[0].securityContext.runAsUser`,
    `size(${spec}.containers)`,
  ),
  ...paths(
    'bool',
    `${spec}.hostNetwork`,
    `has(${spec}.hostNetwork)`,
    `has(${spec}.initContainers)`,
    `${spec}.containers.all(c, has(c.securityContext))`,
    `${spec}.containers[0].securityContext.runAsNonRoot`,
    `${spec}.containers.exists(c, c.image.endsWith(':1.25'))`,
    `${spec}.containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits)`,
  ),
  ...paths(
    'strings',
    `${spec}.containers.map(c, c.name)`,
    `${spec}.containers.map(c, c.image)`,
    `${spec}.containers[0].securityContext.capabilities.drop`,
  ),
  ...paths(
    'dyn',
    spec,
    `${spec}.containers`,
    `${spec}.containers[0]`,
    `${spec}.containers[0].resources`,
    `${spec}.volumes`,
    `${spec}.nodeSelector`,
    `${spec}.?initContainers.orValue([])`,
    `${spec}.containers[0].?securityContext`,
    `${spec}.tolerations`,
  ),
  ...paths(
    'optstring',
    `${spec}.?nodeSelector.?disk`,
    `${spec}.containers[?1].?image`,
    `${spec}.containers[0].?resources.?limits[?'memory']`,
  ),
  ...paths('quantity', `quantity(${spec}.containers[0].resources.limits.memory)`),
];

const ofKind: Readonly<Record<string, readonly ReadPath[]>> = {
  Pod: ofPodSpec('object.spec'),
  Deployment: [
    ...ofPodSpec('object.spec.template.spec'),
    ...paths(
      'int',
      'object.spec.replicas',
      'object.spec.revisionHistoryLimit',
      'object.spec.progressDeadlineSeconds',
      'object.spec.strategy.rollingUpdate.maxSurge',
    ),
    ...paths('map', 'object.spec.selector.matchLabels', 'object.spec.template.metadata.labels'),
    ...paths('dyn', 'object.spec.strategy', 'object.spec.strategy.rollingUpdate.maxUnavailable'),
  ],
  Service: [
    ...paths('int', 'object.spec.ports[0].port', 'object.spec.ports[0].targetPort', 'object.spec.ports[1].targetPort'),
    ...paths(
      'string',
      'object.spec.type',
      'object.spec.ports[0].protocol',
      'object.spec.sessionAffinity',
      'object.spec.internalTrafficPolicy',
      'object.spec.externalTrafficPolicy',
    ),
    ...paths('strings', 'object.spec.ports.map(p, p.name)', 'object.spec.externalIPs'),
    ...paths('dyn', 'object.spec.ports[0]', 'object.spec.selector', 'object.spec.allocateLoadBalancerNodePorts'),
  ],
  ConfigMap: [
    ...paths('string', 'object.data.a', 'object.data.b', 'object.data.url', "object.data['x.y']", 'object.data.none'),
    ...paths('map', 'object.data'),
    ...paths('bool', 'object.immutable', 'has(object.binaryData)'),
    ...paths('dyn', 'object.data', 'object.binaryData', 'object.binaryData.bin'),
  ],
  Role: [
    ...paths('strings', 'object.rules[0].verbs', 'object.rules[0].resources'),
    ...paths('bool', "object.rules.exists(r, '*' in r.verbs)", 'object.rules.all(r, size(r.apiGroups) > 0)'),
    ...paths('dyn', 'object.rules', 'object.rules[0]'),
  ],
  Namespace: [
    ...paths('strings', 'object.spec.finalizers'),
    ...paths('string', 'object.status.phase'),
    ...paths('dyn', 'object.spec', 'object.status'),
  ],
  Widget: [
    ...paths('string', 'object.spec.text'),
    ...paths('int', 'object.spec.int', 'object.spec.size', 'object.spec.big'),
    ...paths('double', 'object.spec.double', 'object.spec.ratio'),
    ...paths('ints', 'object.spec.ints'),
    ...paths('strings', 'object.spec.strings'),
    ...paths(
      'dyn',
      'object.spec',
      'object.spec.size',
      'object.spec.ratio',
      'object.spec.big',
      'object.spec.any',
      'object.spec.list',
      'object.spec.map',
      'object.spec.?any',
    ),
  ],
  HorizontalPodAutoscaler: [
    ...paths(
      'int',
      'object.spec.maxReplicas',
      'object.spec.minReplicas',
      'object.spec.targetCPUUtilizationPercentage',
      'object.spec.metrics[0].resource.target.averageUtilization',
    ),
    ...paths('dyn', 'object.spec.metrics', 'object.spec.scaleTargetRef', 'object.spec.behavior'),
  ],
};

const always: readonly ReadPath[] = [
  ...paths(
    'string',
    'object.metadata.name',
    'object.kind',
    'object.apiVersion',
    "object.metadata.labels['app']",
    "object.metadata.labels['tier']",
    "object.metadata.annotations['vauban.test/note']",
    'request.name',
    'request.namespace',
    'request.operation',
    'request.userInfo.username',
    'request.kind.kind',
    'request.kind.version',
    'request.resource.resource',
    'request.resource.version',
    'request.requestKind.version',
    'request.requestResource.group',
    'request.subResource',
    'request.requestSubResource',
    'request.userInfo.uid',
    'namespaceObject.metadata.name',
    "namespaceObject.metadata.labels['env']",
    "namespaceObject.metadata.labels['team']",
    "namespaceObject.metadata.annotations['vauban.test/note']",
    'namespaceObject.status.phase',
    'oldObject.metadata.name',
  ),
  ...paths(
    'bool',
    'request.dryRun',
    'has(request.subResource)',
    'has(request.namespace)',
    'has(namespaceObject.metadata.annotations)',
    "'oracle-group' in request.userInfo.groups",
    'oldObject == null',
    'object == null',
    'has(object.metadata.annotations)',
    'namespaceObject == null',
    'object == oldObject',
    'has(request.userInfo.uid)',
    'has(request.requestSubResource)',
  ),
  ...paths('map', 'object.metadata.labels', 'namespaceObject.metadata.labels', 'object.metadata.annotations'),
  ...paths('strings', 'request.userInfo.groups', 'namespaceObject.spec.finalizers'),
  ...paths(
    'dyn',
    'object',
    'oldObject',
    'object.metadata',
    'object.metadata.labels',
    'oldObject.metadata.labels',
    'object.spec',
    'object.?spec',
    'request.kind',
    'request.userInfo.groups',
    'namespaceObject.metadata.labels',
  ),
  ...paths(
    'optstring',
    "object.metadata.?labels[?'tier']",
    "object.metadata.?annotations[?'vauban.test/note']",
    'namespaceObject.metadata.?labels.team',
  ),
];

const ofParams: readonly ReadPath[] = [
  ...paths(
    'string',
    'params.data.max',
    'params.data.prefix',
    'params.data.list',
    'params.data.url',
    'params.metadata.name',
    'params.metadata.namespace',
    'params.spec.memory',
    'params.kind',
    'params.apiVersion',
  ),
  ...paths('int', 'params.spec.max', 'int(params.data.max)'),
  ...paths('double', 'params.spec.ratio'),
  ...paths('strings', 'params.spec.names'),
  ...paths('bool', 'params == null', 'has(params.data)', 'has(params.spec)', 'params.spec.nested.on'),
  ...paths('dyn', 'params', 'params.spec', 'params.data', 'params.metadata.labels'),
  ...paths('optstring', 'params.?data.?max', "params.?metadata.?labels[?'tier']"),
];

export const pathsFor = (kind: string, hasParams: boolean): readonly ReadPath[] => [
  ...always,
  ...(ofKind[kind] ?? []),
  // Twice, so that the object's own fields and parameters are read as often as all else.
  ...(ofKind[kind] ?? []),
  ...(hasParams ? [...ofParams, ...ofParams] : []),
];
