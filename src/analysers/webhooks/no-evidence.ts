/** What cannot be concluded because something was not read. */

import type { Resource } from '../../model/resource.ts';
import type { Unread } from '../../model/unread.ts';
import type { Details, Judged } from '../gap.ts';

export const toNoEvidence = (about: Resource, message: string, { grant }: Unread, details: Details): Judged => ({
  about,
  conclusion: {
    status: 'error',
    reason: 'no-evidence',
    action: 'none',
    enforcement: 'unknown',
    message,
    path: '',
    ...details,
    evidence: grant === null ? [] : [{ text: `Grant ${grant}`, source: 'vauban' }],
  },
});
