/** The contract of escapes: by what a container comes out onto its node, one file each. */

import type { StepType } from '../../model/step-type.ts';
import type { ContainerView } from './container-view.ts';

export interface Escape {
  readonly type: StepType;
  /** `node`: it has the node. `volumes`: it has what lies in the volumes of the pods there. */
  readonly leads: 'node' | 'volumes';
  /** Each alone is enough; empty where there is none. */
  find(container: ContainerView): readonly Opening[];
}

/** One way to do it. */
export interface Opening {
  /** After the name of the container: `is privileged`. */
  readonly grant: string;
  readonly hinderedBy: readonly Confinement[];
}

/** What a pod may say of itself that really hinders some escapes; `confinements.ts` tells why. */
export type Confinement = 'user-namespace' | 'non-root' | 'app-armor';

/** A mount in words. */
export const tellMount = ({ path, readOnly }: { readonly path: string; readonly readOnly: boolean }): string =>
  `mounts ${path} of its node${readOnly ? ', read-only' : ''}`;
