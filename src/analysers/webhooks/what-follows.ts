/** What a webhook that cannot be reached means for the requests it matches. */

import type { Webhook } from './webhooks.ts';

export const whatFollows = ({ failsOpen }: Webhook): string =>
  failsOpen ? 'nothing is judged' : 'every request it matches is refused';
