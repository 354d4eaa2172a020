/** Gives every document of a batch a name of its own, so that answers about it can be told apart. */

import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';

/** A name that is free stays; others get a number behind, which leaves patterns that look at how they begin true. */
export const withDistinctNames = (documents: readonly JsonObject[]): readonly JsonObject[] => {
  const taken = new Set<string>();
  return documents.map((document, index) => {
    const metadata = isJsonObject(document['metadata']) ? document['metadata'] : {};
    const own = typeof metadata['name'] === 'string' ? metadata['name'] : 'nameless';
    const isPolicy = isJsonObject(document['spec']) && 'rules' in document['spec'];
    const place = isPolicy ? null : [document['kind'], metadata['namespace'] || 'default'];
    const key = (name: string): string => JSON.stringify([place, name]);
    const name = taken.has(key(own)) || own === '' ? `${own}-${index}` : own;
    taken.add(key(name));
    return name === metadata['name'] ? document : { ...document, metadata: { ...metadata, name } };
  });
};
