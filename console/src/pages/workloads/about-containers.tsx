/** What a workload runs: each container with its image, its ports, and how it is confined. */

import type { WorkloadContainer, WorkloadEntry } from '../../../../src/hosts/console/api/workloads.ts';

export const AboutContainers = ({ workload: { containers } }: { readonly workload: WorkloadEntry }) => (
  <section className="band">
    <h2>
      Containers <small>{containers.length}</small>
    </h2>
    {containers.length === 0 ? <p className="soft">None is declared.</p> : null}
    {containers.map((container) => (
      <OneContainer key={container.name} container={container} />
    ))}
  </section>
);

const OneContainer = ({ container }: { readonly container: WorkloadContainer }) => {
  const { name, image, ports, runsAsRoot, privileged, limits } = container;
  const isPinned = image.includes('@sha256:');
  return (
    <div className="container">
      <p>
        <b>
          <bdi>{name}</bdi>
        </b>{' '}
        <code>{image}</code>
      </p>
      <p className="facts">
        {privileged ? <span className="chip open">privileged</span> : null}
        {runsAsRoot === true ? (
          <span className="chip open">runs as root</span>
        ) : runsAsRoot === null ? (
          <span className="chip unknown">may run as root</span>
        ) : (
          <span className="chip">not as root</span>
        )}
        {limits ? null : <span className="chip unknown">no memory limit</span>}
        {isPinned ? null : <span className="chip unknown">not by digest</span>}
        {ports.length === 0 ? (
          <span className="soft">declares no port</span>
        ) : (
          <span className="soft">listens on {ports.join(', ')}</span>
        )}
      </p>
    </div>
  );
};
