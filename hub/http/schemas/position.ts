/** Where a page of a list ended, as callers are told it (`next`) and send it back (`after`). */
import { z } from 'zod';
import type { Sweep } from '../../failures/replay.ts';
import type { Position } from '../../store/position.ts';

const longest = 400;
/** As far as there are times in epoch milliseconds; no score comes near. */
const farthest = 8.64e15;
const written = /^(-?\d{1,16}(?:\.\d{1,20})?(?:e-?\d{1,3})?)~(.+)$/;

const expected = '`next` of the page before';

/** A position as the text that `position` reads. */
export function positionText({ rank, id }: Position): string {
  return `${rank}~${id}`;
}

/** A position as `positionText` writes it. */
export function position() {
  return z
    .string()
    .meta({ minLength: 1, maxLength: longest })
    .transform((text, context): Position => readPosition(text) ?? refuse(context));
}

/** How far a sweep came, as `sweepText` writes it. */
export function sweepPosition() {
  return position().transform(({ rank, id }, context): Sweep => {
    const last = readPosition(id);
    return last === undefined ? refuse(context) : { upTo: new Date(rank), last };
  });
}

/** How far a sweep came, as text: the moment it is about, and the position in it. */
export function sweepText({ upTo, last }: Sweep): string {
  return positionText({ rank: upTo.getTime(), id: positionText(last) });
}

function readPosition(text: string): Position | undefined {
  const [, rank, id] = (text.length <= longest ? written.exec(text) : null) ?? [];
  if (rank === undefined || id === undefined || Math.abs(Number(rank)) > farthest) return undefined;
  return { rank: Number(rank), id };
}

function refuse(context: z.core.$RefinementCtx): never {
  context.addIssue({ code: 'custom', message: expected, params: { code: 'format' } });
  return z.NEVER;
}
