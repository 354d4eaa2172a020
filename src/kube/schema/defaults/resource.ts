/** Defaults of resource.k8s.io. When a taint was added is the server's to say. */

import { isBlank, type SetDefaults } from './draft.ts';

const setCountDefaults: SetDefaults = (request) => {
  request.allocationMode ??= 'ExactCount';
  if (request.allocationMode === 'ExactCount') request.count ??= 1;
};

/** In v1beta1 a request without a class names alternatives, which have counts of their own. */
const setRequestDefaults: SetDefaults = (request) => {
  if (!isBlank(request, 'deviceClassName')) setCountDefaults(request);
};

export const resourceDefaults: Readonly<Record<string, SetDefaults>> = {
  'resource/v1.ExactDeviceRequest': setCountDefaults,
  'resource/v1.DeviceSubRequest': setCountDefaults,
  'resource/v1beta2.ExactDeviceRequest': setCountDefaults,
  'resource/v1beta2.DeviceSubRequest': setCountDefaults,
  'resource/v1beta1.DeviceRequest': setRequestDefaults,
  'resource/v1beta1.DeviceSubRequest': setCountDefaults,
};
