/** Every escape of a container, those of the kernel first, then those of the disk; checked when loaded. */

import type { StepType } from '../../model/step-type.ts';
import type { Escape } from './escape.ts';
import { corePattern } from './escapes/core-pattern.ts';
import { hostProcess } from './escapes/host-process.ts';
import { hostRead } from './escapes/host-read.ts';
import { hostTraverse } from './escapes/host-traverse.ts';
import { hostWrite } from './escapes/host-write.ts';
import { moduleLoad } from './escapes/module-load.ts';
import { nsenter } from './escapes/nsenter.ts';
import { privMount } from './escapes/priv-mount.ts';
import { runtimeSocket } from './escapes/runtime-socket.ts';
import { sysPtrace } from './escapes/sys-ptrace.ts';
import { varLogSymlink } from './escapes/var-log-symlink.ts';

/** Two of one type could not be told apart in the graph: a bug of whoever wrote them, told with the type. */
export const validateEscapes = (list: readonly Escape[]): readonly Escape[] => {
  const seen = new Set<StepType>();
  for (const { type } of list) {
    if (seen.has(type)) throw new Error(`two escapes are of the type ${type}`);
    seen.add(type);
  }
  return Object.freeze([...list]);
};

export const escapes: readonly Escape[] = validateEscapes([
  moduleLoad,
  nsenter,
  privMount,
  sysPtrace,
  corePattern,
  hostProcess,
  varLogSymlink,
  runtimeSocket,
  hostRead,
  hostWrite,
  hostTraverse,
]);
