import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Address } from '../../../mappings/canonical/citizen.ts';
import type { Findings } from '../../../mappings/lib/fields.ts';
import { readAddressText } from '../../../mappings/lib/persons.ts';
import { buildUnits } from '../../../mappings/lib/units/catalogue.ts';
import { resolveAddress } from '../../../mappings/lib/units/address-text.ts';
import { before, newCommunes, oldCommunes, rowsOf, since, threeEditions, units } from './support.ts';

const today = '2026-11-25';

function read(text: string, day = today): Address | undefined {
  return resolveAddress(units(), text, day);
}

/** Codes of a text, smallest unit first; undefined if it is not resolved. */
function codesOf(text: string, day = today): (string | undefined)[] | undefined {
  const address = read(text, day);
  return address && [address.commune, address.district, address.province, address.catalogue];
}

describe('an address as text', () => {
  it('of any of the 10,035 old communes, with its district, is that commune', () => {
    for (const { code, name, district, province } of oldCommunes()) {
      const address = read(`Số 5 đường Lê Lợi, ${name}, ${district}, ${province}`);
      assert.deepEqual(
        [address?.commune, address?.catalogue, address?.detail],
        [code, before, 'Số 5 đường Lê Lợi'],
        name,
      );
    }
  });

  it('of any of the 3,321 new communes, without a district, is that commune, by each of its names', () => {
    const provinces = new Map(rowsOf(`provinces-${since}`).map(([code = '', name = '']) => [code, name]));
    for (const { code, name, province } of newCommunes()) {
      for (const row of units().history({ catalogue: since, level: 'commune', code })) {
        const address = read(`Thôn 3, ${row.name}, ${provinces.get(province) ?? ''}`);
        assert.deepEqual([address?.commune, address?.catalogue], [code, since], name);
      }
    }
  });

  it('keeps what stands before the units as its detail, as it was written', () => {
    assert.deepEqual(read('số 5, đường X;  Phường Tân Định, Thị xã Bến Cát, Tỉnh Bình Dương'), {
      country: 'VN',
      province: '74',
      district: '721',
      commune: '25852',
      detail: 'số 5, đường X',
      catalogue: before,
    });
    for (const detail of ['Tỉnh lộ 8, P.1203', 'Huyện lộ 9, Thôn Xã Hội']) {
      assert.equal(read(`${detail}, Phường Bình Cơ, TP HCM`)?.detail, detail);
    }
  });

  it('is of the era in which what stands next to the province is: a district, or a commune called one', () => {
    const tanDinhOfBenCat = ['25852', '721', '74', before];
    assert.deepEqual(codesOf('Phường Tân Định, Bến Cát, Bình Dương'), tanDinhOfBenCat);
    assert.deepEqual(codesOf('Phường Tân Định, Thành phố Hồ Chí Minh'), ['26737', undefined, '79', since]);
    for (const text of [
      'Tân Định, Thành phố Hồ Chí Minh',
      'Phường Tân Định, Tỉnh Bình Dương',
      'Phường Tân Định, Bến Cát, Thành phố Hồ Chí Minh',
      'Tân Định, Bến Cát, Thành phố Hồ Chí Minh',
      'Phường 99, Bình Thạnh, Thành phố Hồ Chí Minh',
      'Phường Phú Thọ, Phường Thủ Dầu Một, Thành phố Hồ Chí Minh',
    ]) {
      assert.equal(read(text), undefined, text);
    }
  });

  it('never takes a bare name for an old unit, nor a new one for a time when it was not there', () => {
    for (const { name, province } of oldCommunes()) {
      const address = read(`${name}, ${province}`);
      assert.ok(address === undefined || address.catalogue === since, `${name}, ${province}`);
      assert.equal(read(`${name}, ${province}`, '2025-06-30'), undefined, `${name}, ${province}`);
    }
  });

  it('without a commune is taken only where it can be nothing else', () => {
    assert.deepEqual(codesOf('Tỉnh Bình Dương'), [undefined, undefined, '74', before]);
    assert.deepEqual(codesOf('Huyện Côn Đảo, Bà Rịa - Vũng Tàu, Việt Nam'), [undefined, '755', '77', before]);
    assert.deepEqual(codesOf('Thành phố Hồ Chí Minh', '2025-06-30'), [undefined, undefined, '79', before]);
    for (const text of ['Thành phố Hồ Chí Minh', 'Bình Thạnh, TP HCM', 'Lê Lợi, Tỉnh Bình Dương', 'Paris', '', ',,;']) {
      assert.equal(read(text), undefined, text);
    }
  });

  it('in an island district, which had no communes, is the district with all the rest as its detail', () => {
    for (const [text, detail, district] of [
      ['Tổ 2 - Khu 3 - Huyện Côn Đảo - Bà Rịa - Vũng Tàu', 'Tổ 2 - Khu 3', '755'],
      ['Số 5, Thôn Đông An Vĩnh, H. Lý Sơn, Quảng Ngãi', 'Số 5, Thôn Đông An Vĩnh', '536'],
      ['Khu 3, Huyện Bạch Long Vĩ, Thành phố Hải Phòng', 'Khu 3', '318'],
    ] as const) {
      const address = read(text);
      assert.deepEqual([address?.detail, address?.district, address?.catalogue], [detail, district, before], text);
    }
    assert.equal(read('Xã An Vĩnh, Huyện Lý Sơn, Quảng Ngãi'), undefined);
  });

  it('tells a town from the rural district of the same name by the word for it, which may be an older one', () => {
    assert.deepEqual(codesOf('Thị xã Kỳ Anh, Hà Tĩnh'), [undefined, '449', '42', before]);
    assert.deepEqual(codesOf('Huyện Kỳ Anh, Hà Tĩnh'), [undefined, '447', '42', before]);
    assert.equal(codesOf('Xã Kỳ Hoa, Kỳ Anh, Hà Tĩnh'), undefined);
    assert.equal(codesOf('Phường Yên Viên, Huyện Gia Lâm, Hà Nội'), undefined);
    assert.deepEqual(codesOf('Xã Yên Viên, Huyện Gia Lâm, Hà Nội')?.[0], '00532');
  });

  it('that calls an old city and leaves its province out is in the city, though the province is called the same', () => {
    const found = { [before]: 0, [since]: 0, none: 0 };
    for (const old of oldCommunes().filter(({ district }) => /^(?:thành phố|thị xã) /i.test(district))) {
      const { catalogue, commune } = read(`Số 5, ${old.name}, ${old.district}`) ?? {};
      const era = catalogue === before || catalogue === since ? catalogue : 'none';
      const right: readonly unknown[] = { [before]: [old.code], [since]: old.successors, none: [undefined] }[era];
      assert.ok(right.includes(commune), `${old.name}, ${old.district}`);
      found[era] += 1;
    }
    // Bắc Ninh is the one name of an old city that a province has as a city, too: five of its wards are still called so.
    assert.deepEqual(found, { [before]: 465, [since]: 5, none: 1466 });
    for (const [text, code, district] of [
      ['Xã Hưng Đạo, Thành phố Cao Bằng', '01705', '040'],
      ['Phường Nam Cường, Thành phố Lào Cai', '02671', '080'],
      ['Phường Trung Thành, Thành phố Thái Nguyên', '05476', '164'],
      ['Phường Đông Sơn, Thành phố Thanh Hóa', '14785', '380'],
      ['Phường Hà Huy Tập, Thành phố Hà Tĩnh', '18085', '436'],
      ['P. Trần Phú - TP. Hà Tĩnh', '18094', '436'],
    ] as const) {
      assert.deepEqual(codesOf(text)?.slice(0, 2), [code, district], text);
    }
    assert.deepEqual(codesOf('Thành phố Hà Tĩnh'), [undefined, '436', '42', before]);
    assert.equal(codesOf('Xã Tân Lộc, Huyện Thạch Hà, Thành phố Hà Tĩnh')?.[1], '445');
    assert.equal(codesOf('Phường Vũng Áng, Thành phố Hà Tĩnh'), undefined);
  });

  it('may be parted by dashes', () => {
    assert.deepEqual(codesOf('Phường 1 - Thành phố Vũng Tàu - Tỉnh Bà Rịa - Vũng Tàu')?.[0], '26506');
    assert.deepEqual(codesOf('Phường Lâm Viên - Đà Lạt - Tỉnh Lâm Đồng')?.[0], '24778');
    assert.deepEqual(codesOf('Phường Lâm Viên - Đà Lạt, Tỉnh Lâm Đồng')?.[0], '24778');
  });

  it('is read by the newest edition that had begun, and by an older one where only that has the name', () => {
    const made = buildUnits(threeEditions);
    const catalogueOf = (text: string, day: string): string | undefined => resolveAddress(made, text, day)?.catalogue;
    assert.equal(catalogueOf('Xã Mây Ba, Tỉnh Sông Mây', '2026-12-31'), since);
    assert.equal(catalogueOf('Xã Mây Ba, Tỉnh Sông Mây', '2027-01-01'), 'since-2027-01');
    assert.equal(catalogueOf('Xã Nắng, Tỉnh Sông Mây', '2027-01-01'), since);
    assert.equal(catalogueOf('Xã Mây Bốn, Tỉnh Sông Mây', '2026-12-31'), undefined);
  });
});

describe('the way an address is written', () => {
  const short: Readonly<Record<string, readonly string[]>> = {
    'Thành phố': ['TP', 'TP.', 'Tp. ', 'thành phố '],
    Tỉnh: ['T.', 'tỉnh '],
    Quận: ['Q', 'Q.', 'quận '],
    Huyện: ['H.', 'H. '],
    'Thị xã': ['TX.', 'T.X. ', 'thị xã '],
    'Thị trấn': ['TT', 'TT. ', 'Thị Trấn '],
    Phường: ['P', 'P.', 'P. ', 'phường '],
    Xã: ['X.', 'X. ', 'xã '],
    'Đặc khu': ['ĐK ', 'đặc khu '],
  };
  const tone = /[\u0300\u0301\u0303\u0309\u0323]/gu;

  /** Writes the tone of every open oa, oe, uy on one vowel or the other, as real data does (Hòa, Hoà). */
  function moveTones(name: string, to: number): string {
    return name
      .split(' ')
      .map((syllable) => {
        const parts = syllable.normalize('NFD');
        const [mark = ''] = parts.match(tone) ?? [];
        const bare = parts.replaceAll(tone, '');
        if (!/(?:o[ae]|[^q]uy)$/i.test(bare)) return syllable;
        const at = bare.length - (to % 2);
        return (bare.slice(0, at) + mark + bare.slice(at)).normalize('NFC');
      })
      .join(' ');
  }

  function shorten(name: string, choice: number): string {
    const word = Object.keys(short).find((each) => name.toLowerCase().startsWith(`${each.toLowerCase()} `));
    const ways = word === undefined ? [] : (short[word] ?? []);
    const way = ways[choice % (ways.length + 1)];
    if (word === undefined || way === undefined) return name;
    const own = name.slice(word.length + 1);
    // P1 is written without a space, P Tân Định is not.
    return /[\s.]$/.test(way) || /^\d/.test(own) ? way + own : `${way} ${own}`;
  }

  type Writing = { choice: number; tones: number; letters: number; separator: string; spaces: string };
  const writing: fc.Arbitrary<Writing> = fc.record({
    choice: fc.nat(20),
    tones: fc.nat(5),
    letters: fc.nat(2),
    separator: fc.constantFrom(', ', ',', ' ,  ', '; ', ',\n'),
    spaces: fc.constantFrom(' ', '  ', '\u00a0', '\u200b '),
  });

  function write(names: readonly string[], { choice, tones, letters, separator, spaces }: Writing): string {
    const written = names.map((name, index) => shorten(moveTones(name, tones), choice + index)).join(separator);
    const cased = [written, written.toLowerCase(), written.toUpperCase()][letters] ?? written;
    return cased.replaceAll(' ', spaces);
  }

  function readWritten(text: string): { address: Address; findings: Findings } {
    const findings: Findings = { faults: [], warnings: [] };
    const dated = { units: units(), date: `${today}T03:00:00.000Z` };
    const result = readAddressText({ value: text, path: 'address' }, dated, findings);
    assert.ok(result.kind === 'mapped');
    return { address: result.value, findings };
  }

  it('does not matter: case, place of the tones, shortened words, separators, spaces', () => {
    fc.assert(
      fc.property(fc.constantFrom(...oldCommunes()), writing, (old, how) => {
        const { address, findings } = readWritten(write([old.name, old.district, old.province], how));
        assert.deepEqual([address.commune, address.catalogue, findings.warnings], [old.code, before, []]);
      }),
      { numRuns: 1000 },
    );
    const provinces = new Map(rowsOf(`provinces-${since}`).map(([code = '', name = '']) => [code, name]));
    fc.assert(
      fc.property(fc.constantFrom(...newCommunes()), writing, ({ code, name, province }, how) => {
        const { address } = readWritten(write([name, provinces.get(province) ?? ''], how));
        assert.deepEqual([address.commune, address.catalogue], [code, since]);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes Hòa and Hoà, 1 and 01, for one', () => {
    const hoaLoi = codesOf('Phường Hòa Lợi, Thành phố Bến Cát, Tỉnh Bình Dương');
    assert.equal(hoaLoi?.[0], '25849');
    assert.deepEqual(codesOf('Phường Hoà Lợi, Thành phố Bến Cát, Tỉnh Bình Dương'), hoaLoi);
    for (const ward of ['Phường 1', 'Phường 01', 'P1', 'P.01', 'p. 1']) {
      assert.equal(codesOf(`${ward}, Q.3, TPHCM`)?.[0], codesOf('Phường 1, Quận 3, Thành phố Hồ Chí Minh')?.[0], ward);
    }
    assert.equal(codesOf('P1 Bảo Lộc, Tỉnh Lâm Đồng')?.[0], '24823');
    assert.equal(codesOf('1, Quận 3, TPHCM'), undefined);
  });

  it('matters where letters differ: d is not đ, i is not y, and a name without its marks is another', () => {
    const swaps: [RegExp, string][] = [[/đ/g, 'd'], [/Đ/g, 'D'], [/y/g, 'i'], [/ý/g, 'í'], [/ỹ/g, 'ĩ']]; // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...oldCommunes()), fc.constantFrom(...swaps), (old, [letter, other]) => {
        const name = old.name.replaceAll(letter, other);
        fc.pre(name !== old.name);
        assert.notEqual(codesOf([name, old.district, old.province].join(', '))?.[0], old.code);
      }),
    );
    assert.equal(codesOf('Phuong Tan Dinh, Thanh pho Ben Cat, Tinh Binh Duong'), undefined);
  });

  it('keeps a text that cannot be resolved whole, of no edition, and says so', () => {
    const text = 'Phường Tân Định, Tỉnh Bình Dương';
    const { address, findings } = readWritten(text);
    assert.deepEqual(address, { country: 'ZZ', detail: text, catalogue: 'unknown' });
    assert.deepEqual(findings.warnings.map(({ path, code }) => [path, code]), [['address', 'address-not-resolved']]); // prettier-ignore
    assert.equal(JSON.stringify(findings).includes('Bình Dương'), false);
  });

  it('never breaks it, whatever the text', () => {
    const words = fc.constantFrom('Phường', 'Xã', 'Thị xã', 'Bến Cát', 'Bình Dương', '1', '01', ',', '-', ' - ', '.', 'P.', 'Hồ Chí Minh', 'TP'); // prettier-ignore
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words).map((all) => all.join(' ')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const address = read(text);
          assert.ok(address === undefined || (address.country === 'VN' && address.province !== undefined));
        },
      ),
    );
  });
});
