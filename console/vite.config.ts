/** How the console is built: hashed files, nothing inline, nothing from elsewhere. */

import { defineConfig } from 'vite';

// Vite reads the configuration from its default export.
// eslint-disable-next-line import/no-default-export
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The server forbids inline scripts and styles: everything is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
