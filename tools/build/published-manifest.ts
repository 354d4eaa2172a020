/** The published `package.json`: nothing to install, nothing to run on install, and the Node it really needs. */

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly private?: boolean;
  readonly bin: Readonly<Record<string, string>>;
}

/** `private` is handed on: while it stands, a slip of the hand cannot publish. */
export const toPublishedManifest = ({
  name,
  version,
  description,
  license,
  type,
  bin,
  ...rest
}: Manifest): unknown => ({
  name,
  version,
  description,
  license,
  type,
  ...(rest.private === undefined ? {} : { private: rest.private }),
  bin,
  engines: { node: '>=24' },
});
