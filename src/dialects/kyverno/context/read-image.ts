/** What `images` says of one image. */

import { parseImageName, type ImageName } from '../../../lang/image/parse-image-name.ts';
import type { JsonObject } from '../../../model/json.ts';

export type ReadImage =
  | { readonly kind: 'image'; readonly image: JsonObject }
  | { readonly kind: 'defect'; readonly message: string };

export const readImage = (written: string): ReadImage => {
  const parsed = parseImageName(written);
  return parsed.kind === 'name' ? { kind: 'image', image: toImage(parsed.name) } : parsed;
};

const toImage = ({ domain, path: whole, tag: writtenTag, digest }: ImageName): JsonObject => {
  const tag = writtenTag === '' && digest === '' ? 'latest' : writtenTag;
  const repository = domain === '' ? whole : `${domain}/${whole}`;
  const slash = whole.indexOf('/');
  // A host that no domain name may be called is taken for the registry, too.
  const isHost = domain === '' && slash > 0 && whole.slice(0, slash).includes('_');
  const registry = isHost ? whole.slice(0, slash) : domain;
  return {
    ...(registry === '' ? {} : { registry }),
    name: whole.slice(whole.lastIndexOf('/') + 1),
    path: isHost ? whole.slice(slash + 1) : whole,
    ...(tag === '' ? {} : { tag }),
    ...(digest === '' ? {} : { digest }),
    reference: digest === '' ? `${repository}:${tag}` : `${repository}@${digest}`,
    referenceWithTag: `${repository}:${tag}`,
  };
};
