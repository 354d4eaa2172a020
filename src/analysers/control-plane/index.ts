/** What is known of the control plane without access to its nodes: audit, encryption, strangers, reach, plug-ins, versions. */

import type { Analyser } from '../analyser.ts';
import { admissionPlugInsRule, judgeAdmissionPlugIns } from './admission-plug-ins.ts';
import { anonymousAccessRule, judgeAnonymousAccess } from './anonymous-access.ts';
import { apiServerReachRule, judgeApiServerReach } from './api-server-reach.ts';
import { auditLoggingRule, judgeAuditLogging } from './audit-logging.ts';
import { authorizationModeRule, judgeAuthorizationMode } from './authorization-mode.ts';
import { keepManifest, toClusterViews } from './cluster-view.ts';
import { encryptionAtRestRule, judgeEncryptionAtRest } from './encryption-at-rest.ts';
import { judgeSupportedVersion, supportedVersionRule } from './supported-version.ts';

export const controlPlaneAnalyser: Analyser = {
  id: 'control-plane',
  rules: [
    auditLoggingRule,
    encryptionAtRestRule,
    anonymousAccessRule,
    authorizationModeRule,
    admissionPlugInsRule,
    apiServerReachRule,
    supportedVersionRule,
  ],
  keep: keepManifest,
  analyse: (snapshot) =>
    toClusterViews(snapshot).flatMap((view) => [
      judgeAuditLogging(view),
      judgeEncryptionAtRest(view),
      judgeAnonymousAccess(view),
      judgeAuthorizationMode(view),
      ...judgeAdmissionPlugIns(view),
      judgeApiServerReach(view),
      ...judgeSupportedVersion(view),
    ]),
};
