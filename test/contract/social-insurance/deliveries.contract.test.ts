/** Reading deliveries: in order, nothing lost, nothing twice, every line accounted for. */
import assert from 'node:assert/strict';
import { renameSync, truncateSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Cursor, Page } from '../../../connectors/contract.ts';
import { socialInsuranceDefinition } from '../../../connectors/sectors/social-insurance/definition.ts';
import { keysOf } from '../lib/suite.ts';
import { fails, lines, useReader } from './reader.ts';
import { file, header, line, manifest } from './wire.ts';

const createdAt = Date.parse('2026-03-01T00:00:00Z');

describe('social insurance, its deliveries', () => {
  const reader = useReader();
  const pull = (from?: Cursor) => reader().pull(from);
  const deliver = (sequence: number, content: Buffer, name?: string) => {
    reader().played.deliver(sequence, content, name);
  };

  it('an empty folder is read to its end', async () => {
    const pages = await pull();
    assert.deepEqual(pages, [
      { extractions: [], cursor: { delivery: 1, line: 0, sha256: null }, lag: { events: 0, seconds: 0 } },
    ]);
  });

  it('are read in the order of their sequence, whatever their names', async () => {
    deliver(3, lines('HS-5'), 'a');
    deliver(1, lines('HS-1', 'HS-2'), 'z');
    deliver(2, lines('HS-3', 'HS-4'), 'm');
    assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-2', 'HS-3', 'HS-4', 'HS-5']);
  });

  it('have a cursor and a lag after every page', async () => {
    deliver(1, lines('HS-1', 'HS-2', 'HS-3'));
    deliver(2, lines('HS-4'));
    const { sha256 } = manifest('d-1', 1, lines('HS-1', 'HS-2', 'HS-3'));
    const { sha256: last } = manifest('d-2', 2, lines('HS-4'));
    const pages = await pull();
    const marks = pages.map(({ cursor, lag }) => [cursor, lag.events]);
    assert.deepEqual(marks, [
      [{ delivery: 1, line: 3, sha256 }, 2],
      [{ delivery: 2, line: 0, sha256 }, 1],
      [{ delivery: 3, line: 0, sha256: last }, 0],
    ]);
    const age = (Date.now() - createdAt) / 1000;
    assert.ok(Math.abs((pages[0]?.lag.seconds ?? 0) - age) < 10);
  });

  it('are read under a name that was there before', async () => {
    deliver(1, lines('HS-1'), 'bhxh');
    const cursor = (await pull()).at(-1)?.cursor;
    assert.deepEqual(keysOf(await pull(cursor)), [], 'looked at once more');
    deliver(2, lines('HS-2'), 'bhxh');
    assert.deepEqual(keysOf(await pull(cursor)), ['HS-2']);
  });

  describe('that were read and come again', () => {
    const readTwo = async (): Promise<Cursor | undefined> => {
      deliver(1, lines('HS-1'));
      deliver(2, lines('HS-2'));
      return (await pull()).at(-1)?.cursor;
    };
    const told = async (cursor: Cursor | undefined) => {
      const { pages, code } = await reader().pullLater(cursor);
      return [keysOf(pages), code];
    };

    it('as they were are passed over', async () => {
      const cursor = await readTwo();
      deliver(2, lines('HS-2'));
      deliver(1, lines('HS-1'), 'again');
      assert.deepEqual(await told(cursor), [[], 'none']);
    });

    for (const name of ['d-2', 'again']) {
      it(`with other content are told of, and hold up nothing, as ${name}`, async () => {
        const cursor = await readTwo();
        deliver(2, lines('HS-2', 'HS-9'), name);
        deliver(3, lines('HS-3'));
        assert.deepEqual(keysOf(await pull(cursor)), ['HS-3'], 'in silence at first');
        assert.deepEqual(await told(cursor), [['HS-3'], 'delivery-changed']);
        reader().connect();
        assert.deepEqual(await told(cursor), [['HS-3'], 'delivery-changed']);
      });
    }

    it('with other content long after they were read are told of', async () => {
      const cursor = await readTwo();
      deliver(1, lines('HS-7'));
      assert.deepEqual(await told(cursor), [[], 'delivery-changed']);
      deliver(1, lines('HS-1'));
      assert.deepEqual(await told(cursor), [[], 'none']);
    });
  });

  it('with a header only are read, and hold nothing', async () => {
    deliver(1, file([]));
    const [page, ...more] = await pull();
    assert.deepEqual([page?.extractions, page?.cursor['delivery'], more], [[], 2, []]);
  });

  describe('that are missing', () => {
    it('are waited for, told of, and read when they come', async () => {
      deliver(2, lines('HS-3', 'HS-4'));
      await reader().assertWaits(2, 'delivery-missing');
      deliver(1, lines('HS-1'));
      assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-3', 'HS-4']);
    });

    it('are passed over if they are known never to come', async () => {
      deliver(1, lines('HS-1'));
      deliver(4, lines('HS-4'));
      const before = await pull();
      assert.deepEqual(keysOf(before), ['HS-1']);
      reader().connect({ absentDeliveries: [3, 2] });
      assert.deepEqual(keysOf(await pull(before.at(-1)?.cursor)), ['HS-4']);
      deliver(2, lines('HS-2'));
      assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-4']);
    });

    it('before the first that is to be read are not waited for', async () => {
      reader().connect({ firstDelivery: 41, absentDeliveries: [41] });
      deliver(7, lines('HS-1'));
      deliver(42, lines('HS-2'));
      assert.deepEqual(keysOf(await pull()), ['HS-2']);
    });
  });

  describe('resumed in the middle', () => {
    const address = 'one\ntwo, "three"';
    const content = file([
      line({ record: 'HS-1', address }),
      line({ record: 'HS-2' }),
      '',
      'HS-3,broken',
      line({ record: 'HS-4', address }),
      line({ record: 'HS-5' }),
    ]);
    const all = ['HS-1', 'HS-2', `${header}\nHS-3,broken`, 'HS-4', 'HS-5'];

    it('go on with the line after the last one read', async () => {
      reader().connect({ pageSize: 1 });
      deliver(1, content);
      const pages = await pull();
      assert.deepEqual(keysOf(pages), all);
      for (const [index, { cursor }] of pages.entries()) {
        reader().connect({ pageSize: 3 });
        const stored = JSON.parse(JSON.stringify(cursor)) as Cursor;
        assert.deepEqual(keysOf(await pull(stored)), all.slice(index + 1));
      }
    });

    it('begin anew if it is another file by now', async () => {
      deliver(1, content);
      const [first] = await pull();
      deliver(1, lines('HS-1', 'HS-8'));
      assert.deepEqual(keysOf(await pull(first?.cursor)), ['HS-1', 'HS-8']);
    });

    it('with a cursor of nonsense, all is read', async () => {
      deliver(1, lines('HS-1'));
      for (const cursor of [{}, { delivery: 'x' }, { delivery: 1, line: null }, { delivery: 0.5 }]) {
        assert.deepEqual(keysOf(await pull(cursor)), ['HS-1']);
      }
    });

    it('and taken back to an earlier one, it is found again', async () => {
      deliver(1, lines('HS-1'));
      deliver(2, lines('HS-2'));
      const end = (await pull()).at(-1)?.cursor;
      assert.deepEqual(keysOf(await pull(end)), []);
      assert.deepEqual(keysOf(await pull({ delivery: 2 })), ['HS-2']);
      assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-2']);
    });
  });

  describe('changed while they are read', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `HS-${String(index)}`);
    const others = lines(...many.map((record) => record.replace('HS', 'XX')));
    const changes: readonly [string, (path: string) => void][] = [
      ['written over', (path) => writeFileSync(path, others)],
      ['cut off', (path) => truncateSync(path, 100)],
    ];

    for (const [name, change] of changes) {
      it(`${name}: the last page is not given`, async () => {
        reader().connect({ pageSize: 100 });
        deliver(1, lines(...many));
        const pages = reader().source().pull(undefined, new AbortController().signal)[Symbol.asyncIterator]();
        const first = await pages.next();
        assert.ok(first.done !== true);
        change(reader().played.path('d-1.csv'));
        const rest = async () => {
          while ((await pages.next()).done !== true);
        };
        await assert.rejects(rest, fails('delivery-incomplete'));
        assert.deepEqual(keysOf(await pull(first.value.cursor)), []);
      });
    }

    it('moved away: the file that was begun is read to its end', async () => {
      reader().connect({ pageSize: 1000 });
      deliver(1, lines(...many));
      const { path } = reader().played;
      const read: Page[] = [];
      for await (const page of reader().source().pull(undefined, new AbortController().signal)) {
        read.push(page);
        if (read.length === 1) renameSync(path('d-1.csv'), path('gone'));
      }
      assert.deepEqual(keysOf(read), many);
    });
  });

  it('are read in pages that are bounded in bytes, too', async () => {
    reader().connect({ pageSize: 2000 });
    const address = 'x'.repeat(60_000);
    deliver(1, file(Array.from({ length: 60 }, (_, index) => line({ record: `HS-${String(index)}`, address }))));
    const sizes = (await pull()).map(({ extractions }) => extractions.length);
    assert.equal(sizes.reduce((sum, size) => sum + size, 0), 60); // prettier-ignore
    assert.ok(Math.max(...sizes) <= 20);
  });

  it('stop when told to', async () => {
    deliver(1, lines('HS-1', 'HS-2', 'HS-3', 'HS-4', 'HS-5'));
    const controller = new AbortController();
    const pages = reader().source().pull(undefined, controller.signal)[Symbol.asyncIterator]();
    await pages.next();
    controller.abort();
    await assert.rejects(Promise.resolve(pages.next()), fails('aborted'));
    await assert.rejects(reader().made.connector.check(controller.signal), fails('aborted'));
  });

  it('in a folder that is not there are at a wrong address; nothing of its name shows', async () => {
    const { played, connect } = reader();
    connect({ folder: played.path('lê văn tám') });
    const { connector, attempts } = reader().made;
    for (const act of [() => connector.check(new AbortController().signal), () => pull()]) {
      await assert.rejects(act, (error) => {
        assert.ok(fails('wrong-address')(error));
        assert.ok(!/tám|social-insurance-\w/.test(inspect(error, { depth: 20, showHidden: true })));
        return true;
      });
    }
    const made = attempts.map(({ operation, code }) => `${operation}: ${code ?? 'ok'}`);
    assert.deepEqual(made, ['checking folder: wrong-address', 'reading folder: wrong-address']);
    played.put('a file', '');
    connect({ folder: played.path('a file') });
    await assert.rejects(pull(), fails('wrong-address'));
  });

  it('are in a folder given by its whole path', () => {
    for (const folder of ['', 'deliveries', './deliveries']) {
      assert.ok(!socialInsuranceDefinition.settings.safeParse({ folder }).success);
    }
  });
});
