/** Lines about how far some work has come, a few seconds apart. */
import type { CliContext } from './context.ts';

const everyMs = 2000;

/** Tells of progress on stderr, so that what the command prints can be read by another. `said` answers one line. */
export function createProgress(context: CliContext): (said: () => string) => void {
  let next = context.now() + everyMs;
  return (said) => {
    if (context.now() < next) return;
    next = context.now() + everyMs;
    context.stderr(`${said()}\n`);
  };
}

/** `12 s`, `3 min`, `2 h`. */
export function roughTime(seconds: number): string {
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  return seconds < 5400 ? `${String(Math.round(seconds / 60))} min` : `${String(Math.round(seconds / 3600))} h`;
}
