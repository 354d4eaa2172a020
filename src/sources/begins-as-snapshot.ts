/** Tells a snapshot that Vauban wrote from a manifest, by how its text begins. */

/** True for a snapshot of any version, however it is laid out. */
export const beginsAsSnapshot = (text: string): boolean =>
  /^\uFEFF?\s{0,64}\{\s{0,64}"apiVersion"\s{0,8}:\s{0,8}"vauban\.dev\/[^"\s]{1,64}"\s{0,8},\s{0,64}"kind"\s{0,8}:\s{0,8}"Snapshot"/.test(
    text,
  );
