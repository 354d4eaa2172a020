/** Kyverno's functions of image references and URLs. */

import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';
import { normaliseImage } from '../normalise-image.ts';
import { isPrivateAddress, readUrlHost } from '../url-host.ts';

const imageNormalize: Call = (given) => {
  const normal = normaliseImage(textAt(given, 0));
  return normal.kind === 'image' ? normal.image : fault(`JMESPath function 'image_normalize': ${normal.message}`);
};

/** Of an address alone: names are resolved by nobody here, so that a policy asks no server where it should not. */
const isExternalUrl: Call = (given) => {
  const read = readUrlHost(textAt(given, 0));
  if (read.kind === 'defect') return fault(read.message);
  const isPrivate = isPrivateAddress(read.host);
  if (isPrivate !== null) return !isPrivate;
  // What every resolver says.
  if (read.host === 'localhost') return false;
  return fault(`lookup ${read.host}: no such host`);
};

export const addressFunctions: readonly QueryFunction[] = [
  pure('image_normalize', [['string']], imageNormalize),
  pure('is_external_url', [['string']], isExternalUrl),
];
