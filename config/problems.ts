/** What is wrong with a configuration, and how it is shown to the person who has to mend it. */
import { redactCredentials } from './redact.ts';

/** One thing wrong. `found` is there only where it may be shown: never for a setting that is secret. */
export type Problem = {
  /** The setting (`kafka.brokers`), or the file if it could not be read at all. */
  path: string;
  /** What may stand there. */
  expected: string;
  found?: string;
  /** Where the value came from: `config/default.yaml:12`, `environment variable KAFKA_BROKERS`. */
  source: string;
};

const longestShown = 60;

/** Renders problems for a terminal, one per paragraph, with a heading that counts them. */
export function formatProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${String(problems.length)} problems`;
  return [`The configuration has ${count}:`, ...problems.map(formatProblem), ''].join('\n');
}

function formatProblem(problem: Problem): string {
  const found = problem.found === undefined ? '' : `, found ${problem.found}`;
  return `\n  ${problem.path}\n    expected ${problem.expected}${found}\n    ${problem.source}`;
}

/** A value as it may stand in a message: short, on one line, without passwords that stand inside addresses. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(redactCredentials(value));
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** The known key a person most likely meant, if any is near enough to be a slip of the hand. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** Levenshtein distance, by rows. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
