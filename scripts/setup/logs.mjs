/** Log files of the children: begun anew at every start, the one before kept, their ends shown when something fails. */
import { closeSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';
import { shown } from './paths.mjs';
import { Problem } from './problem.mjs';

const tailBytes = 32_768;

/**
 * Opens a log for writing; the one that stood there becomes `<name>.previous.log`.
 *
 * @param {string} file
 * @returns {number} a file descriptor
 */
export function openLog(file) {
  try {
    renameSync(file, file.replace(/\.log$/, '.previous.log'));
  } catch {
    // There was none.
  }
  return openSync(file, 'a', 0o600);
}

/**
 * The last lines of a log, each cut to 400 characters.
 *
 * @param {string} file
 * @param {number} [lines]
 */
export function tailOf(file, lines = 20) {
  let log;
  try {
    log = openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(log);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    readSync(log, buffer, 0, buffer.length, size - buffer.length);
    const text = buffer.toString('utf8').trimEnd();
    return text === ''
      ? []
      : text
          .split(/\r?\n/)
          .slice(-lines)
          .map((line) => line.slice(0, 400));
  } finally {
    closeSync(log);
  }
}

/**
 * What npm says went wrong. It stands before pages of advice, out of reach of the last lines.
 *
 * @param {string} file
 */
function npmErrors(file) {
  const said = tailOf(file, 500).filter((line) => /^npm (error|ERR!) *\S/.test(line));
  return said.slice(0, 8);
}

/**
 * A problem with a child: what happened, the end of its log, and where the rest stands.
 *
 * @param {string} message
 * @param {string} log
 */
export function problemWithLog(message, log) {
  const errors = npmErrors(log);
  const lines = errors.length > 0 ? errors : tailOf(log);
  return new Problem(message, [...lines, `The whole log: ${shown(log)}`]);
}
