import assert from 'node:assert/strict';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { joinReads } from '../../../hub/store/joined-reads.ts';

type Read = { keys: readonly string[]; answer: () => void; fail: (error: Error) => void };

/** A store whose reads are answered when the test says so: every key with itself, except `nobody`. */
function store() {
  const reads: Read[] = [];
  const readMany = (keys: readonly string[]): Promise<Map<string, string>> =>
    new Promise((resolve, reject) => {
      const found = keys.filter((key) => key !== 'nobody').map((key) => [key, key] as const);
      reads.push({ keys, answer: () => resolve(new Map(found)), fail: reject });
    });
  const read = joinReads(readMany);
  const begun = async (count: number): Promise<readonly (readonly string[])[]> => {
    while (reads.length < count) await sleep(1);
    return reads.map(({ keys }) => keys);
  };
  return { reads, read, begun };
}

describe('joined reads', () => {
  it('read what comes in one turn at once, each key once', async () => {
    const { reads, read, begun } = store();
    const all = Promise.all([read('a'), read('b'), read('a'), read('nobody')]);
    assert.deepEqual(await begun(1), [['a', 'b', 'nobody']]);
    reads[0]?.answer();
    assert.deepEqual(await all, ['a', 'b', 'a', undefined]);
  });

  it('let what comes while two are under way wait, and read it at once when one of them ends', async () => {
    const { reads, read, begun } = store();
    const first = read('a');
    await begun(1);
    const second = read('b');
    await begun(2);
    const waiting = [read('c'), turn().then(() => read('d'))];
    for (let turns = 0; turns < 5; turns += 1) await turn();
    assert.equal(reads.length, 2);
    reads[1]?.answer();
    assert.equal(await second, 'b');
    assert.deepEqual((await begun(3))[2], ['c', 'd']);
    reads[0]?.answer();
    reads[2]?.answer();
    assert.deepEqual(await Promise.all([first, ...waiting]), ['a', 'c', 'd']);
  });

  it('fail those whose read fails, and nobody else', async () => {
    const { reads, read, begun } = store();
    const lost = read('a');
    await begun(1);
    const other = read('b');
    await begun(2);
    reads[0]?.fail(new Error('store away'));
    reads[1]?.answer();
    await assert.rejects(lost, /store away/);
    assert.equal(await other, 'b');
  });

  it('hold nobody up when reads hang', async () => {
    const { reads, read, begun } = store();
    const hung = [read('a')];
    await begun(1);
    hung.push(read('b'));
    await begun(2);
    const asked = [];
    while (reads.length < 3) {
      asked.push(read('c'));
      await sleep(20);
    }
    for (const { answer } of reads) answer();
    assert.ok((await Promise.all(asked)).every((each) => each === 'c'));
    assert.deepEqual(await Promise.all(hung), ['a', 'b']);
  });
});
