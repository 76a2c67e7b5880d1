/** A fault the person at the keyboard can do something about: printed as it stands, without a stack trace. */
export class Problem extends Error {
  /**
   * @param {string} message what failed, in one line
   * @param {string[]} [details] further lines: what to do, or the end of a log
   */
  constructor(message, details = []) {
    super(message);
    this.name = 'Problem';
    this.details = details;
  }
}

/**
 * What a person needs to read of any thrown value.
 *
 * @param {unknown} error
 */
export function reportOf(error) {
  if (error instanceof Problem) return [error.message, ...error.details.map((line) => `  ${line}`)].join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
