// Loaded into a measured run: every socket but the one named by VAUBAN_ONLY_SOCKET (host:port) is refused and written down.
import { appendFileSync } from 'node:fs';
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

const allowed = process.env.VAUBAN_ONLY_SOCKET ?? '';
const log = process.env.VAUBAN_SOCKET_LOG;

const refuse = (what) => {
  appendFileSync(log, `${what}\n`);
  throw new Error(`socket refused: ${what}`);
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function refusing(...parameters) {
  const [first] = Array.isArray(parameters[0]) ? parameters[0] : parameters;
  const target =
    typeof first === 'object' ? (first.path ?? `${first.host ?? 'localhost'}:${first.port}`) : String(first);
  if (target !== allowed) refuse(target);
  return connect.apply(this, parameters);
};
dgram.createSocket = () => refuse('udp');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const real = dns[name];
  dns[name] = (host, ...rest) => (net.isIP(host) > 0 ? real(host, ...rest) : refuse(`dns ${host}`));
}
