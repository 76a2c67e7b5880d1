/** The folder into which social insurance delivers: a file, and when that is finished, its manifest. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { header, manifestJson } from './wire.ts';

export type Deliveries = {
  /** Makes the next delivery, unless it is there from a start before; answers its number. */
  deliver(lines: Iterable<string>): number;
  /** While interrupted, deliveries are left half-written and without their manifest; afterwards they are completed. */
  interrupt(isInterrupted: boolean): void;
};

const linesAtOnce = 1000;
const ownOnly = 0o600;

/** Opens the folder, which is made. `now` in epoch milliseconds. */
export function openDeliveries(folder: string, now: () => number): Deliveries {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const halves = new Map<number, readonly string[]>();
  let last = 0;
  let isBroken = false;

  function complete(sequence: number, lines: Iterable<string>): void {
    const { manifest, file } = pathsOf(folder, sequence);
    const facts = writeLines(join(folder, file), lines);
    // Under another name until it is whole: what has the name of a manifest is one.
    writeFileSync(`${manifest}.part`, manifestJson({ file, sequence, at: now(), ...facts }), { mode: ownOnly });
    renameSync(`${manifest}.part`, manifest);
  }

  return {
    deliver: (lines) => {
      last += 1;
      const { manifest, file } = pathsOf(folder, last);
      if (existsSync(manifest)) return last;
      if (isBroken) {
        const all = [...lines];
        halves.set(last, all);
        const text = header + all.join('');
        writeFileSync(join(folder, file), text.slice(0, Math.ceil(text.length / 2)), { mode: ownOnly });
      } else {
        complete(last, lines);
      }
      return last;
    },
    interrupt: (isInterrupted) => {
      isBroken = isInterrupted;
      if (isBroken) return;
      for (const [sequence, lines] of halves) complete(sequence, lines);
      halves.clear();
    },
  };
}

function pathsOf(folder: string, sequence: number): { manifest: string; file: string } {
  const name = `BHXH-${String(sequence).padStart(6, '0')}`;
  return { manifest: join(folder, `${name}.manifest.json`), file: `${name}.csv` };
}

/** Writes a file piece by piece, since the first delivery can be of half a million people. */
function writeLines(path: string, lines: Iterable<string>): { bytes: number; lines: number; sha256: string } {
  const hash = createHash('sha256');
  const file = openSync(path, 'w', ownOnly);
  let [bytes, count] = [0, 0];
  try {
    for (const piece of piecesOf(lines)) {
      const content = Buffer.from(piece.join(''));
      hash.update(content);
      writeSync(file, content);
      bytes += content.length;
      count += piece.length;
    }
  } finally {
    closeSync(file);
  }
  return { bytes, lines: count, sha256: hash.digest('hex') };
}

function* piecesOf(lines: Iterable<string>): Generator<string[]> {
  let piece = [header];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < linesAtOnce) continue;
    yield piece;
    piece = [];
  }
  yield piece;
}
