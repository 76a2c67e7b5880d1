/** Files that only their owner may read, written whole or not at all. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * @param {string} file
 * @param {string} text
 */
export function writeSecret(file, text) {
  const partial = `${file}.partial`;
  writeFileSync(partial, text, { mode: 0o600 });
  renameSync(partial, file);
}

/**
 * What a file holds, made once.
 *
 * @param {string} file
 * @param {() => string} make
 */
export function keptSecret(file, make) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
  const text = make();
  writeSecret(file, text);
  return text;
}
