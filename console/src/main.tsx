/** Starts the console in the page. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askEarly } from './api/ask.ts';
import { App } from './app.tsx';
import { loadPage } from './load-page.ts';
import { pages } from './pages/registry.ts';
import { parseRoute } from './router/route.ts';
import './style/base.css';
import './style/parts.css';

const { estate, page } = parseRoute(location.pathname + location.search);
const spec = pages.find(({ id }) => id === page);
const host = document.getElementById('app');
const start = (): void => {
  if (host === null) return;
  createRoot(host).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
};

// Code and answers that the address asks for come together, and are drawn once. A slow server gets its frame first.
const patience = new Promise((resolve) => setTimeout(resolve, 150));
const needed = [
  askEarly('estates'),
  ...(spec === undefined ? [] : [loadPage(spec)]),
  ...(estate === '' || page === 'findings' ? [] : [askEarly(`estates/${encodeURIComponent(estate)}/${page}`)]),
];
Promise.race([Promise.allSettled(needed), patience]).then(start, start);
