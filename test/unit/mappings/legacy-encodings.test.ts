/** TCVN3 and VNI by tables of the test's own, over all syllables, the sandbox's names and the names of all communes. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import { decodeLegacy } from '../../../mappings/lib/legacy-encodings.ts';
import { parseName, parseWrittenName } from '../../../mappings/lib/names.ts';
import { isSyllable, isWrittenSyllable } from '../../../mappings/lib/syllables.ts';
import { tidyText } from '../../../mappings/lib/text.ts';
import { kinh } from '../../../scripts/sandbox/people/ethnic-names.ts';
import { upper } from '../../../scripts/sandbox/people/names.ts';
import { drawnNames, groups } from './drawn-names.ts';

/** Letters with their codes in both encodings: in order a á à ả ã ạ and so on, as the input programs list them. */
const unicode =
  'a á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ e é è ẻ ẽ ẹ ê ế ề ể ễ ệ o ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ u ú ù ủ ũ ụ ư ứ ừ ử ữ ự i í ì ỉ ĩ ị y ý ỳ ỷ ỹ ỵ đ'; // prettier-ignore
const vniCodes =
  'a aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë e eù eø eû eõ eï eâ eá eà eå eã eä o où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï u uù uø uû uõ uï ö öù öø öû öõ öï i í ì æ ó ò y yù yø yû yõ î ñ'; // prettier-ignore
const tcvn3Codes =
  '61 b8 b5 b6 b7 b9 a9 ca c7 c8 c9 cb a8 be bb bc bd c6 65 d0 cc ce cf d1 aa d5 d2 d3 d4 d6 6f e3 df e1 e2 e4 ab e8 e5 e6 e7 e9 ac ed ea eb ec ee 75 f3 ef f1 f2 f4 ad f8 f5 f6 f7 f9 69 dd d7 d8 dc de 79 fd fa fb fc fe ae'; // prettier-ignore
const tcvn3Capitals = { Ă: 'a1', Â: 'a2', Ê: 'a3', Ô: 'a4', Ơ: 'a5', Ư: 'a6', Đ: 'a7' };

type Encoder = (text: string) => string;

function encoder(lowerCodes: readonly string[], upperCode: (letter: string, lowerCode: string) => string): Encoder {
  const codes = new Map<string, string>();
  for (const [index, letter] of unicode.split(' ').entries()) {
    const code = lowerCodes[index] ?? assert.fail('the tables differ in length');
    codes.set(letter, code).set(letter.toUpperCase(), upperCode(letter.toUpperCase(), code));
  }
  return (text) => Array.from(text.normalize('NFC'), (letter) => codes.get(letter) ?? letter).join('');
}

const fromHex = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
const capitals = new Map(Object.entries(tcvn3Capitals).map(([letter, hex]) => [letter, fromHex(hex)]));
const isAscii = (letter: string): boolean => letter < '\u0080';
const encoders = {
  vni: encoder(vniCodes.split(' '), (_letter, code) => code.toUpperCase()),
  tcvn3: encoder(tcvn3Codes.split(' ').map(fromHex), (letter, code) =>
    isAscii(letter) ? letter : (capitals.get(letter) ?? code),
  ),
};

function decode(text: string): string {
  return decodeLegacy(text.normalize('NFC')) ?? 'refused';
}

/** What of some texts comes back encoded; counted are those whose encoded form is nothing proper in itself. */
function comeBack(texts: Iterable<string>, encode: Encoder): { back: number; of: number } {
  const count = { back: 0, of: 0 };
  for (const text of texts) {
    const encoded = encode(text);
    const words = encoded.split(/[^\p{L}\p{N}\p{S}\p{P}\u00ad]|[' ]/u);
    if (encoded === text || words.every((word) => isWrittenSyllable(word))) {
      assert.equal(decode(encoded), encoded);
      continue;
    }
    const decoded = decode(encoded);
    const isWrong = ![text, encoded, 'refused', upper(text)].some((each) => upper(each) === upper(decoded));
    assert.ok(!isWrong, `${encoded} for ${text} was taken for ${decoded}`);
    count.of += 1;
    if (upper(decoded) === upper(text)) count.back += 1;
  }
  return count;
}

function allSyllables(): string[] {
  const onsets = '|b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x'.split('|');
  const vowels = Array.from('aăâeêioôơuưy');
  const nuclei = ['', 'i', 'o', 'u', 'ư', 'y', 'uy'].flatMap((first) => vowels.map((last) => first + last));
  const codas = '|c|ch|i|m|n|ng|nh|o|p|t|u|y'.split('|');
  const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
  const found = new Set<string>();
  for (const onset of onsets) {
    for (const rhyme of nuclei.flatMap((nucleus) => codas.map((coda) => nucleus + coda))) {
      for (const tone of tones) {
        for (let at = 1; at <= rhyme.length; at += 1) {
          const syllable = (onset + rhyme.slice(0, at) + tone + rhyme.slice(at)).normalize('NFC');
          if (isSyllable(syllable)) found.add(syllable);
        }
      }
    }
  }
  return [...found];
}

describe('a Vietnamese syllable', () => {
  it('has one tone at most, in its place, and one of two before a stop', () => {
    for (const syllable of ['hoà', 'hòa', 'Quý', 'gìn', 'ĐỨC', 'thuở', 'khuya', 'Nghiêng']) {
      assert.ok(isWrittenSyllable(syllable), syllable);
    }
    for (const other of ['hòà', 'muà', 'tìên', 'quèc', 'quôc', 'phoá', 'kạ', 'ngi', 'martin', 'niê', 'hoài-', '']) {
      assert.ok(!isSyllable(other), other);
    }
    for (const odd of ['tuÊn', 'NGuyễn', 'nGô']) assert.ok(isSyllable(odd) && !isWrittenSyllable(odd), odd);
  });
});

describe('legacy encodings', () => {
  const examples: readonly (readonly [string, string])[] = [
    ['NguyÔn V¨n An', 'Nguyễn Văn An'],
    ['Nguyeãn Vaên An', 'Nguyễn Văn An'],
    ['TrÇn ThÞ Thanh HuyÒn', 'Trần Thị Thanh Huyền'],
    ['L\u00ad¬ng ThÞ ót', 'Lương Thị Út'],
    ['Ph¹m ¸i V©n', 'Phạm Ái Vân'],
    ['NGUYÔN V¡N §øC', 'NGUYỄN VĂN ĐỨC'],
    ['NGUYÔN V¡N Hµ', 'NGUYỄN VĂN HÀ'],
    ['nguyÔn v¨n an', 'nguyễn văn an'],
    ['Lª Hµ', 'Lê Hà'],
    ['Vâ Minh Anh', 'Võ Minh Anh'],
    ['AÙi Vaân', 'Ái Vân'],
    ['NGUYEÃN THÒ ÑEÏP', 'NGUYỄN THỊ ĐẸP'],
    ["H'Hen Nieâ", "H'Hen Niê"],
    ['Tæ 5, Êp 3, x· B×nh Mü', 'Tổ 5, ấp 3, xã Bình Mỹ'],
    ['Soá 5 ñöôøng Leâ Lôïi, khu phoá 3, P. Taân Ñònh', 'Số 5 đường Lê Lợi, khu phố 3, P. Tân Định'],
    ['Chung cö Saigon Pearl, 92 Nguyeãn Höõu Caûnh', 'Chung cư Saigon Pearl, 92 Nguyễn Hữu Cảnh'],
    ['  NguyÔn\u200b  V¨n\u00a0An ', 'Nguyễn Văn An'],
  ];

  for (const [legacy, expected] of examples) {
    it(`reads ${JSON.stringify(legacy)}`, () => {
      assert.deepEqual(tidyText(legacy, 200), { ok: true, value: expected });
      const [name, written] = [parseName(legacy), parseWrittenName(legacy)];
      assert.ok(name.ok && written.ok);
      assert.deepEqual([name.value.text, written.value], [expected, expected]);
    });
  }

  it('refuses what is in part legacy, or damaged, or could be either', () => {
    for (const text of [
      'Nguyễn V¨n An',
      'Nguyeãn Văn An',
      'D¬ng V¨n Phíc',
      'NguyÔn Müller',
      'Ðo NguyÔn',
      'Y Th¨k',
      'Löu Minh Anh',
    ]) {
      assert.deepEqual(tidyText(text, 200), { ok: false, code: 'legacy-encoding' }, text);
    }
  });

  it('gives every syllable back, unless it is another one in Unicode or could be read both ways', () => {
    const syllables = allSyllables();
    assert.ok(syllables.length > 15_000);
    for (const [encoding, share] of [
      ['tcvn3', 0.9],
      ['vni', 0.95],
    ] as const) {
      const { back, of } = comeBack(syllables, encoders[encoding]);
      assert.ok(back / of > share, `${encoding}: ${String(back)} of ${String(of)}`);
    }
  });

  it('gives nearly every name back, in capitals too, and takes none for another', () => {
    const names = drawnNames(6000, () => kinh);
    for (const encode of Object.values(encoders)) {
      for (const written of [names, new Set([...names].map(upper))]) {
        const { back, of } = comeBack(written, encode);
        assert.ok(back / of > 0.99, `${String(back)} of ${String(of)}`);
      }
    }
    const others = drawnNames(3000, (index) => groups[index % groups.length] ?? kinh);
    for (const encode of Object.values(encoders)) comeBack(others, encode);
  });

  it('leaves every name in Unicode as it is, of whatever ethnic group', () => {
    for (const name of drawnNames(6000, (index) => groups[index % groups.length] ?? kinh)) {
      for (const written of [name, upper(name), name.normalize('NFD')]) {
        const tidy = tidyText(written, 200);
        assert.deepEqual(tidy, { ok: true, value: written.normalize('NFC').replaceAll('’', "'") });
      }
    }
  });

  it('leaves the name of every commune and district as it is, whole and word by word', () => {
    const folder = join(projectRoot(), 'mappings', 'catalogues', 'admin-units');
    for (const file of readdirSync(folder).filter((each) => each.endsWith('.csv'))) {
      for (const line of readFileSync(join(folder, file), 'utf8').normalize('NFC').split('\n')) {
        for (const text of [line, ...line.split(','), ...(line.match(/[\p{L}']+/gu) ?? [])]) {
          assert.deepEqual([decode(text), decode(upper(text))], [text, upper(text)]);
        }
      }
    }
  });

  it('leaves names of other languages as they are', () => {
    const names =
      'José|Müller|François|Nuñez|Ágnes|Loïc Tran|Phan Loïc|Maï Lan|Naïm|Haïm|Thaïs|Noël|Zoë|Chloé Martin|João Gonçalves|' +
      'Raúl Muñoz|Mª José|Seán Ó Briain|Björk Ólafsdóttir|Søren Kierkegård|Åsa Lång|Jan Bång|Erik Täng|Lü Min|' +
      'Iñigo Ñíguez|Núñez|Beáta Kovács|Gábor Gém|Günther Häßler|Hélène Gaëtan|Cécile Cé|Nicolò|Joël|Raphaël|' +
      'Aïcha|Anaïs|Benoît|Jérôme Le Dû|Öz Ün|Agim Muçi|Böhm|Jürgen Groß|Paral·lel|M. Ångström|Kjærgaard|Sæmundur|Þór';
    for (const name of names.split('|')) assert.deepEqual(tidyText(name, 200), { ok: true, value: name });
  });

  it('leaves names of ethnic groups as they are where they look foreign to Vietnamese', () => {
    for (const name of [
      "H'Hen Niê",
      'Y Bhăm',
      "K'Brếp",
      'Ka Hâ',
      'Y Tôt',
      'KÔNG',
      'Đinh Văn Drôt',
      'Ðinh',
      'Ðo Van A',
    ]) {
      assert.deepEqual(tidyText(name, 200), { ok: true, value: name.replace('Ð', 'Đ') });
    }
  });

  it('leaves signs as they are where they are signs', () => {
    for (const text of ['«Nhà nước»', 'Lô 12½', '50 m²', 'Co·op Mart', 'Vinhomes® 3', '5×6', '§ 5', '20 °C']) {
      assert.deepEqual(tidyText(text, 200), { ok: true, value: text });
    }
  });
});
