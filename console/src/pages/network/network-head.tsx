/** The network in a sentence: how much is allowed, and how much of it for no reason that is known. */

import type { Network } from '../../../../src/hosts/console/api/network.ts';

export const NetworkHead = ({ network: { edges, left } }: { readonly network: Network }) => {
  const idle = edges.filter(({ needed }) => !needed).length;
  const open = edges.filter(({ because }) => because === 'no-policy').length;
  return (
    <header>
      <h1>
        {edges.length === 0
          ? 'Who talks to whom'
          : `${left > 0 ? 'At least ' : ''}${tell(idle)} of ${tell(edges.length)} allowed connections are needed by nothing that is known`}
      </h1>
      {edges.length === 0 ? null : (
        <p className="soft">
          {open === 0
            ? 'Policies restrict all of them.'
            : `No policy restricts ${open === edges.length ? 'any' : tell(open)} of them.`}
        </p>
      )}
    </header>
  );
};

const tell = (count: number): string => count.toLocaleString('en-GB');
