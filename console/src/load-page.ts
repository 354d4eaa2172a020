/** The code of the pages that were opened: loaded once, and there without waiting from then on. */

import type { LoadedPage, PageSpec } from './page.ts';

const loadedPages = new Map<string, LoadedPage>();

/** `null` until `loadPage` is done. */
export const findLoaded = ({ id }: PageSpec): LoadedPage | null => loadedPages.get(id) ?? null;

/** Rejects where the server does not give the code, as after a newer Vauban took its place. */
export const loadPage = async (page: PageSpec): Promise<LoadedPage> => {
  const loaded = await page.load();
  loadedPages.set(page.id, loaded);
  return loaded;
};
