/** Whether the hub can do its work, and if not, what it waits for. */
import { classify } from '../errors.ts';

/** One thing the hub waits for, since when, and the code of the error it meets. */
export type Waiting = { what: string; code: string; since: string };

export type Health = {
  ready: boolean;
  /** What must come back before the hub can work. */
  waiting: Waiting[];
  /** Outside systems that fail; the hub works on without them. */
  degraded: Waiting[];
};

export type HealthMonitor = {
  health(): Health;
  /** Says that something the hub needs works (code undefined) or does not. */
  needs(what: string, code: string | undefined): void;
  /** Registers a state that is asked for whenever somebody looks. */
  watch(kind: 'waiting' | 'degraded', what: string, code: () => string | undefined): void;
  /** Runs a check every `everyMs` until the signal fires; its failure makes the hub not ready. */
  probe(what: string, check: () => Promise<void>, options: { everyMs: number; signal: AbortSignal }): void;
};

type Watched = { kind: 'waiting' | 'degraded'; what: string; code: () => string | undefined };

/** The watched things that have a code now, with the time since when somebody first saw it. */
function statesNow(watched: readonly Watched[], since: Map<string, string>, now: () => number): Waiting[] {
  return watched.flatMap(({ what, code: ask }) => {
    const code = ask();
    if (code === undefined) {
      since.delete(what);
      return [];
    }
    const began = since.get(what) ?? new Date(now()).toISOString();
    since.set(what, began);
    return [{ what, code, since: began }];
  });
}

/** A monitor; `now` in epoch milliseconds. */
export function createHealthMonitor(now: () => number): HealthMonitor {
  const waiting = new Map<string, Waiting>();
  const watched: Watched[] = [];
  const since = new Map<string, string>();

  const needs = (what: string, code: string | undefined): void => {
    if (code === undefined) waiting.delete(what);
    else waiting.set(what, { what, code, since: waiting.get(what)?.since ?? new Date(now()).toISOString() });
  };

  const watchedNow = (kind: Watched['kind']): Waiting[] =>
    statesNow(
      watched.filter((each) => each.kind === kind),
      since,
      now,
    );

  return {
    needs,
    health() {
      const all = [...waiting.values(), ...watchedNow('waiting')];
      return { ready: all.length === 0, waiting: all, degraded: watchedNow('degraded') };
    },
    watch: (kind, what, code) => watched.push({ kind, what, code }),
    probe(what, check, { everyMs, signal }) {
      const run = async (): Promise<void> => {
        try {
          await check();
          needs(what, undefined);
        } catch (error) {
          needs(what, classify(error).code);
        }
        if (!signal.aborted) setTimeout(() => void run(), everyMs).unref();
      };
      void run();
    },
  };
}
