import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeLegacy } from '../../../mappings/lib/legacy-encodings.ts';
import { maxNameLength, nameKeys, parseName } from '../../../mappings/lib/names.ts';
import { tidyText } from '../../../mappings/lib/text.ts';

function textOf(raw: string): string {
  const name = parseName(raw);
  assert.ok(name.ok, 'expected a name');
  return name.value.text;
}

function codeOf(raw: string): string {
  const name = parseName(raw);
  return name.ok ? 'ok' : name.code;
}

describe('names', () => {
  it('stay as the source wrote them', () => {
    for (const name of ["H'Hen Niê", 'Y Bhăm Êban', "K'Brếp", 'NGUYỄN THỊ HÒA', 'Hoà', 'Tôn Nữ Thị-Hòa', 'ĐẶNG']) {
      assert.equal(textOf(name), name);
    }
  });

  it('lose doubled, outer and exotic spaces and invisible characters', () => {
    assert.equal(textOf('\ufeff  Lê\u00a0\u200b Văn\t\n\u3000An\u200d '), 'Lê Văn An');
  });

  it('are composed, whatever the order of marks', () => {
    assert.equal(textOf('Nguye\u0302\u0303n'), 'Nguyễn');
    assert.equal(textOf('Nguye\u0302\u200b\u0303n'), 'Nguyễn');
  });

  it('have Đ for Eth and one apostrophe', () => {
    assert.equal(textOf('Ðặng ðình'), 'Đặng đình');
    for (const apostrophe of '\u2018\u2019\u02bc\u0060\u00b4\u2032\uff07\u1fef') {
      assert.equal(textOf(`H${apostrophe}Mai`), "H'Mai");
    }
  });

  it('are refused where no name is written so', () => {
    assert.equal(codeOf('An\u0000'), 'control-character');
    assert.equal(codeOf('An\u0085'), 'control-character');
    assert.equal(codeOf('A\u0301\u0301\u0301\u0301'), 'combining-marks');
    assert.equal(codeOf('A\u0301\u200b\u0301\u200b\u0301\u200b\u0301'), 'combining-marks');
    assert.equal(codeOf('A'.repeat(maxNameLength + 1)), 'text-too-long');
    assert.equal(codeOf('A'.repeat(maxNameLength)), 'ok');
    assert.equal(codeOf('...'), 'not-text');
  });

  it('cost no more when hostile than when long', () => {
    const marks = 'A' + '\u0301'.repeat(2_000_000);
    const began = process.cpuUsage().user;
    for (let index = 0; index < 1000; index += 1) assert.equal(codeOf(marks), 'combining-marks');
    assert.ok(process.cpuUsage().user - began < 1_000_000, 'reading on after the first fault');
  });

  it('compare at three levels', () => {
    const [hoa, toneMoved, other] = [nameKeys('Hòa Thúy'), nameKeys('hoà thuý'), nameKeys('HOA THUY')];
    assert.equal(hoa.tone, toneMoved.tone);
    assert.notEqual(hoa.exact, toneMoved.exact);
    assert.notEqual(hoa.tone, other.tone);
    assert.equal(hoa.plain, other.plain);
    assert.equal(nameKeys('Đặng Ngọc Ý').plain, 'dangngocy');
    assert.equal(nameKeys("H'Hen Niê").plain, 'hhennie');
  });

  it('with another tone on another syllable are other names', () => {
    assert.notEqual(nameKeys('Hòa Binh').tone, nameKeys('Hoa Bình').tone);
    assert.notEqual(nameKeys('Sơn').tone, nameKeys('Son').tone);
  });

  const letters = fc.constantFrom(
    ...Array.from("aăâeêioôơuưyđAĂĐnghÐ \u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b'’`-\u200b\u00a0"),
  );
  const nameLike = fc.string({ unit: letters, maxLength: 30 });

  it('tidied twice are tidied once', () => {
    fc.assert(
      fc.property(fc.oneof(nameLike, fc.string({ unit: 'binary', maxLength: 60 })), (raw) => {
        const once = tidyText(raw, 100);
        fc.pre(once.ok);
        assert.deepEqual(tidyText(once.value, 200), once);
      }),
    );
  });

  it('that are canonically equivalent have the same text and keys', () => {
    fc.assert(
      fc.property(nameLike, (raw) => {
        const [composed, decomposed] = [parseName(raw.normalize('NFC')), parseName(raw.normalize('NFD'))];
        fc.pre(composed.ok && decomposed.ok);
        assert.deepEqual(decomposed, composed);
      }),
    );
  });

  // A text is looked at as it came and once more when it is tidied, where ’ or ` may have hidden what it looks like.
  const isUnicode = (raw: string): boolean => {
    const text = raw.replaceAll('\u200b', '').normalize('NFC');
    const tidied = text.replaceAll(/[’`]/g, "'").replaceAll('Ð', 'Đ').replaceAll(/\s+/g, ' ').trim();
    return [text, tidied].every((each) => decodeLegacy(each) === each);
  };

  it('that are equal at a strict level are equal at a looser one', () => {
    const cased = fc.tuple(nameLike, fc.boolean());
    fc.assert(
      fc.property(cased, ([raw, upper]) => {
        const cased = upper ? raw.toUpperCase() : raw.toLowerCase();
        // In TCVN3 the other case of a letter is another letter's code.
        fc.pre([raw, cased].every(isUnicode));
        const one = parseName(raw);
        const other = parseName(cased);
        fc.pre(one.ok && other.ok);
        assert.deepEqual(other.value.keys, one.value.keys);
        assert.match(one.value.keys.plain, /^[\p{Ll}\p{N}]*$/u);
      }),
    );
  });
});
