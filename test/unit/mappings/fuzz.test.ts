import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { projectRoot } from '../../../config/root.ts';
import { faultCodes, type Mapping, type MappingResult } from '../../../mappings/contract.ts';
import { mappings } from '../../../mappings/registry.ts';

const context = { receivedAt: '2026-03-01T00:00:00.000Z' };
const types = ['citizen', 'event', 'enrolment', 'patient-record', 'declaration', 'identity-act', 'unknown:ly-hon', ''];
const operations = ['upsert', 'annul', 'delete'] as const;

function samples(mapping: Mapping): string[] {
  const folder = join(projectRoot(), 'test', 'mappings', 'cases', mapping.id);
  const files = readdirSync(folder).filter((file) =>
    /^(?:ordinary|birth|marriage|name-correction|number-replaced|split)\.in\./.test(file),
  );
  return files.map((file) => readFileSync(join(folder, file), 'utf8'));
}

function mapAny(mapping: Mapping, body: string, receivedAt = context.receivedAt): MappingResult[] {
  const contentType = body.startsWith('<') ? 'text/xml' : 'application/json';
  return types.flatMap((type) =>
    operations.map((operation) => mapping.map({ type, operation, contentType, body }, { receivedAt })),
  );
}

function checkAnswers(results: readonly MappingResult[]): void {
  for (const result of results) {
    if (result.ok) assert.match(result.record.personalNumber ?? 'none', /^\d{12}$|^none$/);
    else assert.ok(result.faults.length > 0, 'refused without a fault');
    const faults = result.ok ? result.warnings : result.faults;
    for (const { code, expected } of faults) {
      assert.ok(code in faultCodes);
      assert.ok(expected !== '');
    }
  }
}

/** A message with one stretch of it replaced. */
function mutationOf(sample: string): fc.Arbitrary<string> {
  const stretch = fc.tuple(fc.nat(sample.length), fc.nat(30), fc.string({ unit: 'binary', maxLength: 20 }));
  return stretch.map(([at, length, text]) => sample.slice(0, at) + text + sample.slice(at + length));
}

/** An event with any values under its names, at any depth. */
const event = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue(),
    fc.constantFrom('079190123456', '1990-05-12', '1', 'VN', '2026-01-02T03:04:05.678Z'),
    fc.dictionary(
      fc.constantFrom('soDinhDanh', 'hoVaTen', 'ngaySinh', 'gioiTinh', 'danToc', 'quocTich', 'cha', 'me', 'noiSinh', 'maTinh', 'maXa', 'ngayChet', 'ngayDangKy', 'voChong', 'hoVaTenMoi', 'ngayHieuLuc', 'maSuKienBiHuy'), // prettier-ignore
      tie('value'),
    ),
  ),
  event: fc.record({
    loai: fc.oneof(fc.constantFrom('KHAI_SINH', 'KHAI_TU', 'KET_HON', 'CAI_CHINH_HO_TEN', 'HUY_BO'), tie('value')),
    thoiDiemGhi: tie('value'),
    congDan: tie('value'),
    noiDung: tie('value'),
  }),
})).event;

for (const mapping of mappings) {
  describe(`mapping ${mapping.id}, given anything`, () => {
    const [sample = '', ...others] = samples(mapping);

    it('answers arbitrary text', () => {
      assert.notEqual(sample, '');
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (body) => checkAnswers(mapAny(mapping, body))),
      );
    });

    it('answers arbitrary JSON, with its own names in it or without', () => {
      const bodies = fc.oneof(
        fc.json(),
        event.map((value) => JSON.stringify(value)),
      );
      fc.assert(
        fc.property(bodies, (body) => checkAnswers(mapAny(mapping, body))),
        { numRuns: 500 },
      );
    });

    it('answers its own messages with pieces of anything else in them', () => {
      const bodies = fc.oneof(...[sample, ...others].map(mutationOf));
      fc.assert(
        fc.property(bodies, (body) => checkAnswers(mapAny(mapping, body))),
        { numRuns: 500 },
      );
    });

    it('answers a message nested as deep as its length allows', () => {
      const nested = ['[', ...['a', 'congDan', 'CongDan', 'LienThong'].map((name) => `{"${name}":`)].map((open) => {
        const depth = Math.floor(90_000 / (open.length + 1));
        return `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
      });
      const [list = ''] = nested;
      const withNumber = nested.map((each) => `{"SoDinhDanh":"079190123456","LienThong":${each}}`);
      const inXml = `<CongDan><SoDinhDanh>079190123456</SoDinhDanh><LienThong>{"a":${list}}</LienThong></CongDan>`;
      for (const body of [...nested, ...withNumber, inXml]) checkAnswers(mapAny(mapping, body));
    });

    it('answers whatever the time of receipt', () => {
      fc.assert(fc.property(fc.string(), (receivedAt) => checkAnswers(mapAny(mapping, sample, receivedAt))));
    });

    it('gives the same answer to the same record', () => {
      for (const body of [sample, ...others]) assert.deepEqual(mapAny(mapping, body), mapAny(mapping, body));
    });

    it('never quotes a value in a fault', () => {
      // Every value of a message in turn is replaced by something no field accepts.
      const canary = 'CANARY\u0000079190987654';
      for (const body of [sample, ...others]) {
        for (const value of body.matchAll(/>[^<\n]+<|: "[^"]*"|(?<=^|,)[^,:{}<>"]+(?=,|$)/gm)) {
          const [quoted] = value;
          const json = quoted.startsWith(':') ? `: ${JSON.stringify(canary)}` : canary;
          const marked = quoted.startsWith('>') ? `>${canary}<` : json;
          const changed = body.slice(0, value.index) + marked + body.slice(value.index + quoted.length);
          for (const result of mapAny(mapping, changed)) {
            const faults = JSON.stringify(result.ok ? result.warnings : result.faults);
            assert.doesNotMatch(faults, /CANARY|079190987654/);
          }
        }
      }
    });
  });
}

describe('a mapping', () => {
  it('refuses a kind of record it does not know by its own fault', () => {
    for (const mapping of mappings) {
      const [body = ''] = samples(mapping);
      const unknown = body.replace('KHAI_SINH', 'LY_HON');
      const input = { type: 'unknown:ly-hon', operation: 'upsert', contentType: 'x', body: unknown } as const;
      const result = mapping.map(input, context);
      assert.ok(!result.ok);
      assert.deepEqual(
        result.faults.map(({ code }) => code),
        ['unknown-type'],
      );
    }
  });
});
