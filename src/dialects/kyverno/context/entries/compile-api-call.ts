/** An entry that is what the API server, or a service, answers to a call. */

import { explainForbiddenUrl } from '../../../../kube/policy/forbidden-host.ts';
import { type Json, setField } from '../../../../model/json.ts';
import type { Request } from '../../../../model/request.ts';
import type { ApiCall, ContextEntry } from '../../classic-policy.ts';
import { type CompiledEntry, type RuleContext, RuleFault, type Template } from '../../rule-context.ts';
import { renderGoJson } from '../render-go-json.ts';
import { refusePath } from './refuse-path.ts';
import type { EntryWork } from './entry-work.ts';

type ApiCallEntry = Extract<ContextEntry, { readonly kind: 'apiCall' }>;

export const compileApiCall = ({ call, jmesPath, fallback }: ApiCallEntry, work: EntryWork): CompiledEntry['load'] => {
  const parts: CallParts = {
    call,
    work,
    path: work.template(call.urlPath, ['apiCall', 'urlPath']),
    url: call.serviceUrl === null ? null : work.template(call.serviceUrl, ['apiCall', 'service', 'url']),
    data: work.template(
      call.data.map(({ key, value }) => ({ key, value })),
      ['apiCall', 'data'],
    ),
  };
  const query = jmesPath === '' ? null : work.query(jmesPath, ['apiCall', 'jmesPath']);
  return (context) => {
    const request = toRequest(parts, context);
    const forbidden = request.kind === 'http' ? explainForbiddenUrl(request.url) : null;
    // What no host was asked for has no evidence: nothing may go on with another value.
    if (forbidden !== null) throw new RuleFault('no-evidence', toFailure(call, forbidden));
    const answer = context.answer(request);
    if (answer.kind === 'value') {
      return query === null ? answer.value : work.apply(query(context), answer.value, context);
    }
    if (answer.kind === 'absent' && fallback !== undefined) return fallback;
    const why = answer.kind === 'absent' ? 'the server could not find the requested resource' : answer.why;
    throw new RuleFault(answer.kind === 'absent' ? 'error' : 'no-evidence', toFailure(call, why));
  };
};

const toFailure = ({ method, serviceUrl, urlPath }: ApiCall, why: string): string =>
  `failed to fetch data for APICall: failed to ${method} resource with raw url: ${serviceUrl ?? urlPath}: ${why}`;

interface CallParts {
  readonly call: ApiCall;
  readonly work: EntryWork;
  readonly path: Template;
  readonly url: Template | null;
  readonly data: Template;
}

const toRequest = ({ call, work, path, url, data }: CallParts, context: RuleContext): Request => {
  const asked = work.renderText(path, call.urlPath, context);
  refusePath(asked, context.policyNamespace);
  const body = call.method === 'POST' ? toBody(work.render(data, call.urlPath, context)) : null;
  if (asked !== '' || url === null || call.serviceUrl === null) {
    return { kind: 'api-call', method: call.method, path: asked, body };
  }
  return { kind: 'http', method: call.method, url: work.renderText(url, call.serviceUrl, context), body };
};

const toBody = (pairs: Json): string => {
  const fields: Record<string, Json> = {};
  if (Array.isArray(pairs)) for (const { key, value } of pairs) setField(fields, String(key), value ?? null);
  return renderGoJson(fields);
};
