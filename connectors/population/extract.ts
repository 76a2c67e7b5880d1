/** Cuts messages of the population database into records: one per citizen, each body exactly as received. */
import type { Extraction, Fault, Receiver, SourceRecord } from '../contract.ts';
import { decodeUtf8, keepBytes } from '../lib/bytes.ts';
import { isoTime } from '../lib/time.ts';
import { readXml, type XmlElement } from '../lib/xml.ts';
import { citizenElement, collectionElement, numberElement, readCollection, readIdentity } from './wire.ts';

const contentType = 'application/xml';

/** Epoch milliseconds a citizen without a time of its own is as new as. */
export type Fallback = { dataTime: number | undefined; now: number };

function numberFaults(personalNumber: string | undefined): Fault[] {
  const path = `${citizenElement}/${numberElement}`;
  if (personalNumber === undefined) return [{ path, code: 'missing', expected: 'a personal number of twelve digits' }];
  if (/^\d{12}$/.test(personalNumber)) return [];
  return [{ path, code: 'personal-number-format', expected: 'twelve digits' }];
}

/** One citizen as a record. `source` is the message in which the element stands. */
export function extractCitizen(citizen: XmlElement, source: string, fallback: Fallback): Extraction {
  const body = source.slice(citizen.start, citizen.end);
  const { personalNumber, changedAt } = readIdentity(citizen);
  const faults = numberFaults(personalNumber);
  if (personalNumber === undefined || faults.length > 0) return { ok: false, contentType, body, faults };
  const record: SourceRecord = {
    type: 'citizen',
    sourceKey: personalNumber,
    sourceVersion: changedAt ?? fallback.dataTime ?? fallback.now,
    operation: 'upsert',
    subject: { scheme: 'personal-number', value: personalNumber },
    ...(changedAt === undefined ? {} : { recordedAt: isoTime(changedAt) }),
    contentType,
    body,
  };
  return { ok: true, record };
}

function whole(type: string, body: Buffer, fault: Fault): Extraction[] {
  return [{ ok: false, ...keepBytes(type, body), faults: [fault] }];
}

/** What the population database pushes: one citizen, or a collection of them. */
export function makePopulationReceiver(now: () => number): Receiver {
  return {
    contentTypes: [contentType, 'text/xml'],
    extract: (type, body, receivedAt = now()) => {
      const source = decodeUtf8(body);
      const result = source === undefined ? undefined : readXml(source);
      if (source === undefined || result?.ok !== true) {
        return whole(type, body, { path: '', code: 'malformed-xml', expected: 'well-formed XML in UTF-8 without DTD' });
      }
      const { root } = result;
      const { elements, dataTime } = readCollection(root);
      const fallback = { dataTime, now: receivedAt };
      if (root.name === citizenElement) return [extractCitizen(root, source, fallback)];
      if (root.name === collectionElement) return elements.map((citizen) => extractCitizen(citizen, source, fallback));
      const expected = `${citizenElement} or ${collectionElement}`;
      return whole(type, body, { path: '', code: 'not-a-record', expected });
    },
  };
}
