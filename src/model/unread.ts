/** A kind of object that could not be read, why, and the grant that would allow it: nothing unread is ever called safe. */

export interface Unread {
  /** The kind, `Pod`; or for a folder or file that was not scanned, its path. */
  readonly kind: string;
  /** The kind's API group, `''` for the core group; `null` where `kind` is a path and no kind. */
  readonly group: string | null;
  /** The context of the cluster that refused it; `null` for a path. */
  readonly cluster: string | null;
  /** `null` for all namespaces. */
  readonly namespace: string | null;
  readonly reason: string;
  /** The grant that would allow it, as a person would ask for it; `null` where no grant would help. */
  readonly grant: string | null;
}
