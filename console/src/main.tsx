/** Starts the console in the page. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ask } from './api/ask.ts';
import { App } from './app.tsx';
import { pages } from './pages/registry.ts';
import { parseRoute } from './router/route.ts';
import './style/base.css';
import './style/parts.css';

// Code and answers that the address asks for are on their way while the frame is drawn: one wait instead of three.
const { estate, page } = parseRoute(location.pathname + location.search);
pages
  .find(({ id }) => id === page)
  ?.load()
  .catch(() => undefined);
if (estate !== '' && page !== 'findings') ask(`estates/${encodeURIComponent(estate)}/${page}`).catch(() => undefined);

const host = document.getElementById('app');
if (host !== null)
  createRoot(host).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
