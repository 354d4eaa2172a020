/** One wall beside a move: solid, hatched or missing, and what to do to have it. */

import type { AttackWall } from '../../../../src/hosts/console/api/attacks.ts';

const words = { enforced: 'enforced', declared: 'declared, unproven' } as const;

export const WallLine = ({ wall: { title, layer, proof, todo } }: { readonly wall: AttackWall }) => (
  <div className={proof === null ? 'wall-line missing' : 'wall-line'}>
    <WallSwatch proof={proof} />
    <div>
      <p>
        <b>{proof === null ? 'Missing' : 'Stands'}</b>{' '}
        <span className="soft">
          {layer}
          {proof === null ? '' : `, ${words[proof]}`}
        </span>{' '}
        <bdi>{title}</bdi>
      </p>
      {todo === null || todo === '' || todo === title ? null : (
        <p className="todo">
          <bdi>{todo}</bdi>
        </p>
      )}
    </div>
  </div>
);

const WallSwatch = ({ proof }: { readonly proof: AttackWall['proof'] }) => (
  <svg className={`swatch ${proof ?? 'gap'}`} viewBox="0 0 12 22" width="12" height="22" aria-hidden="true">
    <path
      d={proof === null ? 'M2 1v6h8v-6zM2 15v6h8v-6z' : 'M2 1h8v20h-8z'}
      {...(proof === 'declared' ? { fill: 'url(#way-hatch)' } : {})}
    />
  </svg>
);
