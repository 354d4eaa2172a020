/** How many walls stand between the internet and a workload. */

export const TellWalls = ({ depth }: { readonly depth: number | null }) =>
  depth === null ? (
    <span className="soft">no known way in</span>
  ) : depth === 0 ? (
    <span className="chip open">open</span>
  ) : (
    <>
      {depth} {depth === 1 ? 'wall' : 'walls'}
    </>
  );
