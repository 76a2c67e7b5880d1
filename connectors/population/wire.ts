/**
 * The words of the population database: elements of requests and answers, in the order it insists on. What it sends
 * back differs from QCVN 109 in many ways, so reading is tolerant and goes no further than what routing needs.
 */
import type { LookupQuery } from '../contract.ts';
import type { XmlContent } from '../lib/soap.ts';
import { parseDateTime } from '../lib/time.ts';
import { child, childText, type XmlElement } from '../lib/xml.ts';

export const namespace = 'http://dancuquocgia.bca';

export const operations = {
  lookup: 'TraCuuThongTinCongDan',
  requestList: 'CungCapDanhSachTheoDiaPhuong',
  listStatus: 'GetRequestStatus',
  listPage: 'GetResultDetailAsRecords',
} as const;

export const collectionElement = 'CongdanCollection';
export const citizenElement = 'CongDan';
export const numberElement = 'SoDinhDanh';

type Parameters = Exclude<XmlContent, string>;
export type NameStyle = 'unaccented' | 'accented';

/** The first parameters of every request. The request id must never be used twice. */
export function headParameters(head: {
  requestId: string;
  serviceCode: string;
  integrationCode: string;
  officer: string;
}): Parameters {
  return [
    ['MaYeuCau', head.requestId],
    ['MaDVC', head.serviceCode],
    ['MaTichHop', head.integrationCode],
    ['MaCanBo', head.officer],
  ];
}

/** Writes a name as the lookup compares it. U+00D0 is often typed for U+0110, and neither decomposes. */
export function writeName(name: string, style: NameStyle): string {
  const upper = name
    .normalize('NFC')
    .replace(/[\u00d0\u00f0]/g, 'Đ')
    .toLocaleUpperCase('vi');
  if (style === 'accented') return upper.trim().replace(/\s+/g, ' ');
  return upper
    .replaceAll('Đ', 'D')
    .normalize('NFD')
    .replace(/[^A-Z]/g, '');
}

function writeBirthDate(date: string): XmlContent {
  const digits = date.replaceAll('-', '');
  return digits.length === 8 ? [['NgayThangNam', digits]] : [['Nam', digits.slice(0, 4)]];
}

/** Parameters of a lookup. Nine digits are an old identity card number, which has its own element. */
export function lookupParameters(query: LookupQuery, style: NameStyle): Parameters {
  const numberName = query.personalNumber.length === 9 ? 'SoCMND' : numberElement;
  return [
    ['MaHoSo', query.caseCode === '' ? undefined : query.caseCode],
    [numberName, query.personalNumber],
    ['HoVaTen', query.fullName === undefined ? undefined : writeName(query.fullName, style)],
    ['NgayThangNamSinh', query.birthDate === undefined ? undefined : writeBirthDate(query.birthDate)],
  ];
}

/** Parameters that ask for the citizens of a locality (`79` or `79/26734`), or those changed since a time. */
export function listParameters(locality: string, since: string | undefined): Parameters {
  const [province = '', commune] = locality.split('/');
  return [
    ['MaTinhThanh', province],
    ['MaPhuongXa', commune],
    ['TuThoiDiem', since],
  ];
}

export function statusParameters(resultId: string): Parameters {
  return [['MaKetQua', resultId]];
}

export function pageParameters(resultId: string, page: number, pageSize: number): Parameters {
  return [
    ['MaKetQua', resultId],
    ['TrangSo', String(page)],
    ['KichThuocTrang', String(pageSize)],
  ];
}

/** The id under which a list that was asked for can be fetched. */
export function readResultId(answer: XmlElement): string | undefined {
  return childText(answer, 'MaKetQua');
}

const statuses: ReadonlyMap<string | undefined, 'working' | 'done' | 'failed'> = new Map([
  ['DANG_XU_LY', 'working'],
  ['HOAN_THANH', 'done'],
  ['LOI', 'failed'],
]);

export function readStatus(answer: XmlElement): 'working' | 'done' | 'failed' | undefined {
  return statuses.get(childText(answer, 'TrangThai'));
}

/** The citizens in an answer, and the time of the data (epoch milliseconds) if it is said. */
export type Citizens = { elements: XmlElement[]; dataTime: number | undefined };

/** Reads the citizens out of an answer's (or a pushed message's) collection; a missing one holds nobody. */
export function readCollection(collection: XmlElement | undefined): Citizens {
  return {
    elements: collection?.children.filter((element) => element.name === citizenElement) ?? [],
    dataTime: parseDateTime(collection?.attributes.get('ThoiDiemDuLieu')),
  };
}

export type ListPage = Citizens & { page: number; total: number };

function readCount(answer: XmlElement, name: string): number | undefined {
  const text = childText(answer, name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Reads a page of a list; undefined if it does not say which page it is and of how many citizens. */
export function readListPage(answer: XmlElement): ListPage | undefined {
  const page = readCount(answer, 'TrangSo');
  const total = readCount(answer, 'TongSo');
  if (page === undefined || total === undefined) return undefined;
  return { page, total, ...readCollection(child(answer, collectionElement)) };
}

/** What routing needs of a citizen. */
export type CitizenIdentity = {
  personalNumber: string | undefined;
  oldNumber: string | undefined;
  hasName: boolean;
  /** When this person's row last changed, epoch milliseconds. */
  changedAt: number | undefined;
};

export function readIdentity(citizen: XmlElement): CitizenIdentity {
  const name = child(citizen, 'HoVaTen');
  const parts = name === undefined ? [] : [name, ...name.children];
  return {
    personalNumber: childText(citizen, numberElement),
    oldNumber: childText(citizen, 'SoCMND'),
    hasName: parts.some((part) => part.text.trim() !== ''),
    changedAt: parseDateTime(childText(citizen, 'ThoiDiemCapNhat')),
  };
}

function find(element: XmlElement, name: string): XmlElement | undefined {
  if (element.name === name) return element;
  for (const inner of element.children) {
    const found = find(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Recognises the fault of a list whose result the system has thrown away. */
export function readExpiredFault(fault: XmlElement): 'expired' | undefined {
  return find(fault, 'MaLoi')?.text.trim() === 'KET_QUA_HET_HAN' ? 'expired' : undefined;
}
