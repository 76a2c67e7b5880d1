/** What bad input there is, and what each must get. Every text here that could be somebody's must show nowhere. */
import { randomUUID } from 'node:crypto';
import { act, type Act } from '../support/records.ts';

/** How a refusal is told: in the failure store by stage and code, and everywhere by its faults. */
export type Refusal = {
  stage: 'receive' | 'normalise';
  code: 'unroutable' | 'mapping-refused' | 'not-a-raw-record' | 'unknown-system';
  faults: [path: string, code: string][];
};

const number = '079190123456';
const name = 'Trịnh Bí Mật Tuyệt Đối';
const detail = 'số 77 ngõ Không Ai Biết';

/** Invented personal data that the bad input below is full of; also as it would look in capitals or without accents. */
export const canary = [
  number,
  `${number}7`,
  name,
  detail,
  'Bí Mật',
  'Không Ai Biết',
  'Bi Mat',
  'Khong Ai Biet',
  'bi-mat',
];

const usual: Act = { sequence: 5, eventId: 'CC-2026-000005', personalNumber: number, fullName: name };
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const correction = (newName: unknown) => ({ hoVaTenCu: name, hoVaTenMoi: newName, ngayHieuLuc: '2026-01-01' });
const marks = `${name}${'\u0301'.repeat(10_000)}`;
const spouse = { hoVaTen: name, soDinhDanh: '12345', diaChi: { chiTiet: detail } };

type Pushed = Refusal & { name: string; body: Buffer };

const malformed: Refusal = { stage: 'receive', code: 'unroutable', faults: [['', 'malformed-json']] };

/** Bodies pushed to civil status, one record each. */
export const byPush: Pushed[] = [
  { name: 'malformed JSON', body: bytes(JSON.stringify(act(usual)).slice(0, -9)), ...malformed },
  { name: 'raw NUL bytes', body: bytes(JSON.stringify(act(usual)).replace('Trịnh', 'Trịnh\u0000')), ...malformed },
  {
    name: 'bytes that are not UTF-8',
    body: Buffer.concat([bytes('{"soThuTu": 5, "congDan": "'), Buffer.from([0xff, 0xfe, 0x80]), bytes(`${number}"}`)]),
    ...{ stage: 'receive', code: 'unroutable', faults: [['', 'not-text']] },
  },
  {
    name: 'JSON that is no record',
    body: bytes(`"${name}"`),
    ...{ stage: 'receive', code: 'unroutable', faults: [['', 'not-a-record']] },
  },
  {
    name: 'an unknown type',
    body: bytes(act({ ...usual, kind: 'LY_HON' })),
    ...{ stage: 'normalise', code: 'mapping-refused', faults: [['loai', 'unknown-type']] },
  },
  {
    name: 'somebody’s number and name where the type belongs',
    body: bytes(act({ ...usual, kind: `${number} Bi Mat` })),
    ...{ stage: 'normalise', code: 'mapping-refused', faults: [['loai', 'unknown-type']] },
  },
  {
    name: 'a missing identifier',
    body: bytes({ ...act(usual), congDan: { hoVaTen: name } }),
    ...{ stage: 'receive', code: 'unroutable', faults: [['congDan.soDinhDanh', 'missing']] },
  },
  {
    name: 'a 13-digit number',
    body: bytes(act({ ...usual, personalNumber: `${number}7` })),
    ...{ stage: 'receive', code: 'unroutable', faults: [['congDan.soDinhDanh', 'personal-number-format']] },
  },
  {
    name: 'no number, no key, no version',
    body: bytes({ loai: 'KHAI_TU', congDan: { hoVaTen: name }, noiDung: {} }),
    stage: 'receive',
    code: 'unroutable',
    faults: [
      ['soThuTu', 'missing'],
      ['maSuKien', 'missing'],
      ['congDan.soDinhDanh', 'missing'],
    ],
  },
  {
    name: 'a birth date of 31 February',
    body: bytes(act({ ...usual, birthDate: '1990-02-31' })),
    ...{ stage: 'normalise', code: 'mapping-refused', faults: [['congDan.ngaySinh', 'date-impossible']] },
  },
  {
    name: 'a name of 10,000 combining marks',
    body: bytes(act({ ...usual, content: correction(marks) })),
    ...{ stage: 'normalise', code: 'mapping-refused', faults: [['noiDung.hoVaTenMoi', 'combining-marks']] },
  },
  {
    name: 'a name of 90 combining marks',
    body: bytes(act({ ...usual, content: correction(`Bí${'\u0301'.repeat(90)} Mật`) })),
    ...{ stage: 'normalise', code: 'mapping-refused', faults: [['noiDung.hoVaTenMoi', 'combining-marks']] },
  },
  {
    name: 'NUL in a name',
    body: bytes(act({ ...usual, content: correction(`${name}\u0000`) })),
    ...{ stage: 'normalise', code: 'mapping-refused', faults: [['noiDung.hoVaTenMoi', 'control-character']] },
  },
  {
    name: 'many faults at once',
    body: bytes(
      act({
        ...{ ...usual, kind: 'KET_HON', birthDate: '1990-13-01' },
        content: { ngayDangKy: '2025-02-30', voChong: spouse },
      }),
    ),
    stage: 'normalise',
    code: 'mapping-refused',
    faults: [
      ['congDan.ngaySinh', 'date-impossible'],
      ['noiDung.voChong.soDinhDanh', 'personal-number-format'],
      ['noiDung.ngayDangKy', 'date-impossible'],
    ],
  },
];

/** Bodies no record of which is taken, made when needed. */
export const tooLarge = [
  {
    name: 'a body over the limit',
    body: () => bytes(`[${`${JSON.stringify(act(usual))},`.repeat(5000)}{}]`),
    type: '/body-too-large',
  },
  {
    name: 'a record over the limit',
    body: () => bytes(act({ ...usual, content: correction(name.repeat(30_000)) })),
    type: '/record-too-large',
  },
];

function raw(system: string, body: string, more: Record<string, unknown> = {}): Buffer {
  return bytes({
    ...{ id: randomUUID(), system, type: 'citizen', sourceKey: 'x', sourceVersion: 1 },
    ...{ operation: 'upsert', subject: { scheme: 'personal-number', value: number }, recordedAt: null },
    ...{ receivedAt: '2026-01-02T03:04:05.678Z', contentType: 'text/xml', body, encoding: 'utf-8', faults: [] },
    ...more,
  });
}

function citizen(birthDay: string): string {
  return (
    `<CongDan><SoDinhDanh>${number}</SoDinhDanh><HoVaTen><Ho/><ChuDem/><Ten>${name}</Ten></HoVaTen><GioiTinh>1</GioiTinh>` +
    `<NgayThangNamSinh><NgayThangNam>${birthDay}</NgayThangNam></NgayThangNamSinh></CongDan>`
  );
}

type Written = {
  name: string;
  topic: string;
  value: Buffer | null;
  /** What the failure must hold, if not the whole value. */
  body?: Buffer;
  expected: Refusal;
};

const notRaw: Refusal = { stage: 'receive', code: 'not-a-raw-record', faults: [] };
const refused = (path: string, code: string): Refusal => ({
  stage: 'normalise',
  code: 'mapping-refused',
  faults: [[path, code]],
});

/** Messages written to a topic by a program that is not the hub. */
export const byKafka: Written[] = [
  { name: 'binary', topic: 'records.civil-status', value: Buffer.from([0, 255, 254, 10, 13]), expected: notRaw },
  { name: 'text', topic: 'records.population', value: bytes(`${name};${number}`), expected: notRaw },
  { name: 'another JSON', topic: 'records.civil-status', value: bytes({ ...usual, name, detail }), expected: notRaw },
  { name: 'nothing at all', topic: 'records.civil-status', value: null, expected: notRaw },
  ...[
    { name: 'malformed XML', body: citizen('19900512').slice(0, -6) },
    { name: 'XML with a DTD', body: `<!DOCTYPE x [<!ENTITY a "${name}">]>${citizen('19900512')}` },
  ].map(({ name: what, body }) => ({
    ...{ name: what, topic: 'records.population', value: raw('population', body), body: bytes(body) },
    expected: refused('CongDan', 'malformed-xml'),
  })),
  {
    ...{ name: 'a birth date of 31 February in XML', topic: 'records.population' },
    ...{ value: raw('population', citizen('19900231')), body: bytes(citizen('19900231')) },
    expected: refused('NgayThangNamSinh.NgayThangNam', 'date-impossible'),
  },
  {
    ...{ name: 'a record of an unknown system', topic: 'records.population', value: raw('tax', detail) },
    ...{ body: bytes(detail), expected: { stage: 'normalise', code: 'unknown-system', faults: [] } },
  },
];
