/** What an API server makes of requests without any credential, from how it answers two of them. */

import type { Evidence } from '../../model/evidence.ts';
import { toFact, type FactOrigin, type FactValues } from './fact.ts';

export interface AnonymousAnswer {
  readonly status: number;
  /** The `message` of the Status; empty where the answer is none. */
  readonly said: string;
  /** The header `Audit-Id`, which the API server puts on every answer, and what stands before it on none. */
  readonly isApiServer: boolean;
}

/** Answers to `/api`, where only clients have business, and to `/livez`, where probes have. No facts from answers of anything else. */
export const toAnonymousFacts = (
  api: AnonymousAnswer,
  livez: AnonymousAnswer,
  origin: FactOrigin,
): readonly Evidence[] => {
  const value = toValue(api, livez);
  if (value === null) return [];
  return [
    toFact('control-plane/anonymous', value, api.isApiServer && livez.isApiServer ? 'certain' : 'likely', origin),
  ];
};

type Value = FactValues['control-plane/anonymous'];

const toValue = (api: AnonymousAnswer, livez: AnonymousAnswer): Value | null => {
  if (api.status === 200) return { state: 'discovery', detail: 'an anonymous request for /api was answered (200)' };
  if (isForbidden(api))
    return {
      state: 'forbidden',
      detail: 'an anonymous request for /api was taken for system:anonymous and forbidden (403)',
    };
  if (api.status !== 401) return null;
  if (livez.status === 401)
    return { state: 'disabled', detail: 'anonymous requests for /api and /livez were not authenticated (401)' };
  if (livez.status !== 200 && livez.status !== 500 && !isForbidden(livez)) return null;
  return {
    state: 'health-only',
    detail: 'an anonymous request for /api was not authenticated (401), one for /livez was',
  };
};

/** A proxy's 403 names nobody. */
const isForbidden = ({ status, said }: AnonymousAnswer): boolean => status === 403 && said.includes('system:anonymous');
