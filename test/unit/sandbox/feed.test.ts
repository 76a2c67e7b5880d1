import assert from 'node:assert/strict';
import { z } from 'zod';
import { createFeed } from '../../../scripts/sandbox/civil-status/feed.ts';
import { createPeople } from '../../../scripts/sandbox/people/people.ts';
import { loadPlaces } from '../../../scripts/sandbox/people/places.ts';
import { createRegistry } from '../../../scripts/sandbox/people/registry.ts';

const people = createPeople(5, 3000, loadPlaces());
const now = Date.UTC(2026, 3, 1);

const entrySchema = z.object({
  soThuTu: z.number(),
  maSuKien: z.string(),
  loai: z.string(),
  thoiDiemGhi: z.iso.datetime(),
  congDan: z.object({ soDinhDanh: z.string().regex(/^\d{12}$/), hoVaTen: z.string() }),
  noiDung: z.record(z.string(), z.unknown()),
});

function newFeed() {
  return createFeed(people, () => now);
}

function readAll(feed: ReturnType<typeof newFeed>, limit: number) {
  const texts: string[] = [];
  for (let from = 1; ; from += limit) {
    const page = feed.read(from, limit);
    texts.push(...page);
    if (page.length < limit) return texts.map((text) => entrySchema.parse(JSON.parse(text)));
  }
}

describe('sandbox civil status feed', () => {
  it('is one unbroken sequence in order of time, the same for any page size', () => {
    const feed = newFeed();
    feed.appendBulk(301, 9);
    const all = readAll(feed, 500);
    assert.equal(all.length, feed.head().sequence);
    assert.deepEqual(all.map(({ soThuTu }) => soThuTu), all.map((_, index) => index + 1)); // prettier-ignore
    assert.ok(all.every((entry, index) => index === 0 || entry.thoiDiemGhi >= (all[index - 1]?.thoiDiemGhi ?? '')));
    assert.deepEqual(readAll(feed, 37), all);
    assert.deepEqual(feed.read(feed.head().sequence + 1, 10), []);
  });

  it('has two entries of one act for a marriage, each naming the other', () => {
    const all = readAll(newFeed(), 500);
    const [one, other, ...more] = all.filter(({ maSuKien }) => maSuKien === all[0]?.maSuKien);
    assert.equal(more.length, 0);
    assert.equal(one?.loai, 'KET_HON');
    const spouse = z.object({ voChong: z.object({ soDinhDanh: z.string() }) });
    assert.equal(spouse.parse(one.noiDung).voChong.soDinhDanh, other?.congDan.soDinhDanh);
    assert.equal(spouse.parse(other?.noiDung).voChong.soDinhDanh, one.congDan.soDinhDanh);
  });

  it('tells the births of children, with the parents the population database names', () => {
    const birth = readAll(newFeed(), 500).find(({ loai }) => loai === 'KHAI_SINH');
    const index = people.numbers.indexOfNumber(birth?.congDan.soDinhDanh ?? '') ?? -1;
    const parents = z.object({ cha: z.object({ soDinhDanh: z.string() }), me: z.object({ soDinhDanh: z.string() }) });
    const { cha, me } = parents.parse(birth?.noiDung);
    assert.equal(cha.soDinhDanh, people.person(index).father?.personalNumber);
    assert.equal(me.soDinhDanh, people.person(index).mother?.personalNumber);
  });

  it('computes a bulk from its seed: all kinds of acts, unique newborn, the same every time', () => {
    const [feed, twin] = [newFeed(), newFeed()];
    const { fromSequence, toSequence } = feed.appendBulk(2000, 11);
    twin.appendBulk(2000, 11);
    assert.equal(toSequence - fromSequence + 1, 2000);
    assert.deepEqual(feed.read(fromSequence + 777, 50), twin.read(fromSequence + 777, 50));
    feed.appendBulk(2000, 12);
    const entries = readAll(feed, 500).slice(fromSequence - 1);
    assert.equal(entries.length, 4000);
    assert.deepEqual([...new Set(entries.map(({ loai }) => loai))].sort(), ['CAI_CHINH_HO_TEN', 'KET_HON', 'KHAI_SINH', 'KHAI_TU']); // prettier-ignore
    const born = entries.filter(({ loai }) => loai === 'KHAI_SINH').map(({ congDan }) => congDan.soDinhDanh);
    assert.equal(new Set(born).size, born.length);
    const registry = createRegistry(people);
    assert.ok(born.every((number) => registry.indexOf(number) === undefined));
  });

  it('finds every entry of an act by its id', () => {
    const feed = newFeed();
    for (const { maSuKien } of readAll(feed, 500).slice(0, 40)) {
      const found = feed.find(maSuKien);
      assert.equal(found.length, maSuKien.startsWith('KH-') ? 2 : 1);
      assert.ok(found.every(({ eventId }) => eventId === maSuKien));
    }
    assert.deepEqual(feed.find('KS-2025-999999'), []);
    assert.deepEqual(feed.find('nonsense'), []);
  });
});
