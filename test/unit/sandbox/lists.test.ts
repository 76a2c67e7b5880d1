import assert from 'node:assert/strict';
import { createPeople } from '../../../scripts/sandbox/people/people.ts';
import { loadPlaces } from '../../../scripts/sandbox/people/places.ts';
import { createRegistry } from '../../../scripts/sandbox/people/registry.ts';
import { createLists, type Lists } from '../../../scripts/sandbox/population/lists.ts';

const places = loadPlaces();
const start = Date.UTC(2026, 0, 1);
const elsewhere = { country: 'VN', province: '01', commune: '00004', detail: '' };

function setUp() {
  const clock = { now: start };
  const registry = createRegistry(createPeople(5, 3000, places));
  const lists = createLists(registry, () => clock.now);
  return { clock, registry, lists };
}

function wait(lists: Lists, id: string): number {
  for (let calls = 0; calls < 5; calls += 1) {
    const status = lists.status(id);
    if (status.state === 'done') return status.total;
    assert.equal(status.state, 'pending');
  }
  return assert.fail('never done');
}

function readAll(lists: Lists, id: string, size: number): number[] {
  const total = wait(lists, id);
  const pages = Array.from({ length: Math.ceil(total / size) + 1 }, (_, page) => lists.page(id, page + 1, size));
  const indices = pages.flatMap((page) => page?.indices ?? assert.fail('no page'));
  assert.equal(indices.length, total);
  return indices;
}

describe('sandbox lists by locality', () => {
  it('holds exactly the citizens of the locality, whatever the page size', () => {
    const { lists, registry } = setUp();
    const expected = Array.from({ length: 3000 }, (_, index) => index).filter((index) => {
      const person = registry.inPopulation(index);
      return person !== undefined && places.today(person.residence).province === '79';
    });
    for (const size of [500, 137, 7]) {
      assert.deepEqual(readAll(lists, lists.request({ province: '79' }, undefined), size), expected);
    }
    assert.ok(expected.length < 3000);
  });

  it('is not ready at once, and has no pages before', () => {
    const { lists } = setUp();
    const id = lists.request({ province: '79' }, undefined);
    assert.deepEqual(lists.status(id), { state: 'pending' });
    assert.equal(lists.page(id, 1, 10), undefined);
    assert.deepEqual(lists.status('another'), { state: 'unknown' });
  });

  it('narrows to a commune', () => {
    const { lists, registry } = setUp();
    const { commune } = places.today(registry.inPopulation(0)?.residence ?? elsewhere);
    const indices = readAll(lists, lists.request({ province: '79', commune }, undefined), 500);
    assert.ok(indices.includes(0) && indices.length < 200);
  });

  it('stays as it was when asked for, though people move while it is read', () => {
    const { lists, registry, clock } = setUp();
    const id = lists.request({ province: '79' }, undefined);
    const total = wait(lists, id);
    const before = lists.page(id, 2, 500)?.indices;
    clock.now += 1000;
    for (let index = 100; index < 140; index += 1)
      registry.changePopulation(index, { residence: elsewhere }, clock.now);
    assert.deepEqual(lists.page(id, 2, 500)?.indices, before);
    assert.equal(readAll(lists, id, 500).length, total);
    const later = readAll(lists, lists.request({ province: '79' }, undefined), 500);
    assert.ok(!later.includes(120) && later.length < total);
  });

  it('tells since a time whoever changed after it, and whoever moved away', () => {
    const { lists, registry, clock } = setUp();
    assert.deepEqual(readAll(lists, lists.request({ province: '79' }, start), 500), []);
    registry.changePopulation(20, { fullName: 'Nguyễn Văn Mới' }, clock.now);
    registry.changePopulation(0, { residence: elsewhere }, clock.now);
    const updated = registry.inPopulation(20)?.updatedAt ?? 0;
    assert.deepEqual(readAll(lists, lists.request({ province: '79' }, start - 1), 500), [20, 0]);
    assert.deepEqual(
      readAll(lists, lists.request({ province: '79' }, updated), 500),
      [0],
      'no two changes share a time',
    );
    assert.deepEqual(readAll(lists, lists.request({ province: '01' }, start - 1), 500), [0]);
    const baseSince = Date.UTC(2025, 6, 15);
    const recent = readAll(lists, lists.request({ province: '79' }, baseSince), 500);
    assert.ok(recent.every((index) => (registry.inPopulation(index)?.updatedAt ?? 0) > baseSince));
    assert.ok(recent.length > 100 && recent.length < 2500);
  });

  it('expires after half an hour', () => {
    const { lists, clock } = setUp();
    const id = lists.request({ province: '79' }, undefined);
    wait(lists, id);
    clock.now += 30 * 60_000 + 1;
    assert.deepEqual(lists.status(id), { state: 'expired' });
  });
});
