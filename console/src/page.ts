/** The contract of a page: its place in the navigation, and the code that is loaded when somebody goes there. */

import type { ComponentType } from 'react';
import type { EstateState } from '../../src/hosts/console/api/estate-state.ts';

export interface PageProps {
  readonly estate: EstateState;
}

export interface LoadedPage {
  readonly Page: ComponentType<PageProps>;
}

export interface PageSpec {
  /** The word in the URL. */
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<LoadedPage>;
}
