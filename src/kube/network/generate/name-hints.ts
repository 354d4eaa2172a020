/** What the name of a variable, a key or a flag says about its value: somebody to talk to, or not. */

/** `PGHOST`, `CART_SERVICE_ADDR`, `--prometheus-url`, `brokers`, `DB_HOST_2`. */
export const isEndpointName = (name: string): boolean =>
  name === '-h' || (name.length <= 256 && endpoint.test(name.replace(/[_-]?\d{1,6}$/, '')));

const endpoint =
  /(?:host|hosts|hostname|hostnames|addr|addrs|address|addresses|url|urls|uri|uris|endpoint|endpoints|server|servers|service|broker|brokers|dsn|upstream|upstreams|target|targets|backend|backends|peer|peers|proxy|connection|datasource|bootstrap|sentinel|sentinels|primary|replica|remote|destination|proxy_pass|fastcgi_pass|grpc_pass|forward)$/i;

/** Links for people and browsers, and what may call us, not whom we call. */
export const isAboutDocuments = (name: string): boolean =>
  /runbook|doc(?:s|umentation)?(?:[_-]|$)|help|links?(?:[_-]|$)|icon|logo|schema|xmlns|licen[sc]e|allowed|cors|origin|callback|redirect|image|user_?agent|no_?proxy/i.test(
    name,
  );

/** The address under which the workload itself is known. */
export const isOwnName = (name: string): boolean =>
  /public|external|base|site|root|canonical|self|domain|front(?:end)?|advertise|app_?url/i.test(name);

/** The name of the port beside a host's, in lower case: `pgport` for `PGHOST`; the empty text where there is no telling. */
export const toPortName = (name: string): string => {
  if (name === '-h') return '-p';
  const lower = name.toLowerCase();
  const match = /^(.*?)(?:hostname|host|address|addr|endpoint|server|url|uri)(_?\d{0,6})$/.exec(lower);
  return match === null || lower.length > 256 ? '' : `${match[1] ?? ''}port${match[2] ?? ''}`;
};
