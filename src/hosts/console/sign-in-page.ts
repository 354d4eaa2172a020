/** The page a person meets without a session: it exchanges the token of the link, or says how to get another one. */

export const signInPath = '/sign-in';
export const signInScriptPath = '/sign-in.js';
export const signInStylePath = '/sign-in.css';

/** Needs nothing of the built console, so that signing in works before it is built. */
export const signInPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Vauban: sign in</title>
<link rel="stylesheet" href="${signInStylePath}">
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>Vauban</h1>
<p id="told" role="status">Nobody is signed in here, or the session has ended.</p>
<p id="todo">Press Enter in the terminal where <code>vauban serve</code> runs: it prints a link that signs you in once.</p>
<noscript><p>The console needs JavaScript; it loads none from anywhere else.</p></noscript>
</main>
<script src="${signInScriptPath}"></script>
</body>
</html>
`;

/**
 * The token stands behind `#`: browsers send that to no server, so it is in no log and no Referer, and whatever looks at a
 * link in advance does not use it up. `replace` takes it out of the tab's history.
 */
export const signInScript = `'use strict';
const told = document.getElementById('told');
const todo = document.getElementById('todo');
const show = (text, next) => {
  told.textContent = text;
  if (next !== undefined) todo.textContent = next;
};
const token = new URLSearchParams(location.hash.slice(1)).get('token');
const signIn = async () => {
  show('Signing in …', '');
  const answer = await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) {
    location.replace('/');
    return;
  }
  const { error } = await answer.json();
  show(error.message + '.', error.todo + '.');
};
if (token !== null) {
  history.replaceState(null, '', '${signInPath}');
  signIn().catch(() => show('The server does not answer.', 'Is vauban serve still running?'));
}
`;

export const signInStyle = `:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; padding: 2rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
p { margin: 0 0 0.75rem; }
code { font-family: ui-monospace, monospace; }
`;

/** Told in the page's place where a clone's console is not built. */
export const notBuiltPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Vauban: not built</title><link rel="stylesheet" href="${signInStylePath}"><link rel="icon" href="data:,"></head>
<body><main><h1>The console is not built</h1><p>Run <code>npm run console</code> in the clone, then load this page again. The API answers already: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p></main></body>
</html>
`;
