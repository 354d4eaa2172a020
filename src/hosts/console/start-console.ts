/** Starts the server of the console: the pages, the API, and nothing that leaves this machine. */

import { createServer, type Server } from 'node:http';
import { openAssets } from './assets.ts';
import type { ConsoleContext, ConsoleOptions, RunningConsole } from './console-options.ts';
import { createHandler } from './handle-request.ts';
import { listenOnLoopback } from './listen.ts';
import { createRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';
import { signInPath } from './sign-in-page.ts';

/** Throws PortError. */
export const startConsole = async (options: ConsoleOptions, context: ConsoleContext): Promise<RunningConsole> => {
  const sessions = createSessions(context);
  const assets = openAssets(options.assets);
  // Known once it listens, and nothing asks before.
  let handle: ReturnType<typeof createHandler> | null = null;
  const make = (): Server =>
    guardServer(
      createServer({ maxHeaderSize, headersTimeout, requestTimeout, keepAliveTimeout, connectionsCheckingInterval }),
    ).on('request', (request, response) => {
      if (handle === null) request.destroy();
      else void handle(request, response);
    });
  const { port, servers } = await listenOnLoopback(make, options.port);
  const origin = `http://127.0.0.1:${port}`;
  let token = '';
  const invite = (): string => {
    token = sessions.invite();
    return `${origin}${signInPath}#token=${token}`;
  };
  const address = invite();
  handle = createHandler({
    routes: createRoutes(),
    app: { ...options, now: context.now },
    sessions,
    assets,
    port,
    context,
    invite,
  });
  return {
    address,
    origin,
    token,
    invite,
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
};

/** The longest of our own URLs has a filter of some dozen values; cookies of other ports come along. */
const maxHeaderSize = 16 << 10;
/** Who sends a header byte by byte holds a connection no longer than this. */
const headersTimeout = 10_000;
const requestTimeout = 20_000;
const keepAliveTimeout = 10_000;
const connectionsCheckingInterval = 5_000;
/** A browser opens six to a host. */
const mostConnections = 128;

const guardServer = (server: Server): Server => {
  server.maxConnections = mostConnections;
  server.maxRequestsPerSocket = 10_000;
  // Whoever stops reading in the middle of an answer; streams of events beat more often.
  server.setTimeout(60_000);
  // What is no HTTP: answered without a word about why.
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
};

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
