/** One citizen of the national message (QCVN 109:2017/BTTTT), in XML or JSON, as canonical fields. */
import type { FaultCode, Mapping, MappingContext, MappingInput, MappingResult } from '../contract.ts';
import { todayAt } from '../lib/dates.ts';
import { isWithinDepth } from '../lib/depth.ts';
import { isObject, takeTime, top, type Findings } from '../lib/fields.ts';
import { finishRecord, readOwnNumber } from '../lib/persons.ts';
import { maxXmlLength, parseXml } from '../lib/xml.ts';
import { refine } from './extension.ts';
import { readStandard, type Reading } from './reading.ts';
import { extension, root, wire } from './wire.ts';

const recordType = 'citizen';

export const qcvn109Mapping: Mapping = { id: 'qcvn109', version: 2, map };

function map(input: MappingInput, context: MappingContext): MappingResult {
  if (input.type !== recordType) return refused('unknown-type', 'type', recordType);
  const message = /[/+]json\b/i.test(input.contentType) ? readJson(input.body) : readXml(input.body);
  if (!message.ok) return refused(message.code, root, message.expected);
  const findings: Findings = { faults: [], warnings: [] };
  const today = todayAt(context.receivedAt);
  const reading: Reading = { at: (name) => top(message.citizen, name), findings, today };
  const number = readOwnNumber(reading.at(wire.personalNumber), findings);
  const asOf = takeTime(reading.at(wire.changedAt), context.receivedAt, findings);
  const fields = refine(readStandard(reading), reading.at(extension), { findings, today });
  const stated = { sexNode: reading.at(wire.sex), birthDateNode: reading.at(wire.birthDate) };
  return finishRecord(
    { number, act: 'state', asOf, fields, ...stated, isTakenBack: input.operation !== 'upsert' },
    findings,
  );
}

type Read =
  | { ok: true; citizen: Record<string, unknown> }
  | { ok: false; code: 'malformed-xml' | 'malformed-json' | 'not-a-record'; expected: string };

const notACitizen: Read = { ok: false, code: 'not-a-record', expected: 'the element of one citizen' };

function readXml(body: string): Read {
  const parsed = parseXml(body);
  if (!parsed.ok) return { ok: false, code: 'malformed-xml', expected: 'one well-formed element without a DTD' };
  return parsed.name === root && isObject(parsed.value) ? { ok: true, citizen: parsed.value } : notACitizen;
}

function readJson(body: string): Read {
  if (body.length > maxXmlLength) return notACitizen;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { ok: false, code: 'malformed-json', expected: 'one JSON object' };
  }
  if (!isWithinDepth(value)) return notACitizen;
  const citizen = withoutPrefixes(value);
  return isObject(citizen) ? { ok: true, citizen } : notACitizen;
}

/** Converters from XML may keep the prefixes of names. The hub's own element is kept as it is. */
function withoutPrefixes(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    const local = name.slice(name.indexOf(':') + 1);
    return [local, local === extension ? inner : withoutPrefixes(inner)];
  });
  return Object.fromEntries(entries);
}

function refused(code: FaultCode, path: string, expected: string): MappingResult {
  return { ok: false, faults: [{ path, code, expected }] };
}
