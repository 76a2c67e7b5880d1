/** Where the project lies, for what is run from its sources and for what is run from dist/. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. Throws if this file was moved out of the project. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('finding the project: no package.json above the scripts');
    folder = parent;
  }
  return folder;
}
