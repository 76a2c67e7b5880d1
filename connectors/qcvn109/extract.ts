/** Cuts national messages into records: one per citizen, each body exactly as received. */
import type { Extraction, Fault, Receiver } from '../contract.ts';
import { decodeUtf8, keepBytes } from '../lib/bytes.ts';
import { parseJson } from '../lib/json.ts';
import { isoTime } from '../lib/time.ts';
import { readXml } from '../lib/xml.ts';
import {
  citizenName,
  citizensInJson,
  citizensInXml,
  collectionName,
  numberName,
  type Citizen,
  type Citizens,
} from './wire.ts';

const json = 'application/json';
const xml = 'application/xml';
const notText: Fault = { path: '', code: 'not-text', expected: 'text in UTF-8' };
const malformedJson: Fault = { path: '', code: 'malformed-json', expected: 'JSON' };
const malformedXml: Fault = { path: '', code: 'malformed-xml', expected: 'well-formed XML without DTD' };
const notARecord: Fault = { path: '', code: 'not-a-record', expected: `${citizenName} or ${collectionName}` };

/**
 * What anybody pushes who holds national messages. A citizen is as new as their own time says, else the time of the
 * data, else when they were received.
 */
export function makeQcvn109Receiver(now: () => number): Receiver {
  return {
    contentTypes: [xml, 'text/xml', json],
    extract: (type, bytes, receivedAt = now()) => {
      const contentType = type === json ? json : xml;
      const text = decodeUtf8(bytes);
      const read = text === undefined ? notText : readCitizens(contentType, text);
      if (!('citizens' in read)) return [{ ok: false, ...keepBytes(type, bytes), faults: [read] }];
      const fallback = read.dataTime ?? receivedAt;
      return read.citizens.map((citizen) => toExtraction(citizen, contentType, fallback));
    },
  };
}

function readCitizens(contentType: string, text: string): Citizens | Fault {
  if (contentType === json) {
    const value = parseJson(text);
    return value === undefined ? malformedJson : (citizensInJson({ value, source: text }) ?? notARecord);
  }
  const result = readXml(text);
  return result.ok ? (citizensInXml(result.root, text) ?? notARecord) : malformedXml;
}

function toExtraction(citizen: Citizen, contentType: string, fallback: number): Extraction {
  const { source: body, personalNumber, changedAt } = citizen;
  if (!isPersonalNumber(personalNumber)) return { ok: false, contentType, body, faults: [numberFault(personalNumber)] };
  return {
    ok: true,
    record: {
      type: 'citizen',
      sourceKey: personalNumber,
      sourceVersion: changedAt ?? fallback,
      operation: 'upsert',
      subject: { scheme: 'personal-number', value: personalNumber },
      ...(changedAt === undefined ? {} : { recordedAt: isoTime(changedAt) }),
      contentType,
      body,
    },
  };
}

function isPersonalNumber(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}

function numberFault(given: unknown): Fault {
  const isMissing = given === undefined || given === null || given === '';
  const code = isMissing ? 'missing' : 'personal-number-format';
  return { path: `${citizenName}/${numberName}`, code, expected: 'a personal number of twelve digits' };
}
