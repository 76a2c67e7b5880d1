/** Text that lost what it was on its way: UTF-8 taken for windows-1252, letters that nobody could read. */
import assert from 'node:assert/strict';
import { parseName, parseWrittenName } from '../../../mappings/lib/names.ts';
import { tidyText } from '../../../mappings/lib/text.ts';
import { kinh } from '../../../scripts/sandbox/people/ethnic-names.ts';
import { upper } from '../../../scripts/sandbox/people/names.ts';
import { drawnNames, groups } from './drawn-names.ts';

/** 0x80 to 0x9f by the list at unicode.org; what is not given there stays a control. Node reads them all as controls. */
const special: Readonly<Record<string, string>> = {
  ...{ '80': '€', '82': '‚', '83': 'ƒ', '84': '„', '85': '…', '86': '†', '87': '‡', '88': 'ˆ', '89': '‰', '8a': 'Š' },
  ...{ '8b': '‹', '8c': 'Œ', '8e': 'Ž', '91': '‘', '92': '’', '93': '“', '94': '”', '95': '•', '96': '–', '97': '—' },
  ...{ '98': '˜', '99': '™', '9a': 'š', '9b': '›', '9c': 'œ', '9e': 'ž', '9f': 'Ÿ' },
};
const misread = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => special[byte.toString(16)] ?? String.fromCharCode(byte)).join(
    '',
  );

describe('UTF-8 read as windows-1252', () => {
  it('is read as what it was', () => {
    for (const text of [
      ...[
        'Võ Minh Tú',
        'VÕ MINH ANH',
        'Trần Thị Hà',
        'Nguyễn Văn An',
        'NGÔ BẢO CHÂU',
        'NGÔ THANH',
        'José',
        "H'Hen Niê",
      ],
      ...['Hoàng Thu Hoa', 'Hà Thu', 'Văn Drôt', 'Số 5 đường Lê Lợi, khu phố 3, P. Tân Định – “Nhà A”'],
    ]) {
      const written = misread(text);
      const hasControl = /[\u0080-\u009f]/.test(written);
      const expected = hasControl ? { ok: false, code: 'control-character' } : { ok: true, value: text };
      assert.deepEqual(tidyText(written, 200), expected, text);
    }
  });

  it('is never kept: each name comes back, whole or not at all, however its accents are written', () => {
    const names = [...drawnNames(6000, (index) => groups[index % groups.length] ?? kinh)];
    let back = 0;
    for (const written of names.flatMap((name) => [name, upper(name), name.normalize('NFD')])) {
      const composed = written.normalize('NFC');
      const tidy = tidyText(misread(written), 400);
      if (tidy.ok) assert.equal(tidy.value, composed.replaceAll('’', "'"));
      else assert.match(tidy.code, /^(?:control-character|legacy-encoding)$/);
      if (tidy.ok) back += 1;
    }
    assert.ok(back / names.length > 1.5, `${String(back)} of ${String(3 * names.length)}`);
  });

  it('is refused where a part of it is, or was read so twice, or is in another language', () => {
    for (const text of ['Nguyễn VÄƒn An', 'Tráº§n HÃ', misread(misread('Võ')), misread('Müller'), 'Ä?áº·ng Anh']) {
      assert.deepEqual(tidyText(text, 200), { ok: false, code: 'legacy-encoding' }, text);
    }
  });

  it('is not what letters before signs are', () => {
    for (const text of ['«NGÃ»', '“NGÃ”', 'NGÃ…', 'NGÃ – BA', 'Nhà «Má»', 'BÃ·AN']) {
      assert.deepEqual(tidyText(text, 200), { ok: true, value: text });
    }
    assert.deepEqual(tidyText('TRẦN HÃ\u00a0AN', 200), { ok: true, value: 'TRẦN HÃ AN' });
  });
});

describe('lost letters', () => {
  it('make a text no text, and question marks a name no name', () => {
    for (const name of drawnNames(1000, (index) => groups[index % groups.length] ?? kinh)) {
      const replaced = name.replaceAll(/[^\0-\x7f’]/g, '\ufffd');
      const asked = name.replaceAll(/[^\0-\xff’]/g, '?');
      const refused = { ok: false, code: 'legacy-encoding' };
      if (replaced !== name) assert.deepEqual(tidyText(replaced, 200), refused);
      if (asked === name) continue;
      for (const parse of [parseName, parseWrittenName]) assert.deepEqual(parse(asked), refused, asked);
    }
    assert.deepEqual(tidyText('Số 5? Hẻm 3', 200), { ok: true, value: 'Số 5? Hẻm 3' });
  });
});
