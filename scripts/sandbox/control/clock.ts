/** The sandbox's time: one event happens at one instant, and a replayed one at the instant it first happened. */
export type Clock = {
  /** Epoch milliseconds. */
  now: () => number;
  /** Runs something with the time standing still at an instant. */
  standing: <T>(at: number, run: () => T) => T;
};

/** A clock over the real one. */
export function createClock(real: () => number): Clock {
  let standingAt: number | undefined;
  return {
    now: () => standingAt ?? real(),
    standing: (at, run) => {
      const before = standingAt;
      standingAt = at;
      try {
        return run();
      } finally {
        standingAt = before;
      }
    },
  };
}
