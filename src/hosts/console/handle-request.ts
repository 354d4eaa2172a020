/** Answers one request: who asks and from where, then the page, a file, the sign-in, or a route of the API. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { StoreError } from '../../stores/store.ts';
import { ApiError } from './api-error.ts';
import type { Assets } from './assets.ts';
import { checkBody, checkParameters } from './check-parameters.ts';
import type { ConsoleContext } from './console-options.ts';
import { openEventStream } from './event-stream.ts';
import { createRouter } from './find-route.ts';
import { apiSchemas } from './api-schemas.ts';
import { isNavigation, refuseForeignHost, refuseForeignOrigin } from './judge-origin.ts';
import { readBody } from './read-body.ts';
import type { ConsoleApp, Route } from './route.ts';
import { apiRoot } from './routes.ts';
import { sendAsset, sendError, sendJson, sendText } from './send-answer.ts';
import type { Sessions } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import {
  notBuiltPage,
  signInPage,
  signInPath,
  signInScript,
  signInScriptPath,
  signInStyle,
  signInStylePath,
} from './sign-in-page.ts';

export interface HandlerOptions {
  readonly routes: readonly Route[];
  readonly app: ConsoleApp;
  readonly sessions: Sessions;
  readonly assets: Assets;
  readonly port: number;
  readonly context: ConsoleContext;
  readonly invite: () => string;
}

export const createHandler = (
  options: HandlerOptions,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const signIn = createSignIn(options);
  const answer = createApi(options, signIn);
  return async (request, response) => {
    response.on('error', () => undefined);
    try {
      await handle(request, response);
    } catch (error) {
      await refuse(request, response, error);
    }
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const { port, assets } = options;
    const asked = { method, headers, port };
    refuseForeignHost(asked);
    const url = toUrl(request.url ?? '');
    if (url.pathname === apiRoot || url.pathname.startsWith(`${apiRoot}/`)) {
      refuseForeignOrigin(asked);
      return answer(request, response, url);
    }
    // A link from elsewhere may lead a person here; whoever linked sees nothing of it.
    if (!isNavigation(asked)) refuseForeignOrigin(asked);
    if (method !== 'GET' && method !== 'HEAD')
      throw new ApiError('method', `${method} does not go here`, 'ask with GET');
    const own = ownFiles.get(url.pathname);
    if (own !== undefined) return sendText(request, response, own);
    const asset = assets.find(url.pathname);
    if (asset !== null) return sendAsset(request, response, asset);
    // A page of the console has no dot in its last segment; what has one is a file that is not there.
    if (/\.[a-z0-9]{1,8}$/i.test(url.pathname) && headers['sec-fetch-dest'] !== 'document')
      throw new ApiError('not-found', 'there is no such file', `open http://127.0.0.1:${port}/`);
    if (signIn.sessionOf(request) === null)
      return sendText(request, response, { status: 401, type: html, text: signInPage });
    const page = assets.page();
    if (page === null) return sendText(request, response, { status: 200, type: html, text: notBuiltPage });
    return sendAsset(request, response, page);
  }

  async function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
    const told = toApiError(error, options.context);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // What is still being sent is not read: the connection cannot be used again.
    if (!request.complete) response.setHeader('Connection', 'close');
    await sendError(request, response, told).catch(() => void response.destroy());
  }
};

const html = 'text/html; charset=utf-8';

const ownFiles = new Map([
  [signInPath, { status: 200, type: html, text: signInPage }],
  [signInScriptPath, { status: 200, type: 'text/javascript; charset=utf-8', text: signInScript }],
  [signInStylePath, { status: 200, type: 'text/css; charset=utf-8', text: signInStyle }],
]);

/** Browsers send less than this; a URL is looked at before anybody is signed in. */
const longestUrl = 8 << 10;

const toUrl = (text: string): URL => {
  if (text.length > longestUrl) throw new ApiError('too-large', 'the address is too long', 'narrow by fewer values');
  // Not `*` and not another server's whole address, as proxies are asked.
  if (!text.startsWith('/') || !URL.canParse(text, 'http://127.0.0.1'))
    throw new ApiError('bad-request', 'the address is none', 'begin it with a slash');
  // `//host/` would be taken for another server's.
  return new URL(`http://127.0.0.1${text.startsWith('//') ? `/.${text}` : text}`);
};

const createApi = (
  { routes, app, context }: HandlerOptions,
  signIn: SignIn,
): ((request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>) => {
  const find = createRouter(routes);
  const schemas = apiSchemas();
  return async (request, response, url) => {
    const path = url.pathname.slice(apiRoot.length);
    if (path === '/session') return signIn.handle(request, response);
    const session = signIn.requireSession(request);
    const { route, path: given } = find(request.method ?? '', path);
    const values = checkParameters(route, given, url.searchParams);
    const body = route.method === 'POST' ? await readBody(request) : undefined;
    if (route.body !== undefined) checkBody(body, schemas[toName(route.body['$ref'])] ?? route.body);
    const reply = await route.handle({ values, body }, app);
    switch (reply.kind) {
      case 'json':
        return sendJson(request, response, {
          status: route.answer.status,
          value: reply.value,
          ...(reply.tag === undefined ? {} : { tag: reply.tag }),
        });
      case 'events':
        return openEventStream(request, response, {
          live: app.live,
          every: context.every,
          isAlive: () => signIn.isAlive(session),
        });
    }
  };
};

const toName = (reference: unknown): string =>
  typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : '';

/** What went wrong as a person may see it. A bug is told in the terminal, and to the browser only that it is one. */
const toApiError = (error: unknown, { say }: ConsoleContext): ApiError => {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreError)
    return error.kind === 'refused'
      ? new ApiError('store-refused', error.message, 'ask otherwise')
      : new ApiError(
          `store-${error.kind}`,
          error.message,
          'what was kept is still there; mend that and load the page again',
          5,
        );
  // The browser has gone in the middle of what it sent.
  if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET')
    return new ApiError('bad-request', 'the request broke off', 'send it again');
  say(`this is a bug, please report it: ${error instanceof Error ? error.message : String(error)}`);
  return new ApiError('bug', 'the server has made a mistake', 'see the terminal where it runs, and report it');
};
