/** The frame of every page: which estate, which page, how fresh it is. */

import { useEffect } from 'react';
import type { EstateState } from '../../src/hosts/console/api/estate-state.ts';
import { useAnswer } from './api/use-answer.ts';
import { Compare } from './pages/compare.tsx';
import { pages } from './pages/registry.ts';
import { Header } from './parts/header.tsx';
import { LazyPage } from './parts/lazy-page.tsx';
import { Notice } from './parts/notice.tsx';
import { FirstLook } from './parts/first-look.tsx';
import { StateOf } from './parts/state-of.tsx';
import { go, toHref, useRoute } from './router/route.ts';

export const App = () => {
  const estates = useAnswer<readonly EstateState[]>('estates');
  return (
    <StateOf answer={estates} whole>
      {(list) => <Frame estates={list} />}
    </StateOf>
  );
};

const Frame = ({ estates }: { readonly estates: readonly EstateState[] }) => {
  const route = useRoute();
  const [only] = estates;
  const estate = estates.find(({ id }) => id === route.estate);
  const page = pages.find(({ id }) => id === route.page);
  const isBare = route.estate === '';
  useEffect(() => {
    if (isBare && estates.length === 1 && only !== undefined) go(toHref(only.id, 'overview'), 'replace');
  }, [isBare, estates.length, only]);
  useEffect(() => {
    document.title = `${page?.title ?? 'Vauban'}${estate === undefined ? '' : ` · ${estate.title}`} · Vauban`;
  }, [page, estate]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Header estates={estates} estate={estate ?? null} page={page?.id ?? ''} />
      <main id="main" tabIndex={-1}>
        {isBare && estates.length !== 1 ? (
          <Compare estates={estates} />
        ) : estate === undefined ? (
          isBare ? null : (
            <Notice title="There is no such estate here" text="It may have been looked at by another vauban serve." />
          )
        ) : page === undefined ? (
          <Notice title="There is no such page" text="The navigation above has all of them." />
        ) : estate.lookedAt === null ? (
          <FirstLook estate={estate} />
        ) : (
          <LazyPage key={`${estate.id}/${page.id}`} page={page} estate={estate} />
        )}
      </main>
    </>
  );
};
