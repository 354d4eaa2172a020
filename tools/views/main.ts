/** `node tools/views/main.ts PATH…`: prints the views of one look as JSON, for whoever works on a page. */

import { createProcessContext } from '../../src/hosts/cli/process-context.ts';
import { readInspectRequest } from '../../src/hosts/cli/inspect-request.ts';
import { readSettings } from '../../src/hosts/cli/settings.ts';
import { inspectEstate } from '../../src/hosts/assemble/inspect/inspect-estate.ts';
import { toLook } from '../../src/hosts/assemble/inspect/to-look.ts';

const context = createProcessContext(new AbortController().signal, 'vauban');
const input = { words: process.argv.slice(2), options: {} };
const request = await readInspectRequest(input, await readSettings(input, context), context, () => undefined);
const look = toLook(await inspectEstate(request, context), {
  id: '000000000000',
  title: input.words.join(' '),
  kind: 'manifests',
});
process.stdout.write(`${JSON.stringify({ ...look, findings: [...look.findings] })}\n`);
