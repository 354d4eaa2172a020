/** The minor releases of Kubernetes 1 as far as this version of Vauban knows them, and until when they were mended. */

/** The newest minor this version knows; a newer one is never called old. */
export const newestMinor = 37;

/** Kubernetes mends the newest three minors, each for about fourteen months: https://kubernetes.io/releases/patch-releases/. */
export const mendedMinors = 3;

/** Last days of minor releases, as kubernetes.io has them; only those that a newest of `newestMinor` leaves behind are ever named. */
export const endsOfLife: ReadonlyMap<number, string> = new Map([
  [24, '2023-07-28'],
  [25, '2023-10-28'],
  [26, '2024-02-28'],
  [27, '2024-06-28'],
  [28, '2024-10-28'],
  [29, '2025-02-28'],
  [30, '2025-06-28'],
  [31, '2025-10-28'],
  [32, '2026-02-28'],
  [33, '2026-06-28'],
]);
