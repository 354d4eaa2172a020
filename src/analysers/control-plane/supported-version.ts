/** The API server is of a release that is still mended, and no kubelet is further behind it than they are tested together. */

import type { RuleMetadata } from '../../model/rule.ts';
import type { AnalyserConclusion } from '../analyser.ts';
import type { ClusterView } from './cluster-view.ts';
import { toFail, toNote, toPass, toUntold } from './conclude.ts';
import { endsOfLife, mendedMinors, newestMinor } from './releases.ts';

export const supportedVersionRule: RuleMetadata = {
  id: 'control-plane/supported-version',
  title: 'The cluster is of a release that is still mended',
  severity: 'medium',
  layer: 'cluster',
  control: 'control-plane-supported-version',
  what: `The API server is no more than ${mendedMinors} minor releases behind the newest, and its kubelets no more than three behind it.`,
  why: 'Flaws found since are known to everybody and mended in none of these releases.',
  fine: 'Under extended support of a provider, which backports what is serious, for a price: EKS and GKE by default, AKS with LTS.',
  remediation:
    'Upgrade the cluster, one minor release at a time; the control plane goes first. `kubectl get --raw /metrics | grep apiserver_requested_deprecated_apis` shows what still asks for versions that will be gone.',
  references: ['https://kubernetes.io/releases/version-skew-policy/', 'https://kubernetes.io/releases/patch-releases/'],
};

export const judgeSupportedVersion = (view: ClusterView): readonly AnalyserConclusion[] => {
  // What the server itself says is finer than a description's, and newer.
  const fact = view.facts('control-plane/version').at(-1);
  const server = fact?.value.server ?? '';
  const minor = toMinor(server);
  if (fact === undefined || minor === null) {
    const isManifest = view.facts('control-plane/arguments').length > 0 && view.kept.origin.kind !== 'cluster';
    const why = view.notRead('version')?.reason ?? 'nothing says it';
    return isManifest
      ? []
      : [toUntold(supportedVersionRule, view, { what: 'which version it runs', why, tells: 'ask `kubectl version`' })];
  }
  const note = toNote(fact);
  const behind = newestMinor - minor;
  const end = endsOfLife.get(minor);
  const ended =
    behind > mendedMinors
      ? [
          toFail(
            supportedVersionRule,
            view.kept,
            `Runs ${server}, which Kubernetes ${end === undefined ? `no longer mends` : `has not mended since ${end}`}; the newest is 1.${newestMinor}`,
            { evidence: [note] },
          ),
        ]
      : [];
  const found = [...ended, ...judgeKubelets(view, minor, server)];
  return found.length > 0 ? found : [toPass(supportedVersionRule, view.kept, `Runs ${server}`, { evidence: [note] })];
};

/** A kubelet may be three minors older than its API server and never newer (the version skew policy). */
const judgeKubelets = (view: ClusterView, serverMinor: number, server: string): readonly AnalyserConclusion[] =>
  view.facts('control-plane/kubelets').flatMap((fact) => {
    const wrong = Object.entries(fact.value.versions).filter(([version]) => {
      const minor = toMinor(version);
      return minor !== null && (minor > serverMinor || minor < serverMinor - 3);
    });
    if (wrong.length === 0) return [];
    const list = wrong.map(([version, nodes]) => `${nodes} of ${version}`).join(', ');
    return [
      toFail(supportedVersionRule, view.kept, `Kubelets do not fit the API server of ${server}: ${list}`, {
        key: 'kubelets',
        severity: 'low',
        evidence: [toNote(fact)],
      }),
    ];
  });

const toMinor = (version: string): number | null => {
  const match = /^v?1\.(\d{1,3})(?:\D|$)/.exec(version);
  return match === null ? null : Number(match[1]);
};
