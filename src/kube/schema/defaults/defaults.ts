/** What the API server v1.37 fills in, by type; what OpenAPI publishes as a field's default is in `data/` instead. */

import { admissionRegistrationDefaults } from './admission-registration.ts';
import { apiExtensionsDefaults } from './api-extensions.ts';
import { appsDefaults } from './apps.ts';
import { autoscalingDefaults } from './autoscaling.ts';
import { batchDefaults } from './batch.ts';
import { coreDefaults } from './core.ts';
import type { SetDefaults } from './draft.ts';
import { flowControlDefaults } from './flow-control.ts';
import { networkingDefaults } from './networking.ts';
import { podDefaults } from './pod.ts';
import { rbacDefaults } from './rbac.ts';
import { resourceDefaults } from './resource.ts';
import { storageDefaults } from './storage.ts';

export const defaults: Readonly<Record<string, SetDefaults>> = {
  ...podDefaults,
  ...coreDefaults,
  ...appsDefaults,
  ...batchDefaults,
  ...autoscalingDefaults,
  ...networkingDefaults,
  ...rbacDefaults,
  ...storageDefaults,
  ...resourceDefaults,
  ...flowControlDefaults,
  ...admissionRegistrationDefaults,
  ...apiExtensionsDefaults,
};
