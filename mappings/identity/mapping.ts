/**
 * Acts of identity: that two are one, that they are two, that a number replaced another, that some records are about
 * somebody else. An act states no field but the number that replaced another; whom it joins or parts is for the identity
 * gate, which finds it in the slice.
 */
import type { CitizenFields } from '../canonical/citizen.ts';
import type { Fault, FaultCode, Mapping, MappingInput, MappingResult } from '../contract.ts';
import { parsePersonalNumber } from '../lib/identifiers.ts';
import { identityRecord, recordType, wire, type IdentityRecord } from './wire.ts';

const maxBodyLength = 200_000;

export const identityMapping: Mapping = { id: 'identity', version: 1, map };

function map(input: MappingInput): MappingResult {
  if (input.type !== recordType) return refused('type', 'unknown-type', recordType);
  if (input.body.length > maxBodyLength)
    return refused('', 'text-too-long', `at most ${String(maxBodyLength)} characters`);
  let message: unknown;
  try {
    message = JSON.parse(input.body);
  } catch {
    return refused('', 'malformed-json', 'JSON');
  }
  const parsed = identityRecord.safeParse(message);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(faultOf) };
  return mapped(parsed.data);
}

function mapped({ act, effectiveOn, personalNumber, annulled, ...decision }: IdentityRecord): MappingResult {
  const fields: CitizenFields = {};
  if (act.kind === 'number-replaced') {
    if (personalNumber === undefined)
      return refused(wire.personalNumber, 'missing', 'the number that replaced the other');
    const number = parsePersonalNumber(personalNumber);
    if (!number.ok) return refused(wire.personalNumber, number.code, 'twelve digits');
    fields.personalNumber = number.value.number;
  }
  const identity = { ...act, ...decision, ...(annulled === undefined ? {} : { annulled }) };
  const record = { personalNumber: undefined, act: 'identity' as const, asOf: effectiveOn, fields, identity };
  return { ok: true, record, warnings: [] };
}

function refused(path: string, code: FaultCode, expected: string): MappingResult {
  return { ok: false, faults: [{ path, code, expected }] };
}

/** Where zod found something else than an act; its messages quote no value. */
function faultOf({ path, code }: { path: PropertyKey[]; code: string }): Fault {
  const place = path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`)).join('');
  return {
    path: place.replace(/^\./, ''),
    code: code === 'invalid_type' ? 'missing' : 'not-a-record',
    expected: 'an act of identity',
  };
}
