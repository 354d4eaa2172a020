/** What expressions read as `namespaceObject`. */

import { toNamespaceLabels } from '../admission/match-resources.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { answeredObject, type Answer } from '../../model/request.ts';

export interface NamespaceView {
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
}

/** A namespace that was not read exists all the same, with the one label every namespace has. */
export const toNamespaceView = (name: string, answer: Answer): NamespaceView => {
  const { labels, annotations } = answeredObject(answer) ?? {};
  return {
    labels: toNamespaceLabels(name, isJsonObject(labels) ? labels : undefined),
    annotations: isJsonObject(annotations) ? annotations : {},
  };
};

export const toNamespaceObject = (name: string, { labels, annotations }: NamespaceView): JsonObject => ({
  metadata: { name, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});
