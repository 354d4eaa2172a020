/** For tests of the workload chart: an estate as a person writes it, and what is drawn of it as short lines. */

import type { AttackParts } from '../../model/attack-parts.ts';
import type { Control } from '../../model/control.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Step } from '../../model/step.ts';
import { keepForAttacks } from '../keep-for-attacks.ts';
import { toSnapshot, type SnapshotExtras } from '../snapshot-of-yaml.ts';
import { workloadChart } from './index.ts';

export const readEstate = (text: string, extras?: SnapshotExtras): Snapshot =>
  toSnapshot(text, { keep: keepForAttacks }, extras);

export const draw = (text: string, extras?: SnapshotExtras): AttackParts =>
  workloadChart.draw(readEstate(text, extras));

/** A Deployment `web` of the namespace `shop` without a token; `pod` and `container` are lines of YAML below them. */
export const toDeployment = (pod: string, container: string, namespace = 'shop'): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      automountServiceAccountToken: false
${indent(pod, 6)}
      containers:
      - name: web
        image: registry.example/web
${indent(container, 8)}`;

/** The lines of the volume and of its mount. */
export const toMounted = (path: string, mount = ''): readonly [pod: string, container: string] => [
  `volumes: [{name: host, hostPath: {path: ${path}}}]`,
  `volumeMounts: [{name: host, mountPath: /host${mount === '' ? '' : `, ${mount}`}}]`,
];

export const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));

/** `TYPE target` of each move from a place that is no part of a hub, sorted. */
export const listMoves = ({ steps }: AttackParts, from: string): readonly string[] =>
  steps
    .filter((step) => step.from === from && step.type !== 'MEMBER')
    .map(({ type, to }) => `${type} ${to}`)
    .toSorted();

export const fits = (control: Control, step: Step): boolean =>
  control.steps.some(
    ({ types, from, to, by }) =>
      (types === null || types.includes(step.type)) &&
      (from === null || from === step.from) &&
      (to === null || to === step.to) &&
      (by === null || by === step.by),
  );

/** Ids of the controls on a step of that type from that place, sorted, those that stand with a star. */
export const listControls = ({ steps, controls }: AttackParts, from: string, type: string): readonly string[] =>
  [
    ...new Set(
      steps
        .filter((step) => step.from === from && step.type === type)
        .flatMap((step) => controls.filter((control) => fits(control, step)))
        .map(({ id, state }) => (state.kind === 'standing' ? `${id}*` : id)),
    ),
  ].toSorted();

/** Which places are reached from one by hubs and steps that are no moves, and so stand behind one move. */
export const listMembers = ({ steps }: AttackParts, hub: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (place: string): void => {
    if (found.has(place)) return;
    found.add(place);
    for (const step of steps) if (step.type === 'MEMBER' && step.from === place) visit(step.to);
  };
  visit(hub);
  return [...found].filter((place) => !place.startsWith('hub/')).toSorted();
};
