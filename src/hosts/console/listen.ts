/** Listens on the loopback interface and nowhere else, on the port that was asked for or the next free one. */

import type { Server } from 'node:http';

export class PortError extends Error {
  override readonly name = 'PortError';
}

/** Not in the list of well-known ports, nor what the usual development servers take. */
export const usualPort = 4141;

/** More servers than that on one machine are a mistake. */
const mostTries = 50;

/**
 * Both 127.0.0.1 and ::1: `localhost` may mean either, and whoever else took the other half of the port would be handed
 * our links. `make` gives one server for each. Throws PortError.
 */
export const listenOnLoopback = async (
  make: () => Server,
  wanted: number | null,
): Promise<{ readonly port: number; readonly servers: readonly Server[] }> => {
  for (let port = wanted ?? usualPort, tries = 0; ; port += 1, tries += 1) {
    const listening = await tryPort(make, port);
    if (listening !== null) return listening;
    if (wanted !== null && wanted !== 0)
      throw new PortError(`port ${port} is taken; name another one with --port, or none for the next free one`);
    if (tries >= mostTries) throw new PortError(`no port from ${usualPort} to ${port} is free; name one with --port`);
    if (wanted === 0) port = -1;
  }
};

/** `null` where either half is taken. */
const tryPort = async (
  make: () => Server,
  port: number,
): Promise<{ readonly port: number; readonly servers: readonly Server[] } | null> => {
  const four = make();
  const first = await listen(four, port, '127.0.0.1');
  if (first === 'taken') return null;
  if (first === 'absent') throw new PortError('this machine has no loopback interface 127.0.0.1');
  const six = make();
  const second = await listen(six, first, '::1');
  if (second === 'taken') {
    four.close();
    return null;
  }
  return { port: first, servers: second === 'absent' ? [four] : [four, six] };
};

const listen = (server: Server, port: number, host: string): Promise<number | 'taken' | 'absent'> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('taken');
      // Without IPv6, as in many containers.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve('absent');
      else if (error.code === 'EACCES') reject(new PortError(`port ${port} is not for you; name one above 1023`));
      else reject(error);
    });
    server.listen({ port, host, ipv6Only: true, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
