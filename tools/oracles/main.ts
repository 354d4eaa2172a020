/** The command `npm run oracle [-- kyverno | kyverno-cel | rbac | network | network-truth …]`: the real Kyverno, Cyclonus, a slow truth, else the real API server, against Vauban. */

const [first, ...rest] = process.argv.slice(2);

if (first === 'kyverno') {
  const { main } = await import('./kyverno/main.ts');
  process.exitCode = await main(rest);
} else if (first === 'kyverno-cel') {
  const { main } = await import('./kyverno-cel/main.ts');
  process.exitCode = await main(rest);
} else if (first === 'rbac') {
  const { main } = await import('./rbac/main.ts');
  process.exitCode = await main(rest);
} else if (first === 'network-truth') {
  const { main } = await import('./network-truth/main.ts');
  process.exitCode = await main(rest);
} else if (first === 'network') {
  const { main } = await import('./network/main.ts');
  process.exitCode = await main(rest);
} else await import('./api-server/main.ts');
