/** Defaults of apiextensions.k8s.io/v1 and apiregistration.k8s.io/v1. */

import { setServiceReferenceDefaults } from './admission-registration.ts';
import { draftAt, isBlank, type SetDefaults } from './draft.ts';

const setDefinitionDefaults: SetDefaults = (spec) => {
  const names = draftAt(spec, 'names') ?? {};
  const { kind } = names;
  if (typeof kind === 'string' && kind !== '') {
    if (isBlank(names, 'singular')) names.singular = kind.toLowerCase();
    if (isBlank(names, 'listKind')) names.listKind = `${kind}List`;
  }
  spec.conversion ??= { strategy: 'None' };
};

export const apiExtensionsDefaults: Readonly<Record<string, SetDefaults>> = {
  'apiextensions/v1.CustomResourceDefinitionSpec': setDefinitionDefaults,
  'apiextensions/v1.ServiceReference': setServiceReferenceDefaults,
  'apiregistration/v1.ServiceReference': setServiceReferenceDefaults,
};
