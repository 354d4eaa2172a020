/** The pages in the order of the navigation; each is loaded when it is asked for. */

import type { PageSpec } from '../page.ts';

export const pages: readonly PageSpec[] = [
  { id: 'overview', title: 'Overview', load: () => import('./overview/page.tsx') },
  { id: 'roadmap', title: 'Roadmap', load: () => import('./roadmap/page.tsx') },
  { id: 'findings', title: 'Findings', load: () => import('./findings/page.tsx') },
  { id: 'attacks', title: 'Attacks', load: () => import('./attacks/page.tsx') },
  { id: 'network', title: 'Network', load: () => import('./network/page.tsx') },
  { id: 'rbac', title: 'RBAC', load: () => import('./rbac/page.tsx') },
  { id: 'policies', title: 'Policies', load: () => import('./policies/page.tsx') },
  { id: 'workloads', title: 'Workloads', load: () => import('./workloads/page.tsx') },
];
