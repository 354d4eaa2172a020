/** How often something may be done: so many at once, and then so many a second. */

export interface TokenBucket {
  /** 0 where it may be done now; else the seconds after which to ask again. */
  take(): number;
}

export interface BucketSize {
  readonly most: number;
  readonly perSecond: number;
}

export const createTokenBucket = ({ most, perSecond }: BucketSize, now: () => string): TokenBucket => {
  let left = most;
  let last = Date.parse(now());
  return {
    take: () => {
      const time = Date.parse(now());
      // A clock that was set back gives nothing and takes nothing.
      left = Math.min(most, left + (Math.max(0, time - last) / 1000) * perSecond);
      last = time;
      if (left < 1) return Math.max(1, Math.ceil((1 - left) / perSecond));
      left -= 1;
      return 0;
    },
  };
};
