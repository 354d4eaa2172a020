/** Which containers have a token of their pod's service account with which the API server is spoken to. */

import type { JsonObject } from '../../model/json.ts';
import { objectsAt, textAt } from '../../model/read-object.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { mountsToken, type StandingContainer, type StandingWorkload } from '../standing-workloads.ts';

/** `automount`: the API server mounts it, unless it is told not to. `volume`: the pod asks for it by name. */
export type TokenMount = 'automount' | 'volume';

/** `null` where the container has none. */
export const createTokenMounts = (
  workload: StandingWorkload,
  snapshot: Snapshot,
): ((container: StandingContainer) => TokenMount | null) => {
  const automounts = mountsToken(workload, snapshot);
  const volumes = readTokenVolumes(workload.spec);
  return ({ list, object }) => {
    const mounts = objectsAt(object, 'volumeMounts');
    if (mounts.some((mount) => volumes.has(textAt(mount, 'name')))) return 'volume';
    // The API server gives ephemeral containers none, and leaves alone whoever has something at that path.
    const taken = mounts.some((mount) => textAt(mount, 'mountPath').replace(/\/+$/, '') === tokenPath);
    return automounts && list !== 'ephemeralContainers' && !taken ? 'automount' : null;
  };
};

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

const readTokenVolumes = (spec: JsonObject): ReadonlySet<string> =>
  new Set(
    objectsAt(spec, 'volumes')
      .filter((volume) =>
        objectsAt(volume, 'projected', 'sources').some(
          (source) =>
            source['serviceAccountToken'] !== undefined &&
            source['serviceAccountToken'] !== null &&
            isOfApiServer(textAt(source, 'serviceAccountToken', 'audience')),
        ),
      )
      .map((volume) => textAt(volume, 'name')),
  );

/**
 * A token for somebody else is refused by the API server. Which audiences are its own is an argument of it; it takes its
 * issuer by default, which is named after it where nobody chose another.
 */
const isOfApiServer = (audience: string): boolean =>
  audience === '' ||
  /^(?:https?:\/\/)?kubernetes(?:\.default(?:\.svc(?:\.|$)|$)|$)/.test(audience) ||
  audience === 'api';
