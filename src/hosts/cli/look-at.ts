/** For tests: one look at some paths or a cluster, as `serve --once` takes it, with what it was made of. */

import { inspectEstate } from '../assemble/inspect/inspect-estate.ts';
import type { Inspected } from '../assemble/inspect/inspected.ts';
import { toLook } from '../assemble/inspect/to-look.ts';
import type { Views } from '../console/api/views.ts';
import type { Look } from '../../stores/store.ts';
import type { CommandInput } from './command.ts';
import { readInspectRequest } from './inspect-request.ts';
import { readSettings } from './settings.ts';
import { createTestContext, type TestOptions } from './test-context.ts';

export interface Looked {
  readonly inspected: Inspected;
  readonly look: Look;
  readonly views: Views;
}

export const lookAt = async (
  words: readonly string[],
  options: TestOptions & { readonly given?: CommandInput['options'] } = {},
): Promise<Looked> => {
  const context = createTestContext([], [], options);
  const input: CommandInput = { words, options: options.given ?? {} };
  const request = await readInspectRequest(input, await readSettings(input, context), context, () => undefined);
  const inspected = await inspectEstate(request, context);
  const look = toLook(inspected, { id: '000000000000', title: words.join(' '), kind: 'manifests' });
  return { inspected, look, views: look.views as unknown as Views };
};
