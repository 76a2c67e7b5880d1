/** Where the set-up keeps things. `.stack` can be deleted at any time and is provisioned again; `.data` is the data. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const stackDir = path.join(root, '.stack');
export const dataDir = path.join(root, '.data');
export const logsDir = path.join(dataDir, 'logs');
/** Held while the children of a killed run are being stopped. */
export const stoppingLock = path.join(dataDir, 'stopping.lock');

/**
 * A path as a person would type it from the project folder.
 *
 * @param {string} file
 */
export function shown(file) {
  return path.relative(root, file) || '.';
}

/** Makes the folders everything else relies on. */
export function makeFolders() {
  mkdirSync(stackDir, { recursive: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(logsDir, { recursive: true });
}
