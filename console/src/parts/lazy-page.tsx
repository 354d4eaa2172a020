/** Loads a page's code when somebody goes there, and keeps a page that breaks from taking the frame with it. */

import { Component, useEffect, useState, type ReactNode } from 'react';
import type { EstateState } from '../../../src/hosts/console/api/estate-state.ts';
import { findLoaded, loadPage } from '../load-page.ts';
import type { PageSpec } from '../page.ts';
import { Notice } from './notice.tsx';

export const LazyPage = ({ page, estate }: { readonly page: PageSpec; readonly estate: EstateState }) => (
  <Boundary>
    <Loading page={page} estate={estate} />
  </Boundary>
);

/** Not a Suspense, which shows what it waited for 300 ms after the last thing it showed, even when it is there at once. */
const Loading = ({ page, estate }: { readonly page: PageSpec; readonly estate: EstateState }) => {
  const [, setState] = useState<unknown>(null);
  const loaded = findLoaded(page);
  useEffect(() => {
    if (loaded !== null) return undefined;
    let isGone = false;
    loadPage(page)
      .then(setState)
      .catch((error: unknown) => {
        if (isGone) return;
        // What is thrown while rendering reaches the boundary.
        setState(() => {
          throw error;
        });
      });
    return () => {
      isGone = true;
    };
  }, [page, loaded]);
  return loaded === null ? <p className="loading">Reading …</p> : <loaded.Page estate={estate} />;
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
