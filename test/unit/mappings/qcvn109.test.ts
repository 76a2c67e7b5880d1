/** The national message holds all that the hub holds, in both its forms, and gives it back. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { citizenFieldNames, type CitizenFields } from '../../../mappings/canonical/citizen.ts';
import type { MappingResult } from '../../../mappings/contract.ts';
import { qcvn109Mapping } from '../../../mappings/qcvn109/mapping.ts';
import { qcvn109Mapping as toJson, qcvn109XmlMapping as toXml } from '../../../mappings/qcvn109/outbound.ts';
import { parseXml } from '../../../mappings/lib/xml.ts';
import { anyCitizen, personalNumber } from './citizens.ts';

const context = { receivedAt: '2026-03-01T00:00:00.000Z' };

function read(contentType: string, body: string): MappingResult {
  return qcvn109Mapping.map({ type: 'citizen', operation: 'upsert', contentType, body }, context);
}

function written(fields: CitizenFields): { xml: string; json: string } {
  const person = { personalNumber: fields.personalNumber ?? personalNumber, revision: 3, fields };
  const xml = toXml.map(person);
  assert.ok(typeof xml === 'string');
  return { xml, json: JSON.stringify(toJson.map(person)) };
}

function fieldsOf(result: MappingResult): CitizenFields {
  assert.ok(result.ok, JSON.stringify(result));
  return result.record.fields;
}

/** The elements of a message, the hub's own with what its JSON says. */
function treeOf(xml: string): unknown {
  const parsed = parseXml(xml);
  assert.ok(parsed.ok && typeof parsed.value === 'object');
  const { LienThong: own, ...standard } = parsed.value;
  const said: unknown = typeof own === 'string' ? JSON.parse(own) : own;
  return { standard, own: said };
}

describe('the national message', () => {
  it('in XML and in JSON gives back what was written, whatever it is', () => {
    fc.assert(
      fc.property(anyCitizen, (fields) => {
        const { xml, json } = written(fields);
        assert.deepEqual(fieldsOf(read('application/xml', xml)), fields);
        assert.deepEqual(fieldsOf(read('application/json', json)), fields);
      }),
      { numRuns: 300 },
    );
  });

  it('says of everything a citizen can have whether it is there, but that they are protected', () => {
    const seen = new Set(fc.sample(anyCitizen, 300).flatMap((fields) => Object.keys(fields)));
    assert.deepEqual([...seen, 'addressProtection'].sort(), [...citizenFieldNames].sort());
    const own = { addressProtection: true } as const;
    const plain = written({ personalNumber: '079190123456' });
    assert.deepEqual(written({ personalNumber: '079190123456', ...own }), plain);
    const item = JSON.parse(plain.json) as Record<string, unknown>;
    const stating = read('application/json', JSON.stringify({ ...item, LienThong: own }));
    assert.deepEqual(stating.ok ? [] : stating.faults.map(({ code }) => code), ['not-a-record']);
  });

  it('read and written again says the same', () => {
    fc.assert(
      fc.property(anyCitizen, (fields) => {
        const { xml, json } = written(fields);
        const again = written(fieldsOf(read('application/xml', xml)));
        assert.deepEqual(treeOf(again.xml), treeOf(xml));
        assert.deepEqual(JSON.parse(again.json), JSON.parse(json));
      }),
    );
  });

  it('is one well-formed element whose text stays text', () => {
    fc.assert(
      fc.property(anyCitizen, (fields) => {
        const parsed = parseXml(written(fields).xml);
        assert.ok(parsed.ok && parsed.name === 'CongDan');
      }),
    );
  });

  it('without the hub’s own element still says what the standard can say', () => {
    fc.assert(
      fc.property(anyCitizen, (fields) => {
        const { xml } = written(fields);
        const bare = fieldsOf(read('text/xml', xml.replace(/<lt:.*<\/lt:[^>]*>/s, '')));
        const possible = fields.fullName?.text
          .replaceAll(/[\ufffe\uffff]/g, '')
          .replaceAll(/ +/g, ' ')
          .trim();
        assert.equal(bare.fullName?.text, possible === '' ? undefined : possible);
        assert.equal(bare.birthDate?.year, fields.birthDate?.year);
        assert.equal(bare.oldIdentityNumber, fields.oldIdentityNumber);
      }),
    );
  });

  it('changed by somebody counts as changed, and loses nothing else', () => {
    const fields: CitizenFields = {
      personalNumber,
      birthDate: { year: 1990, month: 5 },
      permanentResidence: { country: 'VN', province: '79', commune: '26743', catalogue: 'since-2025-07' },
      phone: '0900000001',
    };
    const { xml } = written(fields);
    const result = read('text/xml', xml.replace('26743', '26740'));
    const expected = { country: 'VN', commune: '26740', catalogue: 'unknown' };
    assert.deepEqual(fieldsOf(result), { ...fields, permanentResidence: expected });
    assert.deepEqual(result.ok && result.warnings.map(({ code }) => code), ['extension-mismatch']);
  });
});
