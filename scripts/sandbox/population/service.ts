/** The operations of the population database. */
import type { IncomingHttpHeaders } from 'node:http';
import { hash32 } from '../lib/random.ts';
import { text, type Reply } from '../lib/reply.ts';
import { comparable } from '../people/names.ts';
import { isoDate, type Person } from '../people/person.ts';
import type { Registry } from '../people/registry.ts';
import { authenticate, single, type PopulationCredentials } from './authentication.ts';
import { createLists, type Lists } from './lists.ts';
import { readRequest, type Field, type SoapFault, type SoapRequest } from './request.ts';
import { citizenXml, collection, compactDate, fault, response } from './wire.ts';

export type PopulationCall = { url: string; headers: IncomingHttpHeaders; body: string };

/** Changes the order or number of the entries of a page (set faults); the identity without faults. */
export type Disturb = (entries: string[]) => string[];

export type PopulationService = (call: PopulationCall) => Reply;

type Context = { registry: Registry; lists: Lists; now: () => number; disturb: Disturb };

const maxPage = 500;
/** Request codes remembered to refuse a repeat; the oldest half is forgotten when it is full. */
const rememberedCodes = 50_000;

/** The service as a function from a call to its answer. `now` in epoch milliseconds. */
export function createPopulation(options: {
  registry: Registry;
  credentials: PopulationCredentials;
  now: () => number;
  disturb: Disturb;
}): PopulationService {
  const { registry, credentials, now, disturb } = options;
  const context: Context = { registry, lists: createLists(registry, now), now, disturb };
  const isNew = rememberOnce(rememberedCodes);
  return (call) => {
    const refused = authenticate(call.headers, call.url, { credentials, now: now() });
    if (refused !== undefined) return text(401, refused);
    const type = (call.headers['content-type'] ?? '').toLowerCase();
    if (!type.startsWith('text/xml')) return text(415, 'Expected text/xml');
    const answer = checkHeaders(call.headers, credentials) ?? answerTo(call.body, context, isNew);
    return typeof answer === 'string' ? xml(200, answer) : xml(500, fault(answer));
  };
}

function answerTo(body: string, context: Context, isNew: (code: string) => boolean): string | SoapFault {
  const request = readRequest(body);
  if ('code' in request) return request;
  if (!isNew(textOf(request, 'MaYeuCau'))) return blame('MA_YEU_CAU_TRUNG', 'MaYeuCau was used before');
  return operations[request.operation]?.(request, context) ?? blame('THAO_TAC_LA', 'There is no such operation');
}

function checkHeaders(headers: IncomingHttpHeaders, credentials: PopulationCredentials): SoapFault | undefined {
  if (headers['soapaction'] === undefined) return blame('THIEU_SOAPACTION', 'SOAPAction is missing');
  const client = single(headers['x-road-client']);
  if (client === '') return blame('THIEU_X_ROAD_CLIENT', 'X-Road-Client is missing');
  return client === credentials.xRoadClient ? undefined : blame('X_ROAD_CLIENT_LA', 'X-Road-Client is not registered');
}

const operations: Readonly<Record<string, (request: SoapRequest, context: Context) => string | SoapFault>> = {
  TraCuuThongTinCongDan: lookup,
  CungCapDanhSachTheoDiaPhuong: requestList,
  GetRequestStatus: status,
  GetResultDetailAsRecords: page,
};

function lookup(request: SoapRequest, { registry, now }: Context): string | SoapFault {
  if (textOf(request, 'MaTichHop') !== '037') return blame('MA_TICH_HOP', 'Expected MaTichHop 037');
  const number = textOf(request, 'SoDinhDanh');
  const index = number === '' ? registry.indexOfCard(textOf(request, 'SoCMND')) : registry.indexOf(number);
  const person = index === undefined ? undefined : registry.inPopulation(index);
  if (person !== undefined && fits(person, request)) {
    return response(request.operation, collection([citizenXml(person)], now()));
  }
  const silent = hash32(registry.people.seed, textOf(request, 'MaYeuCau').length, now() % 1000) % 4 === 0;
  return response(request.operation, silent ? '' : collection([], now()));
}

/** A wrong name or date and an unknown number cannot be told apart, by design. */
function fits(person: Person, request: SoapRequest): boolean {
  const name = textOf(request, 'HoVaTen');
  if (name !== '' && comparable(name) !== comparable(person.fullName)) return false;
  const birth = request.fields.get('NgayThangNamSinh');
  return birth === undefined || birthFits(person, birth);
}

function birthFits({ birthDate }: Person, birth: Field): boolean {
  const [date, year] = [birth.parts.get('NgayThangNam'), birth.parts.get('Nam')];
  if (date !== undefined) return birthDate.month !== undefined && compactDate(birthDate) === date;
  return year !== undefined && isoDate(birthDate).slice(0, 4) === year;
}

function requestList(request: SoapRequest, { lists }: Context): string | SoapFault {
  const [province, commune] = [textOf(request, 'MaTinhThanh'), textOf(request, 'MaPhuongXa')];
  if (!/^\d{2}$/.test(province)) return blame('MA_TINH_THANH', 'Expected two digits in MaTinhThanh');
  if (commune !== '' && !/^\d{5}$/.test(commune)) return blame('MA_PHUONG_XA', 'Expected five digits in MaPhuongXa');
  const from = textOf(request, 'TuThoiDiem');
  const since = from === '' ? undefined : Date.parse(from);
  if (Number.isNaN(since)) return blame('TU_THOI_DIEM', 'Expected xs:dateTime in TuThoiDiem');
  const id = lists.request({ province, commune: commune === '' ? undefined : commune }, since);
  return response(request.operation, `<MaKetQua>${id}</MaKetQua>`);
}

function status(request: SoapRequest, { lists }: Context): string | SoapFault {
  const state = lists.status(textOf(request, 'MaKetQua'));
  if (state.state === 'pending') return response(request.operation, '<TrangThai>DANG_XU_LY</TrangThai>');
  if (state.state !== 'done') return gone(state.state);
  return response(request.operation, `<TrangThai>HOAN_THANH</TrangThai><TongSo>${String(state.total)}</TongSo>`);
}

function gone(state: 'expired' | 'unknown'): SoapFault {
  if (state === 'expired') return blame('KET_QUA_HET_HAN', 'The result has expired');
  return blame('KET_QUA_KHONG_TON_TAI', 'There is no such result');
}

function page(request: SoapRequest, { lists, registry, disturb }: Context): string | SoapFault {
  const [number, size] = [whole(request, 'TrangSo'), whole(request, 'KichThuocTrang')];
  if (!(number >= 1)) return blame('TRANG_SO', 'Expected TrangSo from 1');
  if (!(size >= 1 && size <= maxPage)) return blame('KICH_THUOC_TRANG', 'Expected KichThuocTrang 1 to 500');
  const id = textOf(request, 'MaKetQua');
  const { state } = lists.status(id);
  if (state === 'expired' || state === 'unknown') return gone(state);
  const result = lists.page(id, number, size);
  if (result === undefined) return blame('CHUA_CO_KET_QUA', 'The result is not ready');
  const citizens = result.indices.flatMap((index) => {
    const person = registry.inPopulation(index);
    return person === undefined ? [] : [citizenXml(person)];
  });
  const head = `<TrangSo>${String(number)}</TrangSo><TongSo>${String(result.total)}</TongSo>`;
  return response(request.operation, head + collection(disturb(citizens), result.at));
}

function textOf(request: SoapRequest, name: string): string {
  return request.fields.get(name)?.text ?? '';
}

/** A whole number; NaN, which is in no range, for anything else. */
function whole(request: SoapRequest, name: string): number {
  const text = textOf(request, name);
  return /^\d{1,9}$/.test(text) ? Number(text) : NaN;
}

function blame(code: string, reason: string): SoapFault {
  return { blame: 'Client', code, reason };
}

function xml(status: number, body: string): Reply {
  return { status, contentType: 'text/xml; charset=utf-8', body };
}

/** True for a code not seen among the latest; holds two generations of at most half the limit each. */
function rememberOnce(limit: number): (code: string) => boolean {
  let [older, newer] = [new Set<string>(), new Set<string>()];
  return (code) => {
    if (older.has(code) || newer.has(code)) return false;
    newer.add(code);
    if (newer.size >= limit / 2) [older, newer] = [newer, new Set()];
    return true;
  };
}
