/** Finds what runs by the images it runs, and what is to be installed by the charts that are named: a workload's name is anybody's. */

import { toRepository } from '../kube/workload/image-repository.ts';
import { at, objectAt, objectsAt, textAt } from '../model/read-object.ts';
import type { Resource } from '../model/resource.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { readStandingWorkloads, type StandingContainer, type StandingWorkload } from './standing-workloads.ts';

export interface Running {
  readonly workload: StandingWorkload;
  readonly container: StandingContainer;
  /** What the image is of, as `names` says. */
  readonly name: string;
}

/** `names` by the end of the image's repository, `falco` or `sysdig/agent`; mirrors keep that. One a workload. */
export const findRunning = (snapshot: Snapshot, names: ReadonlyMap<string, string>): readonly Running[] =>
  readStandingWorkloads(snapshot).flatMap((workload): readonly Running[] => {
    for (const container of workload.containers) {
      if (container.list !== 'containers') continue;
      const parts = toRepository(textAt(container.object, 'image')).split('/');
      const name = names.get(parts.slice(-2).join('/')) ?? names.get(parts.at(-1) ?? '');
      if (name !== undefined) return [{ workload, container, name }];
    }
    return [];
  });

export interface ChartRelease {
  /** The HelmRelease of Flux, or the Application of Argo CD. */
  readonly resource: Resource;
  readonly name: string;
  readonly values: Resource['object'];
}

/** Charts that a controller is to install, by the chart's name. A release that is suspended installs nothing. */
export const findCharts = (snapshot: Snapshot, names: ReadonlyMap<string, string>): readonly ChartRelease[] => [
  ...snapshot.list('helm.toolkit.fluxcd.io', 'HelmRelease').flatMap((resource): readonly ChartRelease[] => {
    const name = names.get(textAt(resource.object, 'spec', 'chart', 'spec', 'chart'));
    const isSuspended = at(resource.object, 'spec', 'suspend') === true;
    return name === undefined || isSuspended
      ? []
      : [{ resource, name, values: objectAt(resource.object, 'spec', 'values') }];
  }),
  ...snapshot.list('argoproj.io', 'Application').flatMap((resource): readonly ChartRelease[] => {
    const { object } = resource;
    return [objectAt(object, 'spec', 'source'), ...objectsAt(object, 'spec', 'sources')].flatMap((source) => {
      const name = names.get(textAt(source, 'chart'));
      return name === undefined ? [] : [{ resource, name, values: objectAt(source, 'helm', 'valuesObject') }];
    });
  }),
];
