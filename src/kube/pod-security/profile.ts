/** What AppArmor and seccomp have in common: a profile with a type that must not be Unconfined. */

import { isJsonObject, type Json } from '../../model/json.ts';
import type { Violation } from './check.ts';
import { describeType, describeValue, nameHolder, settingPath, toEdit, type Holder } from './pod-view.ts';

/** The field of the security context that holds a profile. */
export type ProfileField = 'appArmorProfile' | 'seccompProfile';

/** True for the two types that confine. Anything else, a profile without a type included, counts as unconfined. */
export const isConfining = (profile: Json | undefined): boolean => {
  const type = isJsonObject(profile) ? profile.type : undefined;
  return type === 'RuntimeDefault' || type === 'Localhost';
};

/** A profile that is set and does not confine. */
export const toUnconfined = (holder: Holder, field: ProfileField, profile: Json): Violation => {
  const complaint = isJsonObject(profile)
    ? `.type to ${describeValue(profile.type)}, where RuntimeDefault or Localhost is required`
    : ` to ${describeType(profile)}, where an object is expected: the API server refuses it`;
  return {
    path: settingPath(holder, field, 'type'),
    message: `${nameHolder(holder)} sets securityContext.${field}${complaint}.`,
    edits: [
      isJsonObject(profile) && profile.localhostProfile === undefined
        ? toEdit(settingPath(holder, field, 'type'), profile.type, 'RuntimeDefault')
        : toEdit(settingPath(holder, field), profile, { type: 'RuntimeDefault' }),
    ],
  };
};
