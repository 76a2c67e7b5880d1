/**
 * Acts of civil status as canonical fields. An act states what it is about (a birth the parents, a marriage the
 * spouse) and names the person it is about; name, birth date and sex are taken from any act, so that a person known
 * by one act only is not nameless, and mappings/precedence.ts ranks a mention below whatever states the same.
 */
import type { CitizenFields, PartialDate } from '../../canonical/citizen.ts';
import type { Fault, FaultCode, Mapping, MappingContext, MappingInput, MappingResult } from '../../contract.ts';
import { countryCodes, ethnicGroups2008, maritalStatuses, sexes } from '../../lib/codes.ts';
import { isoDate, isWholeDate, todayAt, type Today } from '../../lib/dates.ts';
import {
  child,
  faultAt,
  isObject,
  readCode,
  readDate,
  readName,
  readObject,
  readText,
  take,
  takeRequired,
  toldTime,
  top,
  type Findings,
  type Node,
} from '../../lib/fields.ts';
import {
  finishRecord,
  namesAsOf,
  readAddress,
  readOwnNumber,
  readRelative,
  setField,
  type AddressNames,
} from '../../lib/persons.ts';
import { addressNames, kinds, relativeNames, wire, type Kind } from './wire.ts';

/** One event being read: its two parts, the fields found so far, and the day nothing may lie after. */
type Reading = {
  person: Node;
  content: Node;
  fields: CitizenFields;
  findings: Findings;
  today: Today;
  names: AddressNames;
};

/**
 * Reads what an act states; answers the day from which that is so, where the act says. An act of birth does not: the
 * day of birth is what it states, and of two acts on one birth the one recorded later counts.
 */
type ContentReader = (reading: Reading) => string | undefined;

/** Longer than any event the register sends. */
const maxBodyLength = 100_000;
const maxKeyLength = 100;
const partialForms = ['iso', 'month', 'year'] as const;
const dayForms = ['iso'] as const;
const birthAddresses = ['birthPlace', 'birthRegistrationPlace', 'hometown'] as const;
const parents = ['father', 'mother'] as const;

const birthCodes = [
  ['ethnicity', ethnicGroups2008],
  ['nationality', countryCodes],
] as const;

const contentReaders: Record<Kind, ContentReader> = {
  birth: readBirth,
  death: readDeath,
  marriage: readMarriage,
  'name-correction': readNameCorrection,
  annulment: readAnnulment,
};

export const civilStatusMapping: Mapping = { id: 'civil-status', version: 2, map };

function map(input: MappingInput, context: MappingContext): MappingResult {
  const event = parseEvent(input.body);
  if (!event.ok) return { ok: false, faults: [event.fault] };
  const findings: Findings = { faults: [], warnings: [] };
  const kind = readKind(top(event.message, wire.type), findings);
  const toldAt = toldTime(top(event.message, wire.recordedAt), context.receivedAt, findings);
  const recordedAt = toldAt ?? context.receivedAt;
  // Not confirmed: taken to keep an act as it was recorded, with the codes of that day.
  const names = namesAsOf(addressNames, context.units, toldAt);
  const reading = startReading(event.message, { findings, today: todayAt(context.receivedAt), names });
  const { person, fields } = reading;
  const number = readOwnNumber(child(person, wire.personalNumber), findings);
  readMention(reading);
  if (kind === undefined) return { ok: false, faults: findings.faults };
  const since = contentReaders[kind](reading);
  const isTakenBack = kind === 'annulment' || input.operation !== 'upsert';
  const asOf = isTakenBack ? recordedAt : (since ?? recordedAt);
  const stated = { sexNode: child(person, wire.sex), birthDateNode: child(person, wire.birthDate) };
  return finishRecord({ number, act: kind, asOf, fields, ...stated, isTakenBack }, findings);
}

type ParsedEvent = { ok: true; message: Record<string, unknown> } | { ok: false; fault: Fault };

function parseEvent(body: string): ParsedEvent {
  if (body.length > maxBodyLength) return unreadable('text-too-long', `at most ${String(maxBodyLength)} characters`);
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return unreadable('malformed-json', 'JSON');
  }
  return isObject(message) ? { ok: true, message } : unreadable('not-a-record', 'one event as an object');
}

function unreadable(code: FaultCode, expected: string): ParsedEvent {
  return { ok: false, fault: { path: '', code, expected } };
}

function readKind(node: Node, findings: Findings): Kind | undefined {
  const kind = typeof node.value === 'string' ? kinds.get(node.value) : undefined;
  if (kind === undefined) findings.faults.push(faultAt(node, 'unknown-type', [...kinds.keys()].join(' | ')));
  return kind;
}

function startReading(
  message: Record<string, unknown>,
  { findings, today, names }: Pick<Reading, 'findings' | 'today' | 'names'>,
): Reading {
  const person = top(message, wire.person);
  const content = top(message, wire.content);
  for (const part of [person, content]) takeRequired(findings, part, readObject(part));
  return { person, content, fields: {}, findings, today, names };
}

/** What every act says of the person it is about. */
function readMention({ person, fields, findings, today }: Reading): void {
  setField(fields, 'fullName', take(findings, readName(child(person, wire.name))));
  setField(fields, 'birthDate', take(findings, readDate(child(person, wire.birthDate), partialForms, today)));
  setField(fields, 'sex', take(findings, readCode(child(person, wire.sex), sexes, findings)));
}

function readBirth({ person, content, fields, findings, names }: Reading): undefined {
  for (const [field, list] of birthCodes) {
    setField(fields, field, take(findings, readCode(child(person, wire[field]), list, findings)));
  }
  for (const field of birthAddresses) {
    setField(fields, field, take(findings, readAddress(child(content, wire[field]), names, findings)));
  }
  for (const field of parents) {
    setField(fields, field, take(findings, readRelative(child(content, wire[field]), relativeNames, findings)));
  }
}

function readDeath({ content, fields, findings, today }: Reading): string | undefined {
  const node = child(content, wire.deathDate);
  setField(fields, 'deathDate', takeRequired(findings, node, readDate(node, dayForms, today)));
  return wholeDay(fields.deathDate);
}

function readMarriage({ content, fields, findings, today }: Reading): string | undefined {
  const spouse = child(content, wire.spouse);
  setField(fields, 'spouse', takeRequired(findings, spouse, readRelative(spouse, relativeNames, findings)));
  setField(fields, 'maritalStatus', { scheme: maritalStatuses.scheme, code: 'married' });
  const node = child(content, wire.registeredOn);
  return wholeDay(takeRequired(findings, node, readDate(node, dayForms, today)));
}

function readNameCorrection({ content, fields, findings, today }: Reading): string | undefined {
  const name = child(content, wire.newName);
  setField(fields, 'fullName', takeRequired(findings, name, readName(name)));
  const node = child(content, wire.effectiveOn);
  return wholeDay(takeRequired(findings, node, readDate(node, dayForms, today)));
}

function readAnnulment({ content, findings }: Reading): undefined {
  const event = child(content, wire.annulledEvent);
  takeRequired(findings, event, readText(event, maxKeyLength));
}

function wholeDay(date: PartialDate | undefined): string | undefined {
  return date !== undefined && isWholeDate(date) ? isoDate(date) : undefined;
}
