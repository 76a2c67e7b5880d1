/** The value of one field of a form, with its provenance, or the reason why there is none. */
import type { CitizenField } from '../canonical/citizen.ts';
import { isOutdated } from '../canonical/outdated.ts';
import { isProtected } from '../canonical/protection.ts';
import type { MergedValue } from '../canonical/slices.ts';
import type { Rule } from '../precedence-table.ts';
import { canonicalSchemes } from '../lib/codes.ts';
import { dayOf } from '../lib/dates.ts';
import { isObject } from '../lib/fields.ts';
import type { CellAnswer, Confidence, FilledField, Provenance, Reason, UnfilledField } from './answer.ts';
import type { CompiledCondition, CompiledPath, CompiledValue } from './compile.ts';
import type { EvaluateContext, FieldContext } from './context.ts';
import { candidates, conflict, otherValues, statedAgainst, type Filling } from './differing.ts';
import { partOf } from './paths.ts';
import type { Seat, Seats } from './seats.ts';

const notHeld: UnfilledField = Object.freeze({ reason: 'not-held' });
const withheld: UnfilledField = Object.freeze({ reason: 'withheld' });
const notPresentable: UnfilledField = Object.freeze({ reason: 'not-presentable' });

/** A value found, whether the record of the person says it or one that names them. */
type Found = { value: unknown; merged: MergedValue; isOwn: boolean; isSure: boolean };

/** What one path lacks another may have: none of them says that the value there is not to be given. */
const passedOver: ReadonlySet<Reason> = new Set<Reason>([
  'not-held',
  'not-named',
  'not-permitted',
  'source-unavailable',
]);

/** Fills a field from the first of its paths that gives one; of several reasons why none does, the first that says more. */
export function fillValue(source: CompiledValue, seat: Seat, context: FieldContext): CellAnswer {
  let missing: UnfilledField = notHeld;
  for (const path of source.paths) {
    const answer = fillFrom({ path, source, seat, context });
    if (!('reason' in answer) || !passedOver.has(answer.reason)) return answer;
    if (missing.reason === 'not-held') missing = answer;
  }
  return missing;
}

function fillFrom(filling: Filling<FieldContext>): CellAnswer {
  const { path, seat, context } = filling;
  const found = findValue(path, seat, context);
  if ('reason' in found) return found;
  const answer = answerOf(found, filling);
  if ('value' in answer || answer.candidates !== undefined) noteWhose(context, seat, found.isOwn);
  return answer;
}

function answerOf(found: Found, filling: Filling): FilledField | UnfilledField {
  const { source, context } = filling;
  const { merged } = found;
  const written = source.write(found.value, context);
  const choice = candidates([written], [merged.system]);
  if (merged.underInvestigation === true) return { reason: 'under-investigation', ...choice };
  const differing = found.isOwn ? statedAgainst(written, merged, filling) : [];
  if (differing.length > 0) return conflict(written, merged, differing, filling);
  if (written === undefined) return notPresentable;
  if (typeof written !== 'string') return { reason: 'needs-confirmation', ...choice };
  const isChoice = source.options === undefined || source.options.has(written);
  return isChoice ? filled(written, found, filling) : notPresentable;
}

/** Notes whose data is given: of the person in the seat, or of both if another's record names them. */
export function noteWhose({ whose }: FieldContext, { person: { held }, named }: Seat, isOwn: boolean): void {
  if (isOwn) {
    if (held !== undefined) whose.add(held);
    return;
  }
  if (named === undefined) return;
  whose.add(named.by);
  if (held !== undefined) whose.add(held);
  else if (named.relative.personalNumber !== undefined) whose.add(named.relative.personalNumber);
}

/**
 * The value at a path: of the person's own record, else of the one that names them. A field of theirs that the asker may
 * not read may still stand in one that they may; what is protected stands in the person's own alone.
 */
function findValue(path: CompiledPath, seat: Seat, { refuse }: EvaluateContext): Found | UnfilledField {
  const refusal = refuse?.(path.field, seat.role);
  if (refusal !== undefined) return saidOf(path, seat) ?? { reason: refusal };
  return ownValue(path, seat) ?? saidOf(path, seat) ?? absentAt(path, seat);
}

/** Whoever could not be asked is no reason for what they never state. */
function absentAt({ statedBy }: CompiledPath, { absent, person: { silent } }: Seat): UnfilledField {
  return silent === undefined || statedBy.has(silent) ? absent : notHeld;
}

function ownValue(path: CompiledPath, { person: { held }, isSure }: Seat): Found | UnfilledField | undefined {
  const merged = held?.merged[path.field];
  if (held === undefined || merged === undefined || isOutdated(path.field, held.merged)) return undefined;
  const value = valueAt(path, merged);
  if (value === undefined) return undefined;
  return isProtected(path.field, held.merged) ? withheld : { value, merged, isOwn: true, isSure };
}

/** A card without its number is none. */
function valueAt({ parts, isCard }: CompiledPath, merged: MergedValue): unknown {
  const value = partOf(merged.value, parts);
  return isCard && partOf(value, ['number']) === undefined ? undefined : value;
}

function saidOf({ named: part }: CompiledPath, { named }: Seat): Found | undefined {
  if (part === undefined || named === undefined) return undefined;
  const value = named.relative[part];
  return value === undefined ? undefined : { value, merged: named.merged, isOwn: false, isSure: named.isSure };
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

/** Whether a field has no meaning for whom the form is about. Only a trusted code whose meaning is known rules it out. */
export function isRuledOut({ role, path, is }: CompiledCondition, seats: Seats, context: EvaluateContext): boolean {
  const merged = heldBy(path.field, seats.of(role), context);
  if (merged?.trusted !== true) return false;
  const value = partOf(merged.value, path.parts);
  const { scheme, code } = isObject(value) ? value : {};
  return typeof scheme === 'string' && canonicalSchemes.has(scheme) && typeof code === 'string' && !is.has(code);
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
