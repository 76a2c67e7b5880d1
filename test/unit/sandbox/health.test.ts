import assert from 'node:assert/strict';
import { extractMessage } from '../../../connectors/sectors/health/extract.ts';
import { healthMapping } from '../../../mappings/sectors/health/mapping.ts';
import { createHealth, type HealthMessage } from '../../../scripts/sandbox/health/health.ts';
import { createPeople } from '../../../scripts/sandbox/people/people.ts';
import { loadPlaces } from '../../../scripts/sandbox/people/places.ts';
import { createRegistry } from '../../../scripts/sandbox/people/registry.ts';
import { loadUnitNames } from '../../../scripts/sandbox/people/unit-names.ts';

const places = loadPlaces();
const writeAddress = loadUnitNames();
const now = Date.parse('2026-05-06T03:00:00Z');

function health(seed: number, size = 3000) {
  const registry = createRegistry(createPeople(seed, size, places));
  return { registry, system: createHealth({ registry, writeAddress, now: () => now }) };
}

/** A message by the hub's own connector and mapping: the citizen's fields, and what is odd. */
function read({ key, value }: HealthMessage) {
  const message = {
    partition: 0,
    offset: 0,
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: [],
    timestamp: now,
  };
  const extraction = extractMessage(message, { keySeparator: '/', maxMessageBytes: 524_288 });
  assert.ok(extraction.ok, 'the connector takes it');
  const { record } = extraction;
  const result = healthMapping.map(record, { receivedAt: new Date(now).toISOString() });
  assert.ok(result.ok, JSON.stringify(result));
  return { source: record, record: result.record, warnings: result.warnings };
}

describe('sandbox health system', () => {
  const { registry, system } = health(5);
  const messages = Array.from({ length: system.count() }, (_none, place) => system.message(place));

  it('has about one in eight as patients, each with a record that the hub can read', () => {
    assert.ok(messages.length > 300 && messages.length < 450, String(messages.length));
    const all = messages.map(read);
    assert.equal(new Set(all.map(({ source }) => source.sourceKey)).size, messages.length);
    assert.equal(new Set(all.map(({ source }) => source.subject.value)).size, messages.length);
    assert.deepEqual(all.flatMap(({ warnings }) => warnings.filter(({ code }) => code === 'unknown-code')), []); // prettier-ignore
  });

  it('names most by their number, some not, and writes names and dates in several ways', () => {
    const all = messages.map(read);
    const numbered = all.filter(({ record }) => record.personalNumber !== undefined);
    assert.ok(numbered.length > 0.75 * all.length && numbered.length < 0.95 * all.length);
    for (const { record } of numbered) assert.notEqual(registry.indexOf(record.personalNumber ?? ''), undefined);
    const texts = messages.map(({ value }) => JSON.parse(value) as Record<string, string>);
    for (const pattern of [/^[^a-z]+$/, /\p{M}|[ạ-ỹ]/u, / \p{Lu}\./u]) {
      assert.ok(texts.some(({ hoTen = '' }) => pattern.test(hoTen)), String(pattern)); // prettier-ignore
    }
    for (const pattern of [/^\d{4}$/, /^\d{2}\/\d{2}\/\d{4}$/, /^\d{4}-\d{2}-\d{2}$/]) {
      assert.ok(texts.some(({ ngaySinh = '' }) => pattern.test(ngaySinh)), String(pattern)); // prettier-ignore
    }
    assert.ok(texts.some(({ diaChi = '' }) => /, (?:Phường|Xã) .+, (?:Tỉnh|Thành phố) /u.test(diaChi)));
  });

  it('is the same for the same seed', () => {
    const again = health(5).system;
    assert.deepEqual(Array.from({ length: again.count() }, (_none, place) => again.message(place)), messages); // prettier-ignore
    assert.notDeepEqual(health(6).system.message(0), messages[0]);
  });

  it('changes a patient’s record at a visit, or makes one, and tells of it in order', () => {
    const { registry: people, system: own } = health(7);
    const before = own.count();
    let told = 0;
    own.onMessage = () => (told += 1);
    const index = people.indexOf(people.people.personalNumber(3)) ?? assert.fail('citizen 3');
    const first = own.visit(index, { phone: '0912345678' });
    const second = own.visit(index, {});
    assert.deepEqual([told, own.count()], [2, before + 2]);
    assert.deepEqual([second.patientCode, second.recordId], [first.patientCode, first.recordId]);
    const [one, other] = [read(own.message(before)), read(own.message(before + 1))];
    assert.equal(one.source.subject.value, first.patientCode);
    assert.ok(other.source.sourceVersion > one.source.sourceVersion, 'a later visit is newer, in the same instant too');
    assert.deepEqual([one.record.fields.phone, other.record.fields.phone], ['0912345678', '0912345678']);
    assert.deepEqual(other.record.fields.fullName, one.record.fields.fullName);
  });
}).timeout(20_000);
