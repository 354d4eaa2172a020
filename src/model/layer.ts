/** The nine layers of defence and, in one place, the five groups in which people see them. */

/** The layers in the order an attacker meets them in the reports. */
export const layers = [
  'cluster',
  'network',
  'image',
  'runtime',
  'identity',
  'secrets',
  'mesh',
  'monitoring',
  'response',
] as const;

export type Layer = (typeof layers)[number];

export const layerGroups = ['Cluster', 'Image', 'Runtime', 'Advanced', 'Operations'] as const;

export type LayerGroup = (typeof layerGroups)[number];

const groups: Readonly<Record<Layer, LayerGroup>> = {
  cluster: 'Cluster',
  network: 'Cluster',
  image: 'Image',
  runtime: 'Runtime',
  identity: 'Advanced',
  secrets: 'Advanced',
  mesh: 'Advanced',
  monitoring: 'Operations',
  response: 'Operations',
};

export const toLayerGroup = (layer: Layer): LayerGroup => groups[layer];
