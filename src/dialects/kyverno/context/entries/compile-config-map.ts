/** An entry that is a ConfigMap: its data and its metadata. */

import { isJsonObject, type JsonObject } from '../../../../model/json.ts';
import { answeredObject } from '../../../../model/request.ts';
import { type CompiledEntry, type RuleContext, RuleFault } from '../../rule-context.ts';
import type { EntryWork } from './entry-work.ts';

export const compileConfigMap = (
  configMap: { readonly name: string; readonly namespace: string },
  work: EntryWork,
): CompiledEntry['load'] => {
  const name = work.template(configMap.name, ['configMap', 'name']);
  const namespace = work.template(configMap.namespace, ['configMap', 'namespace']);
  return (context) => {
    const named = work.renderText(name, configMap.name, context);
    const asked = work.renderText(namespace, configMap.namespace, context);
    const inside = asked === '' ? (context.policyNamespace ?? 'default') : asked;
    refuseOthers(inside, context.policyNamespace, work.name);
    return readConfigMap(named, inside, context, work.name);
  };
};

/** Who may write a policy in a namespace must not read another's secrets through it: CVE-2026-22039. */
const refuseOthers = (namespace: string, policyNamespace: string | null, entry: string): void => {
  if (policyNamespace === null || namespace === policyNamespace) return;
  const message = `context entry ${entry}: configMap namespace "${namespace}" is different from policy namespace "${policyNamespace}"`;
  throw new RuleFault('error', `failed to retrieve config map for context entry ${entry}: ${message}`);
};

const readConfigMap = (name: string, namespace: string, context: RuleContext, entry: string): JsonObject => {
  const answer = context.answer({ kind: 'object', apiVersion: 'v1', objectKind: 'ConfigMap', namespace, name });
  const prefix = `failed to retrieve config map for context entry ${entry}: failed to get configmap ${namespace}/${name}`;
  if (answer.kind === 'refused') throw new RuleFault('no-evidence', `${prefix} : ${answer.why}`);
  const object = answeredObject(answer);
  if (object === undefined) throw new RuleFault('error', `${prefix} : configmaps "${name}" not found`);
  const { data, metadata } = object;
  return { data: isJsonObject(data) ? data : null, metadata: isJsonObject(metadata) ? metadata : {} };
};
