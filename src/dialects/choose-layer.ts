/** Which layer of defence a policy is about, by what its annotations say in the words of Kyverno's own catalogue. */

import type { Layer } from '../model/layer.ts';

/** The texts from the most telling to the least: a title, a category, the subjects. `undefined` where none of them tells. */
export const chooseLayer = (texts: readonly (string | undefined)[]): Layer | undefined => {
  for (const text of texts) {
    const found = text === undefined ? undefined : signs.find(([sign]) => sign.test(text.slice(0, longest)));
    if (found !== undefined) return found[1];
  }
  return undefined;
};

/** A title is a line; whoever writes a book there need not have it read. */
const longest = 400;

/** The first that fits: a service mesh has secrets and networks, too, and a token is an identity before it is a secret. */
const signs: readonly (readonly [RegExp, Layer])[] = [
  [/\b(?:istio|linkerd|mesh)\b/i, 'mesh'],
  [/\b(?:rbac|(?:cluster)?role(?:binding)?s?|service ?accounts?|tokens?)\b/i, 'identity'],
  [/\bsecrets?\b/i, 'secrets'],
  [/\b(?:images?|registr(?:y|ies)|tags?|supply chain|sigstore|cosign|sboms?|vulnerabilit(?:y|ies))\b/i, 'image'],
  [
    /\b(?:network ?polic(?:y|ies)|network|ingress(?:es)?|gateways?|services?|load ?balancers?|node ?ports?)\b/i,
    'network',
  ],
  [/\b(?:pods?|containers?|deployments?|daemonsets?|statefulsets?|jobs?|cronjobs?|workloads?|psp|psa)\b/i, 'runtime'],
];
