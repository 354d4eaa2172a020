/** The layer table of ARCHITECTURE.md as data: which room may import which. */

export interface Room {
  /** The folder below `src/`. */
  readonly name: string;
  readonly layer: 0 | 1 | 2 | 3 | 4;
  /** A family of plug-ins: its folders never import one another. */
  readonly family: boolean;
}

export const rooms: readonly Room[] = [
  { name: 'model', layer: 0, family: false },
  { name: 'lang', layer: 0, family: false },
  { name: 'kube', layer: 1, family: false },
  { name: 'engine', layer: 2, family: false },
  { name: 'attack', layer: 2, family: false },
  { name: 'posture', layer: 2, family: false },
  { name: 'sources', layer: 3, family: true },
  { name: 'exceptions', layer: 3, family: true },
  { name: 'dialects', layer: 3, family: true },
  { name: 'analysers', layer: 3, family: true },
  { name: 'reports', layer: 3, family: true },
  { name: 'stores', layer: 3, family: true },
  { name: 'hosts', layer: 4, family: false },
];

/** Rooms of one layer that may still see each other, in this direction. */
const allowedWithinLayer: ReadonlySet<string> = new Set(['lang→model', 'posture→attack']);

/** Why `from` (a file below `src/`) may not import `to`, or `null` where it may. */
export const explainForbiddenImport = (from: string, to: string): string | null => {
  const [fromRoom, fromPlugin] = from.split('/');
  const [toRoom, toPlugin] = to.split('/');
  const source = rooms.find(({ name }) => name === fromRoom);
  const target = rooms.find(({ name }) => name === toRoom);
  if (source === undefined) return `${fromRoom} is no room of the layer table`;
  if (target === undefined) return `${toRoom} is no room of the layer table`;
  if (source === target) {
    const bothPlugins = source.family && isFolder(from) && isFolder(to);
    return bothPlugins && fromPlugin !== toPlugin ? `plug-ins never meet: ${fromPlugin} imports ${toPlugin}` : null;
  }
  if (target.layer < source.layer)
    return target.family && toPlugin !== undefined && isFolder(to) ? reachesPastRegistry(target, to) : null;
  if (allowedWithinLayer.has(`${source.name}→${target.name}`)) return null;
  return `imports point down: ${source.name} is L${source.layer}, ${target.name} is L${target.layer}`;
};

/** A host takes plug-ins from the registry, never from their folders; what a family exports beside it is its contract. */
const reachesPastRegistry = (target: Room, to: string): string | null =>
  to.endsWith('.test.ts') ? null : `a host takes ${target.name} from ${target.name}/registry.ts, not from ${to}`;

/** True for a file inside a plug-in's folder rather than beside the registry. */
const isFolder = (path: string): boolean => path.split('/').length > 2;
