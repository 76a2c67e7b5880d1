/** Folders that are either complete or not there. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';

/**
 * Fills a folder under a temporary name and renames it when it is complete, so that a broken-off run leaves nothing
 * that looks finished.
 *
 * @param {string} folder
 * @param {(partial: string) => Promise<void>} fill
 */
export async function provide(folder, fill) {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await fill(partial);
  renameSync(partial, folder);
}
