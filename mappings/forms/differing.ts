/** What other systems say of a field instead of the value that counts. */
import type { MergedValue } from '../canonical/slices.ts';
import { dayOf } from '../lib/dates.ts';
import { nameKeys } from '../lib/names.ts';
import type { Statement } from '../statements.ts';
import type { OtherValue, UnfilledField, Written } from './answer.ts';
import type { CompiledPath, CompiledValue } from './compile.ts';
import type { EvaluateContext } from './context.ts';
import { partOf } from './paths.ts';
import type { Seat } from './seats.ts';

/** A field while it is filled from one of its paths. */
export type Filling<Context = EvaluateContext> = {
  path: CompiledPath;
  source: CompiledValue;
  seat: Seat;
  context: Context;
};

/**
 * What reads otherwise on the form and is stated by a system of equal standing, where nothing but a convention chose
 * between them: nobody is in charge of the field, or both hold from the same day.
 */
export function statedAgainst(
  written: Written,
  { system, asOf, rule }: MergedValue,
  { path, source, seat, context }: Filling,
): Statement[] {
  const statements = seat.person.held?.statements;
  if (statements === undefined || !path.contested.has(rule)) return [];
  const equals = statements(path.field).filter(
    (each) =>
      each.outcome === 'older' && each.system !== system && (rule === 'newest' || dayOf(each.asOf) === dayOf(asOf)),
  );
  if (equals.length === 0) return [];
  const own = readingOf(written);
  return equals.filter(({ value }) => readingOf(source.write(partOf(value, path.parts), context)) !== own);
}

/** A conflict, with what it may be: of other systems' values only for who may know them. */
export function conflict(
  written: Written,
  { system }: MergedValue,
  against: readonly Statement[],
  { source, path, seat, context }: Filling,
): UnfilledField {
  const mayKnow = context.mayKnowOthers?.(path.field, seat.role) === true;
  const known = mayKnow ? against : [];
  const others = known.map(({ value }) => source.write(partOf(value, path.parts), context));
  return { reason: 'conflict', ...candidates([written, ...others], [system, ...known.map((each) => each.system)]) };
}

/** What a field may be, each once, and who says so. */
export function candidates(
  written: readonly Written[],
  systems: readonly string[],
): Pick<UnfilledField, 'candidates' | 'sources'> {
  const all = [...new Set(written.flatMap((each) => each ?? []))];
  return all.length === 0 ? {} : { candidates: all, sources: [...new Set(systems)] };
}

/** What other systems say instead, each the first it states that reads otherwise on this form. */
export function otherValues(
  value: string,
  merged: MergedValue,
  { path, source, seat, context }: Filling,
): OtherValue[] {
  const known = new Set([merged.system]);
  const own = readingOf(value);
  const others: OtherValue[] = [];
  for (const { system, asOf, value: stated } of seat.person.held?.statements?.(path.field) ?? []) {
    if (known.has(system)) continue;
    const written = source.write(partOf(stated, path.parts), context);
    if (typeof written !== 'string' || readingOf(written) === own) continue;
    known.add(system);
    others.push({ system, value: written, asOf });
  }
  return others;
}

/** Equal for what reads alike, wherever the tone marks stand. */
function readingOf(written: Written): string {
  return [written ?? []]
    .flat()
    .map((text) => nameKeys(text).tone)
    .join('\n');
}
