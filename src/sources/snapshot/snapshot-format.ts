/** The first and the last lines of a snapshot file, and what they say of it; docs/snapshot.md is the format for people. */

import { readJson } from '../../lang/yaml/read-json.ts';
import { deepestNesting } from '../../lang/yaml/read-yaml.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import { textAt } from '../../model/read-object.ts';
import type { WantedKind } from '../source.ts';

export const snapshotVersion = 'vauban.dev/v1';

/** As many bytes as an object of a file may take: etcd's largest is half of it. */
export const longestLine = 3 << 20;

export interface SnapshotHeader {
  /** `cluster`: what is not there did not exist, but for what is said to be unread. */
  readonly of: 'cluster' | 'manifests';
  /** The version of Vauban that wrote it. */
  readonly vauban: string;
  /** RFC 3339. */
  readonly takenAt: string;
  /** The context of the kubeconfig; `null` for manifests. */
  readonly cluster: string | null;
  /** The version the API server told; `null` where it did not, and for manifests. */
  readonly kubernetes: string | null;
  /** What the cluster was asked for: of every other kind nothing is known. Empty for manifests, of which all is there. */
  readonly kinds: readonly WantedKind[];
}

/** What stands between the parts, each on a line of its own, so that who reads line by line never needs the whole. */
export const partMarks = ['],"evidence":[', '],"unread":[', '],"problems":['] as const;

export const renderHeader = ({ of, vauban, takenAt, cluster, kubernetes, kinds }: SnapshotHeader): string => {
  const metadata = { vauban, takenAt, of, cluster, kubernetes, redacted: true, kinds };
  return `{"apiVersion":"${snapshotVersion}","kind":"Snapshot","metadata":${JSON.stringify(metadata)},"items":[`;
};

export const renderEnd = (objects: number): string => `],"end":{"objects":${objects}}}`;

/** How many objects a whole snapshot says it holds; `null` for any other line. */
export const parseEnd = (line: string): number | null => {
  const [, digits] = /^\],"end":\{"objects":(\d{1,15})\}\}$/.exec(line) ?? [];
  return digits === undefined ? null : Number(digits);
};

export type HeaderResult =
  | { readonly kind: 'header'; readonly header: SnapshotHeader }
  | { readonly kind: 'defect'; readonly message: string };

/** The first line. */
export const parseHeader = (line: string): HeaderResult => {
  const [, version] = /"apiVersion"\s*:\s*"(vauban\.dev\/[^"\s]{1,64})"/.exec(line.slice(0, 256)) ?? [];
  if (version !== undefined && version !== snapshotVersion) return toDefect(otherVersion(version));
  const text = line.replace(/^\uFEFF/, '');
  const read = text.endsWith(',"items":[') ? readJson(`${text}]}`, deepestNesting) : undefined;
  if (read?.kind !== 'value') return toDefect(otherLayout);
  const metadata = isJsonObject(read.value) ? read.value['metadata'] : undefined;
  if (!isJsonObject(metadata)) return toDefect(badMetadata('metadata'));
  const { of, cluster, kubernetes } = metadata;
  const [vauban, takenAt] = [textAt(metadata, 'vauban'), textAt(metadata, 'takenAt')];
  const kinds = toKinds(metadata['kinds']);
  if (of !== 'cluster' && of !== 'manifests') return toDefect(badMetadata('metadata.of'));
  if (Number.isNaN(Date.parse(takenAt))) return toDefect(badMetadata('metadata.takenAt'));
  if ((typeof cluster === 'string') !== (of === 'cluster')) return toDefect(badMetadata('metadata.cluster'));
  if (kinds === null) return toDefect(badMetadata('metadata.kinds'));
  return {
    kind: 'header',
    header: {
      of,
      vauban,
      takenAt,
      cluster: typeof cluster === 'string' ? cluster : null,
      kubernetes: typeof kubernetes === 'string' ? kubernetes : null,
      kinds,
    },
  };
};

const toDefect = (message: string): HeaderResult => ({ kind: 'defect', message });

const otherVersion = (version: string): string =>
  `this snapshot is of ${version}, and this version of Vauban reads ${snapshotVersion}: take it anew with \`vauban snapshot\`, or use the version that wrote it`;

/** Whoever prints JSON anew puts it on other lines, and then nobody could read a large one piece by piece. */
export const otherLayout =
  'this snapshot is not laid out as `vauban snapshot` writes it, one object a line: take it anew, or hand over the file as it was written';

const badMetadata = (field: string): string =>
  `\`${field}\` of this snapshot does not say what it should: take it anew with \`vauban snapshot\``;

const toKinds = (value: Json | undefined): readonly WantedKind[] | null => {
  if (!isJsonArray(value)) return null;
  const kinds = value.flatMap((one) =>
    isJsonObject(one) && typeof one['group'] === 'string' && typeof one['kind'] === 'string'
      ? [{ group: one['group'], kind: one['kind'] }]
      : [],
  );
  return kinds.length === value.length ? kinds : null;
};
