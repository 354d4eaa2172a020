/** What expressions throw where only a host can say more: it passes through evaluation untouched, up to the judge. */

import type { Request } from '../../model/request.ts';

/** An answer would let the expression go on. */
export class AnswerNeeded {
  readonly request: Request;
  constructor(request: Request) {
    this.request = request;
  }
}

/** Nobody can say: the subject is skipped, or that is an error. */
export class EvidenceMissing {
  readonly status: 'error' | 'skip';
  readonly message: string;
  constructor(status: 'error' | 'skip', message: string) {
    this.status = status;
    this.message = message;
  }
}

export const userUnknown = new EvidenceMissing(
  'skip',
  'The policy reads who asks, and nobody was named: give --as USER and --as-group GROUP to judge it.',
);
