/** The questions of who is who on MongoDB, where the gate asks while an administrator answers. */
import assert from 'node:assert/strict';
import type { Database } from '../../../hub/store/connect.ts';
import type { Position } from '../../../hub/store/position.ts';
import { reviewStore, type Question } from '../../../hub/store/reviews.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';

const question = (first: string, second: string): Question => ({
  ...{ nodes: [first, second], score: 20, band: 'review', rule: 'scored', evidence: [], rulesVersion: '1' },
});
const decision = { by: 'an administrator', reason: 'two sisters', at: new Date('2026-02-01'), act: 'an act' };
const time = '2026-01-01T00:00:00.000Z';

describe('questions of who is who', () => {
  const later = cleanups();
  let database: Database;

  before(async () => {
    database = await openDatabase(later);
  });

  it('stay as they were decided, though they are asked at the same moment; others are asked all the same', async () => {
    const reviews = reviewStore(database);
    for (let round = 0; round < 40; round += 1) {
      const [a, b, c] = [`${round}a`, `${round}b`, `${round}c`];
      const id = `${a}.${b}`;
      await reviews.ask([question(a, b)], time);
      const asked = [question(a, b), question(b, c)];
      const [claimed] = await Promise.all([reviews.claim(id, 'distinct', decision), reviews.ask(asked, time)]);
      assert.equal(claimed?.status, 'distinct');
      assert.deepEqual((await reviews.get(id))?.decision, decision);
      assert.equal(await reviews.claim(id, 'same', decision), undefined, 'nobody decides twice');
      assert.deepEqual(
        (await reviews.openAbout([b])).map(({ nodes }) => nodes),
        [[b, c]],
      );
    }
  });

  it('are counted by their state, whatever a page shows of them', async () => {
    const reviews = reviewStore(database);
    const [open, same] = [await reviews.count('open'), await reviews.count('same')];
    await reviews.ask([question('k', 'l'), question('l', 'm'), question('m', 'n')], time);
    await reviews.claim('m.n', 'same', decision);
    assert.deepEqual([await reviews.count('open'), await reviews.count('same')], [open + 2, same + 1]);
    assert.equal((await reviews.list('open', 1)).length, 1);
  });

  it('are listed page by page, and one that is weighed anew or decided meanwhile loses nobody else their place', async () => {
    const reviews = reviewStore(await openDatabase(later));
    const scored = (name: string, score: number): Question => ({ ...question(name, `${name}'`), score });
    await reviews.ask([scored('a', 30.5), scored('b', 20.25), scored('c', 20.25), scored('d', 10), scored('e', 5)], time); // prettier-ignore
    const page = async (after?: Position): Promise<string[]> =>
      (await reviews.list('open', 2, after)).map(({ _id }) => _id.slice(0, 1));
    assert.deepEqual(await page(), ['a', 'b']);
    const ended = { rank: 20.25, id: "b.b'" };
    await reviews.ask([scored('b', 40)], time);
    assert.deepEqual(await page(ended), ['c', 'd']);
    await reviews.ask([scored('b', 1)], time);
    assert.deepEqual(await page(ended), ['c', 'd']);
    await reviews.claim("b.b'", 'same', decision);
    assert.deepEqual(await page({ rank: 10, id: "d.d'" }), ['e']);
  });

  it('may be asked again when they were withdrawn or what decided them was taken back', async () => {
    const reviews = reviewStore(database);
    await reviews.ask([question('x', 'y')], time);
    await reviews.claim('x.y', 'same', { ...decision, act: 'another act' });
    await reviews.release('another act');
    await reviews.ask([question('x', 'y')], time);
    assert.equal((await reviews.get('x.y'))?.status, 'open');
    await reviews.withdraw(['x.y'], time);
    await reviews.ask([question('x', 'y')], time);
    assert.deepEqual(
      (await reviews.openAbout(['y'])).map(({ _id }) => _id),
      ['x.y'],
    );
  });
});
