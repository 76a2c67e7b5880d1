/** The value of one field of a form, with its provenance, or the reason why there is none. */
import type { CitizenField } from '../canonical/citizen.ts';
import { isProtected } from '../canonical/protection.ts';
import type { MergedValue } from '../canonical/slices.ts';
import type { Rule } from '../precedence-table.ts';
import { dayOf } from '../lib/dates.ts';
import { isObject } from '../lib/fields.ts';
import { nameKeys } from '../lib/names.ts';
import type { Statement } from '../statements.ts';
import type { CellAnswer, Confidence, FilledField, OtherValue, Provenance, UnfilledField } from './answer.ts';
import type { CompiledCondition, CompiledPath, CompiledValue } from './compile.ts';
import type { EvaluateContext } from './context.ts';
import type { Seat, Seats } from './seats.ts';

const notHeld: UnfilledField = Object.freeze({ reason: 'not-held' });
const withheld: UnfilledField = Object.freeze({ reason: 'withheld' });
const notPresentable: UnfilledField = Object.freeze({ reason: 'not-presentable' });

/** A value found, whether the record of the person says it or one that names them. */
type Found = { value: unknown; merged: MergedValue; isOwn: boolean; isSure: boolean };

/** Fills a field from the first of its paths that somebody holds. */
export function fillValue(source: CompiledValue, seat: Seat, context: EvaluateContext): CellAnswer {
  let answer: CellAnswer = notHeld;
  for (const path of source.paths) {
    answer = fillFrom({ path, source, seat, context });
    if (!('reason' in answer) || answer.reason !== 'not-held') return answer;
  }
  return answer;
}

type Filling = { path: CompiledPath; source: CompiledValue; seat: Seat; context: EvaluateContext };

function fillFrom(filling: Filling): CellAnswer {
  const { path, source, seat, context } = filling;
  const found = findValue(path, seat, context);
  if ('reason' in found) return found;
  const written = source.write(found.value, context);
  if (found.merged.underInvestigation === true) return { reason: 'under-investigation', ...candidates(written) };
  const differing = statedAgainst(found, path, seat);
  if (differing.length > 0) return conflict(written, differing, filling);
  if (written === undefined) return notPresentable;
  if (typeof written !== 'string') return { reason: 'needs-confirmation', ...candidates(written) };
  const isChoice = source.options === undefined || source.options.has(written);
  return isChoice ? filled(written, found, filling) : notPresentable;
}

/**
 * The value at a path: of the person's own record, else of the one that names them. A field of theirs that the asker may
 * not read may still stand in one that they may; what is protected stands in the person's own alone.
 */
function findValue(path: CompiledPath, seat: Seat, { refuse }: EvaluateContext): Found | UnfilledField {
  const refusal = refuse?.(path.field, seat.role);
  if (refusal !== undefined) return saidOf(path, seat) ?? { reason: refusal };
  return ownValue(path, seat) ?? saidOf(path, seat) ?? seat.absent;
}

function ownValue(
  { field, parts }: CompiledPath,
  { person: { held }, isSure }: Seat,
): Found | UnfilledField | undefined {
  const merged = held?.merged[field];
  if (held === undefined || merged === undefined) return undefined;
  const value = partOf(merged.value, parts);
  if (value === undefined) return undefined;
  return isProtected(field, held.merged) ? withheld : { value, merged, isOwn: true, isSure };
}

function saidOf({ named: part }: CompiledPath, { named }: Seat): Found | undefined {
  if (part === undefined || named === undefined) return undefined;
  const value = named.relative[part];
  return value === undefined ? undefined : { value, merged: named.merged, isOwn: false, isSure: named.isSure };
}

function partOf(value: unknown, parts: readonly string[]): unknown {
  let part = value;
  for (const name of parts) part = isObject(part) ? part[name] : undefined;
  return part;
}

function filled(value: string, found: Found, filling: Filling): FilledField {
  const { source, path, seat, context } = filling;
  const of = provenance(found.merged, found.isOwn ? path.leading : none, source.mayLock && found.isSure);
  const answer: FilledField = { value, raw: rawOf(found.value, path), ...of };
  if (!found.isOwn || context.mayKnowOthers?.(path.field, seat.role) !== true) return answer;
  const others = otherValues(value, found.merged, filling);
  return others.length === 0 ? answer : { ...answer, others };
}

function rawOf(value: unknown, { isName }: CompiledPath): unknown {
  return isName && isObject(value) ? { text: value['text'] } : value;
}

const none: ReadonlySet<string> = new Set();

/** The rules of acts: what they say is so from the day the act took effect. */
const actRules: ReadonlySet<string> = new Set<Rule>([
  'number-replaced',
  'name-correction',
  'birth-act',
  'birth-act-name',
  'marriage-act',
  'death-act',
]);

/** Where a value comes from. `leading`: the rules of the system that leads for it. */
export function provenance(merged: MergedValue, leading: ReadonlySet<string>, mayLock: boolean): Provenance {
  const { system: source, asOf, rule, trusted } = merged;
  const trustedAs: Confidence = leading.has(rule) ? 'authoritative' : 'trusted';
  const confidence = trusted ? trustedAs : 'reported';
  const lock = trusted && mayLock;
  if (!actRules.has(rule)) return { source, asOf, confidence, lock, rule };
  return { source, asOf, validFrom: dayOf(asOf), confidence, lock, rule };
}

/**
 * What is stated against the value that counts by a system of equal standing, where nothing but a convention chose
 * between them: nobody is in charge of the field, or both hold from the same day.
 */
function statedAgainst(found: Found, path: CompiledPath, { person }: Seat): readonly Statement[] {
  const { system, asOf, rule } = found.merged;
  const statements = person.held?.statements;
  if (!found.isOwn || statements === undefined || !path.contested.has(rule)) return [];
  return statements(path.field).filter(
    (each) =>
      each.outcome === 'older' && each.system !== system && (rule === 'newest' || dayOf(each.asOf) === dayOf(asOf)),
  );
}

function conflict(
  written: string | readonly string[] | undefined,
  against: readonly Statement[],
  { source, path, context }: Filling,
): UnfilledField {
  const others = against.map(({ value }) => source.write(partOf(value, path.parts), context));
  const all = [written, ...others].flatMap((each) => each ?? []);
  return { reason: 'conflict', ...(all.length === 0 ? {} : { candidates: [...new Set(all)] }) };
}

function candidates(written: string | readonly string[] | undefined): { candidates?: readonly string[] } {
  const all = [written ?? []].flat();
  return all.length === 0 ? {} : { candidates: all };
}

/** What other systems say instead, each the first it states that reads otherwise on this form. */
function otherValues(value: string, merged: MergedValue, { source, path, seat, context }: Filling): OtherValue[] {
  const known = new Set([merged.system]);
  const key = nameKeys(value).tone;
  const others: OtherValue[] = [];
  for (const { system, asOf, value: stated } of seat.person.held?.statements?.(path.field) ?? []) {
    if (known.has(system)) continue;
    const written = source.write(partOf(stated, path.parts), context);
    if (typeof written !== 'string' || nameKeys(written).tone === key) continue;
    known.add(system);
    others.push({ system, value: written, asOf });
  }
  return others;
}

/** Whether a field has no meaning for whom the form is about. Only what is trusted rules a field out. */
export function isRuledOut({ role, path, is }: CompiledCondition, seats: Seats, context: EvaluateContext): boolean {
  const merged = heldBy(path.field, seats.of(role), context);
  if (merged?.trusted !== true) return false;
  const value = partOf(merged.value, path.parts);
  const held = isObject(value) ? value['code'] : undefined;
  return typeof held === 'string' && !is.has(held);
}

/** The value, if it may be known, of a field of the person in a seat, with where it comes from. */
export function heldBy<F extends CitizenField>(
  field: F,
  { person: { held }, role }: Seat,
  { refuse }: EvaluateContext,
) {
  if (held === undefined || refuse?.(field, role) !== undefined || isProtected(field, held.merged)) return undefined;
  return held.merged[field];
}
