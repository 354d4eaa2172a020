/** Namespaces that no policy can tell apart: what one of them is tried for holds for the others. */

import { bigAsText } from '../../../model/json.ts';
import { objectAt } from '../../../model/read-object.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

/**
 * A class by what policies name: a namespace's own name where it stands in one of them, and of its labels those that do.
 * Where a policy computes with the name, or looks up something in the namespace, each is a class of its own.
 */
export const createNamespaceClasses = (
  snapshot: Snapshot,
  policies: readonly Resource[],
): ((namespace: string) => string) => {
  const texts = policies.map(({ ref, object }) => `"${ref.namespace ?? ''}"${JSON.stringify(object, bigAsText)}`);
  if (texts.some((text) => computes.test(text))) return (namespace) => namespace;
  const words = new Set(texts.flatMap((text) => text.match(quoted) ?? []));
  return (namespace) => {
    const labels = objectAt(snapshot.find('', 'Namespace', null, namespace)?.object, 'metadata', 'labels');
    const named = Object.entries(labels)
      .filter(([key]) => key !== 'kubernetes.io/metadata.name' && words.has(JSON.stringify(key)))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([words.has(JSON.stringify(namespace)) ? namespace : '', named]);
  };
};

/** What stands in quotes: names, keys and values as objects write them. */
const quoted = /"(?:[^"\\]|\\.)*"/g;

/** Expressions that see the namespace, look-ups in it, and patterns over names. */
const computes =
  /namespaceObject|request\.namespace|metadata\.namespace|\.namespace\b|paramKind|authorizer|"context"|globalContext|"namespaces?":(?:\[[^\]]*|"[^"]*)[*?!]|"namespaceSelector":\{[^[\]]*[*?]/;
