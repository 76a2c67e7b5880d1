/**
 * What happened, kept in a folder, so that a sandbox started again is the one it was: the hub's cursors stay true, and
 * the portal's store still holds what was delivered. Without a folder, a sandbox forgets everything with its process.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { eventInput, type EventInput } from './event-input.ts';

const bulk = z.object({ count: z.number(), seed: z.number() });

/** `drawn`: how many draws the world had made before, on which what is left open in an event depends. */
const happening = z.union([
  z.object({ at: z.number(), drawn: z.number(), event: eventInput }),
  z.object({ at: z.number(), drawn: z.number(), bulk }),
]);
export type Happening =
  | { at: number; drawn: number; event: EventInput }
  | { at: number; drawn: number; bulk: { count: number; seed: number } };

const heldItem = z.object({
  kind: z.enum(['citizen', 'case']),
  key: z.string(),
  version: z.number().optional(),
  receivedAt: z.number(),
  item: z.record(z.string(), z.unknown()),
});
/** One item the portal's store took. */
export type HeldItem = {
  kind: 'citizen' | 'case';
  key: string;
  version?: number | undefined;
  receivedAt: number;
  item: Record<string, unknown>;
};

export type Journal = {
  happenings(): Happening[];
  items(): HeldItem[];
  happened(happening: Happening): void;
  took(items: readonly HeldItem[]): void;
};

/** A journal that keeps nothing. */
export const noJournal: Journal = {
  happenings: () => [],
  items: () => [],
  happened: () => undefined,
  took: () => undefined,
};

/** A journal in a folder, which is made; populations of another seed or size have journals of their own. */
export function openJournal(folder: string, population: { seed: number; citizens: number }): Journal {
  const own = join(folder, `${String(population.seed)}-${String(population.citizens)}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const [events, portal] = [join(own, 'events.jsonl'), join(own, 'portal.jsonl')];
  return {
    happenings: () => readLines(events, happening),
    items: () => compacted(portal),
    happened: (entry) => {
      append(events, [entry]);
    },
    took: (items) => {
      append(portal, items);
    },
  };
}

function append(file: string, entries: readonly unknown[]): void {
  appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
}

/** A process that was killed may have left half a line at the end: it is cut off, so that nothing is written behind it. */
function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(file, whole, { mode: 0o600 });
  const lines = whole.split('\n').filter((line) => line !== '');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

/** The newest item per key; the file is written anew when most of it is out of date. */
function compacted(file: string): HeldItem[] {
  const all = readLines(file, heldItem);
  const newest = [...new Map(all.map((held) => [`${held.kind} ${held.key}`, held])).values()];
  if (all.length > 2 * newest.length) {
    const fresh = `${file}.new`;
    writeFileSync(fresh, '', { mode: 0o600 });
    append(fresh, newest);
    renameSync(fresh, file);
  }
  return newest;
}
