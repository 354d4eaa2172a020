/** What the marks of the matrix and the lines of the graph mean. */

export const Legend = ({ isGraph }: { readonly isGraph: boolean }) =>
  isGraph ? (
    <p className="legend">
      <span>
        <LineKey className="line no-policy" /> no policy restricts it
      </span>
      <span>
        <LineKey className="line allowed" /> a policy's rule allows it
      </span>
      <span>
        <LineKey className="line allowed needed-all" /> needed
      </span>
      <span>dashed box: no policy guards what comes in</span>
    </p>
  ) : (
    <p className="legend">
      <span>
        <span className="cell no-policy" aria-hidden="true" />
        no policy restricts it
      </span>
      <span>
        <span className="cell allowed" aria-hidden="true" />a policy's rule allows it
      </span>
      <span>
        <span className="cell allowed needed-all" aria-hidden="true" />
        needed
      </span>
      <span>
        <span className="cell allowed needed-some" aria-hidden="true" />
        partly needed
      </span>
    </p>
  );

const LineKey = ({ className }: { readonly className: string }) => (
  <svg width="28" height="10" viewBox="0 0 28 10" aria-hidden="true">
    <path d="M0 5H28" className={className} />
  </svg>
);
