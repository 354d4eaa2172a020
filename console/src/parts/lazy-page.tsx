/** Loads a page's code when somebody goes there, and keeps a page that breaks from taking the frame with it. */

import { Component, Suspense, lazy, useMemo, type ReactNode } from 'react';
import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import type { PageSpec } from '../page.ts';
import { Notice } from './notice.tsx';

export const LazyPage = ({ page, estate }: { readonly page: PageSpec; readonly estate: EstateState }) => {
  const Loaded = useMemo(() => lazy(async () => ({ default: (await page.load()).Page })), [page]);
  return (
    <Boundary>
      <Suspense fallback={<p className="loading">Reading …</p>}>
        <Loaded estate={estate} />
      </Suspense>
    </Boundary>
  );
};

class Boundary extends Component<{ readonly children: ReactNode }, { readonly broken: string | null }> {
  override state = { broken: null };

  static getDerivedStateFromError(error: unknown): { readonly broken: string } {
    return { broken: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.broken === null) return this.props.children;
    return (
      <Notice
        title="This page could not be shown"
        text={`${String(this.state.broken)}. Load it again; if it stays, please report it.`}
      />
    );
  }
}
