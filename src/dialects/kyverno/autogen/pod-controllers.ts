/** The kinds whose Pods a policy on Pods reaches too. */

export const podControllers = [
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
] as const;

/** Kinds are named with their group and version, so that a custom kind of the same name is not meant. */
export const toQualifiedKind = (kind: string): string => qualified.get(kind) ?? kind;

const qualified: ReadonlyMap<string, string> = new Map([
  ['DaemonSet', 'apps/v1/DaemonSet'],
  ['Deployment', 'apps/v1/Deployment'],
  ['Job', 'batch/v1/Job'],
  ['StatefulSet', 'apps/v1/StatefulSet'],
  ['ReplicaSet', 'apps/v1/ReplicaSet'],
  ['ReplicationController', 'v1/ReplicationController'],
  ['CronJob', 'batch/v1/CronJob'],
  ['Pod', 'v1/Pod'],
]);

/** The kind of a selector without group, version and subresource. */
export const bareKind = (selector: string): string => {
  const parts = selector.split('/');
  const isVersion = (part: string | undefined): boolean => part !== undefined && version.test(part);
  switch (parts.length) {
    case 1:
      return (parts[0] ?? '').split('.')[0] ?? '';
    case 2:
      return isVersion(parts[0]) && parts[0] !== parts[1] ? ((parts[1] ?? '').split('.')[0] ?? '') : (parts[0] ?? '');
    case 3:
      return isVersion(parts[0]) ? (parts[1] ?? '') : ((parts[2] ?? '').split('.')[0] ?? '');
    case 4:
      return parts[2] ?? '';
    default:
      return '';
  }
};

/** As Kyverno tells a version from a group or a kind. */
const version = /^(v\d((alpha|beta)\d)?|\*)$/;
