import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { contentTypeOf } from './mapping-leaves.ts';

/** A record of one of a mapping's cases, `test/mappings/cases/<mapping>/<name>.in.*`. Throws if there is no such case. */
export function readCase(root: string, mapping: string, name: string): { contentType: string; body: string } {
  const folder = join(root, 'test', 'mappings', 'cases', mapping);
  const file = readdirSync(folder).find((each) => each.startsWith(`${name}.in.`)) ?? `${name}.in.json`;
  return { contentType: contentTypeOf(file), body: readFileSync(join(folder, file), 'utf8') };
}

/** The time at which all cases are received. */
export const casesReceivedAt = '2026-02-28T17:00:00.000Z';
