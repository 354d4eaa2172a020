/** Kyverno's functions of image references and URLs. */

import { parseImageName } from '../../image/parse-image-name.ts';
import { fault, pure, textAt, type Call, type QueryFunction } from './function.ts';
import { isPrivateAddress, readUrlHost } from '../url-host.ts';

/** In full: with a registry, and a tag where there is no digest. */
const imageNormalize: Call = (given) => {
  const parsed = parseImageName(textAt(given, 0));
  if (parsed.kind === 'defect') return fault(`JMESPath function 'image_normalize': ${parsed.message}`);
  const { domain, path, tag, digest } = parsed.name;
  const repository = domain === '' ? path : `${domain}/${path}`;
  return digest === '' ? `${repository}:${tag === '' ? 'latest' : tag}` : `${repository}@${digest}`;
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
