/** Defaults of apiextensions.k8s.io/v1 and apiregistration.k8s.io/v1. */

import { setServiceReferenceDefaults } from './admission-registration.ts';
import { draftAt, draftsAt, isBlank, type SetDefaults } from './draft.ts';

const setDefinitionDefaults: SetDefaults = (spec) => {
  const names = draftAt(spec, 'names') ?? {};
  const { kind } = names;
  if (typeof kind === 'string' && kind !== '') {
    if (isBlank(names, 'singular')) names.singular = kind.toLowerCase();
    if (isBlank(names, 'listKind')) names.listKind = `${kind}List`;
  }
  spec.conversion ??= { strategy: 'None' };
};

/** The version that is stored, noted in the status. */
export const setStoredVersions: SetDefaults = (definition) => {
  const status = draftAt(definition, 'status') ?? {};
  if (draftsAt(status, 'storedVersions').length > 0) return;
  const versions = draftsAt(draftAt(definition, 'spec') ?? {}, 'versions');
  const stored = versions.find(({ storage }) => storage === true);
  if (stored !== undefined) status.storedVersions = [stored.name ?? ''];
};

export const apiExtensionsDefaults: Readonly<Record<string, SetDefaults>> = {
  'apiextensions/v1.CustomResourceDefinition': setStoredVersions,
  'apiextensions/v1.CustomResourceDefinitionSpec': setDefinitionDefaults,
  'apiextensions/v1.ServiceReference': setServiceReferenceDefaults,
  'apiregistration/v1.ServiceReference': setServiceReferenceDefaults,
};
