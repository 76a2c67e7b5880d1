/** Deliveries that are not whole are not read, and told of when they have not become so in time. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { serialiseError } from '../../../hub/observability/log.ts';
import { keysOf } from '../lib/suite.ts';
import { lines, useReader } from './reader.ts';
import { file, manifest } from './wire.ts';

const content = lines('HS-1', 'HS-2', 'HS-3');
const half = content.subarray(0, content.length / 2);
const changed = Buffer.from(content.toString().replace('HS-2', 'HS-9'));

function announced(over: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...manifest('d-1', 1, content), ...over });
}

type Fault = 'incomplete' | 'without-file' | 'wrong-size' | 'wrong-lines' | 'wrong-hash' | 'wrong-header' | 'long-line';

/** What stands under the names of the file and its manifest. `events`: lines announced. */
type Case = { name: string; code: Fault; events: number; csv?: Buffer; manifest?: string };

function deliveryOf(text: Buffer): Pick<Case, 'csv' | 'manifest'> {
  return { csv: text, manifest: JSON.stringify(manifest('d-1', 1, text)) };
}

const cases: readonly Case[] = [
  { name: 'a file without its manifest', code: 'incomplete', events: 0, csv: content },
  { name: 'a manifest without its file', code: 'without-file', events: 3, manifest: announced() },
  { name: 'half a file', code: 'wrong-size', events: 3, csv: half, manifest: announced() },
  {
    name: 'a file of the right size with another content',
    code: 'wrong-hash',
    events: 3,
    csv: changed,
    manifest: announced(),
  },
  {
    name: 'another number of lines than announced',
    code: 'wrong-lines',
    events: 4,
    csv: content,
    manifest: announced({ soDong: 5 }),
  },
  { name: 'half a manifest', code: 'incomplete', events: 0, csv: content, manifest: announced().slice(0, 80) },
  {
    name: 'a manifest without a number',
    code: 'incomplete',
    events: 0,
    csv: content,
    manifest: announced({ soThuTu: null }),
  },
  {
    name: 'a manifest without a time',
    code: 'incomplete',
    events: 0,
    csv: content,
    manifest: announced({ thoiDiemTao: 'today' }),
  },
  {
    name: 'a manifest that is far too long',
    code: 'incomplete',
    events: 0,
    csv: content,
    manifest: announced().padEnd(70_000),
  },
  {
    name: 'a file in another encoding',
    code: 'incomplete',
    events: 0,
    csv: content,
    manifest: announced({ bangMa: 'TCVN3' }),
  },
  {
    name: 'a file outside the folder',
    code: 'incomplete',
    events: 0,
    csv: content,
    manifest: announced({ tenTep: '../d-1.csv' }),
  },
  {
    name: 'a header without a column that is needed',
    code: 'wrong-header',
    events: 1,
    ...deliveryOf(Buffer.from('so_ho_so\nHS-1\n')),
  },
  {
    name: 'a line that is longer than any',
    code: 'long-line',
    events: 1,
    ...deliveryOf(file([`HS-1,${'x'.repeat(70_000)}`])),
  },
  { name: 'an empty file', code: 'wrong-header', events: 0, ...deliveryOf(Buffer.alloc(0)) },
];

describe('social insurance, deliveries that are not whole', () => {
  const reader = useReader();

  for (const { name, code, events, csv, manifest: text } of cases) {
    it(`${name}: is waited for, and told of as ${code}`, async () => {
      if (csv !== undefined) reader().played.put('d-1.csv', csv);
      if (text !== undefined) reader().played.put('d-1.manifest.json', text);
      await reader().assertWaits(events, `delivery-${code}`);
    });
  }

  it('a link to a file, a pipe, a folder: is waited for, and never followed', async () => {
    const { played, assertWaits } = reader();
    played.put('d-1.manifest.json', announced());
    played.put('elsewhere.txt', content);
    for (const put of [
      () => symlinkSync(played.path('elsewhere.txt'), played.path('d-1.csv')),
      () => execFileSync('mkfifo', [played.path('d-1.csv')]),
      () => mkdirSync(played.path('d-1.csv')),
    ]) {
      put();
      await assertWaits(3, 'delivery-without-file');
      rmSync(played.path('d-1.csv'), { recursive: true });
    }
  });

  it('two that say they are the same: neither is read', async () => {
    const { played, pull, assertWaits } = reader();
    played.deliver(1, content, 'one');
    played.deliver(1, content, 'other');
    played.deliver(1, content, 'third');
    await assertWaits(0, 'delivery-incomplete');
    for (const name of ['one', 'third']) rmSync(played.path(`${name}.manifest.json`));
    assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-2', 'HS-3']);
  });

  it('are read when they have become whole', async () => {
    const { played, pull } = reader();
    played.put('d-1.csv', half);
    assert.deepEqual(keysOf(await pull()), []);
    played.put('d-1.manifest.json', announced());
    assert.deepEqual(keysOf(await pull()), []);
    appendFileSync(played.path('d-1.csv'), content.subarray(half.length));
    assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-2', 'HS-3']);
  });

  it('do not hold up those before them', async () => {
    const { played, pull, pullLater } = reader();
    played.deliver(1, content);
    played.put('d-2.csv', half);
    const { pages, code, delivery } = await pullLater();
    assert.deepEqual([keysOf(pages), code, delivery], [['HS-1', 'HS-2', 'HS-3'], 'delivery-incomplete', 2]);
    rmSync(played.path('d-2.csv'));
    assert.deepEqual(keysOf(await pull(pages.at(-1)?.cursor)), []);
  });

  it('are told of by their number, in the log too, and never by the name of a file', async () => {
    const { played, pull } = reader();
    played.deliver(1, content);
    const pages = await pull();
    played.put('Tạ Thị Hồng Vân.manifest.json', JSON.stringify({ ...manifest('d-2', 2, content), tenTep: 'Tạ Thị Hồng Vân.csv' })); // prettier-ignore
    played.put('Tạ Thị Hồng Vân.csv', half);
    const { error } = await reader().pullLater(pages.at(-1)?.cursor);
    const { code, delivery } = serialiseError(error);
    assert.deepEqual([code, delivery], ['delivery-wrong-size', 2]);
    assert.ok(!JSON.stringify(serialiseError(error)).includes('Vân') && !String(error).includes('Vân'));
  });

  it('are not what has other names', async () => {
    const { played, pullLater } = reader();
    played.put('readme.txt', 'x');
    played.put('d-1.csv.part', half);
    assert.deepEqual((await pullLater()).code, 'none');
  });

  it('are measured anew only when they have changed', async () => {
    const { played, pull } = reader();
    const writtenAt = (second: number): void => {
      const time = new Date(Date.UTC(2026, 1, 1, 0, 0, second));
      utimesSync(played.path('d-1.csv'), time, time);
    };
    played.put('d-1.csv', changed);
    played.put('d-1.manifest.json', announced());
    writtenAt(1);
    assert.deepEqual(keysOf(await pull()), []);
    played.put('d-1.csv', content);
    writtenAt(1);
    assert.deepEqual(keysOf(await pull()), []);
    writtenAt(2);
    assert.deepEqual(keysOf(await pull()), ['HS-1', 'HS-2', 'HS-3']);
  });
});
