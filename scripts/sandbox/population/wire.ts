/** The population database's XML: one CongDan as the live service sends it, and the envelopes around it. */
import { hash32 } from '../lib/random.ts';
import { upper } from '../people/names.ts';
import type { Address, PartialDate, Person, Relative } from '../people/person.ts';

export const serviceNamespace = 'http://dancuquocgia.bca';
export const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Children of each operation in the order the service insists on; a list is a choice. */
export const grammars: Readonly<Record<string, readonly { names: readonly string[]; optional?: true }[]>> = {
  TraCuuThongTinCongDan: [
    { names: ['MaYeuCau'] },
    { names: ['MaDVC'] },
    { names: ['MaTichHop'] },
    { names: ['MaCanBo'] },
    { names: ['MaHoSo'], optional: true },
    { names: ['SoDinhDanh', 'SoCMND'] },
    { names: ['HoVaTen'], optional: true },
    { names: ['NgayThangNamSinh'], optional: true },
  ],
  CungCapDanhSachTheoDiaPhuong: [
    { names: ['MaYeuCau'] },
    { names: ['MaDVC'] },
    { names: ['MaTichHop'] },
    { names: ['MaCanBo'] },
    { names: ['MaTinhThanh'] },
    { names: ['MaPhuongXa'], optional: true },
    { names: ['TuThoiDiem'], optional: true },
  ],
  GetRequestStatus: [
    { names: ['MaYeuCau'] },
    { names: ['MaDVC'] },
    { names: ['MaTichHop'] },
    { names: ['MaCanBo'] },
    { names: ['MaKetQua'] },
  ],
  GetResultDetailAsRecords: [
    { names: ['MaYeuCau'] },
    { names: ['MaDVC'] },
    { names: ['MaTichHop'] },
    { names: ['MaCanBo'] },
    { names: ['MaKetQua'] },
    { names: ['TrangSo'] },
    { names: ['KichThuocTrang'] },
  ],
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text made safe for element content and attributes. */
export function escapeXml(value: string): string {
  return value.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

/** An envelope around the response element of an operation. */
export function response(operation: string, content: string): string {
  return envelope(`<${operation}Response xmlns="${serviceNamespace}">${content}</${operation}Response>`);
}

/** A SOAP 1.1 fault. `code` is the service's own error code, which stands in the detail. */
export function fault({ blame, code, reason }: { blame: string; code: string; reason: string }): string {
  return envelope(
    `<soap:Fault><faultcode>soap:${blame}</faultcode><faultstring>${escapeXml(reason)}</faultstring>` +
      `<detail><MaLoi xmlns="${serviceNamespace}">${code}</MaLoi></detail></soap:Fault>`,
  );
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${envelopeNamespace}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** The collection element around citizens. */
export function collection(citizens: readonly string[], at: number): string {
  const attributes = `ThoiDiemDuLieu="${new Date(at).toISOString()}" SoCongDan="${String(citizens.length)}"`;
  if (citizens.length === 0) return `<CongdanCollection ${attributes}/>`;
  return `<CongdanCollection ${attributes}>${citizens.join('')}</CongdanCollection>`;
}

/** One citizen. What is empty is sometimes an empty element, sometimes none, as from the live service. */
export function citizenXml(person: Person): string {
  const style = hash32(0, Number(person.personalNumber.slice(6)), 5);
  const orEmpty = (xml: string, name: string, bit: number) =>
    xml === '' && (style >> bit) % 2 !== 0 ? `<${name}/>` : xml;
  return (
    `<CongDan>${element('SoDinhDanh', person.personalNumber)}` +
    orEmpty(optional('SoCMND', person.oldIdentityNumber), 'SoCMND', 0) +
    `<HoVaTen><Ho/><ChuDem/>${element('Ten', upper(person.fullName))}</HoVaTen>` +
    codes(person) +
    `<NgayThangNamSinh>${birthXml(person.birthDate)}</NgayThangNamSinh>` +
    addressXml('NoiSinh', person.birthPlace ?? person.birthRegistration) +
    addressXml('NoiDangKyKhaiSinh', person.birthRegistration) +
    addressXml('QueQuan', person.hometown) +
    addressXml('ThuongTru', person.residence) +
    addressXml('NoiOHienTai', person.currentResidence) +
    element('QuocTich', (style >> 1) % 4 === 0 ? '' : person.nationality) +
    orEmpty(relativeXml('Cha', person.father), 'Cha', 3) +
    orEmpty(relativeXml('Me', person.mother), 'Me', 4) +
    orEmpty(relativeXml('VoChong', person.spouse), 'VoChong', 5) +
    relativeXml('NguoiDaiDien', person.representative) +
    headXml(person) +
    cardXml(person) +
    orEmpty(optional('SoSoHoKhau', person.householdBook), 'SoSoHoKhau', 6) +
    orEmpty(optional('NgayChet', person.deathDate && compactDate(person.deathDate)), 'NgayChet', 7) +
    element('ThoiDiemCapNhat', new Date(person.updatedAt).toISOString()) +
    `</CongDan>`
  );
}

function codes(person: Person): string {
  return (
    element('GioiTinh', person.sex === 'male' ? '1' : '2') +
    element('DanToc', person.ethnicity) +
    element('TonGiao', person.religion) +
    element('TinhTrangHonNhan', person.maritalStatus) +
    element('NhomMau', person.bloodGroup)
  );
}

function element(name: string, value: string): string {
  return value === '' ? `<${name}/>` : `<${name}>${escapeXml(value)}</${name}>`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? '' : element(name, value);
}

function birthXml(date: PartialDate): string {
  if (date.month === undefined) return element('Nam', String(date.year));
  return element('NgayThangNam', compactDate(date));
}

/** `yyyyMMdd`. */
export function compactDate(date: PartialDate): string {
  const pad = (value: number | undefined) => String(value ?? 0).padStart(2, '0');
  return `${String(date.year)}${pad(date.month)}${pad(date.day)}`;
}

function addressXml(name: string, address: Address): string {
  const codes =
    element('MaTinhThanh', address.province) +
    optional('MaQuanHuyen', address.district) +
    element('MaPhuongXa', address.commune);
  return `<${name}>${codes}${element('ChiTiet', upper(address.detail))}${element('QuocGia', address.country)}</${name}>`;
}

function relativeXml(name: string, relative: Relative | undefined): string {
  if (relative === undefined) return '';
  const known = relative.personalNumber === undefined ? '' : element('QuocTich', 'VN');
  const numbers = optional('SoDinhDanh', relative.personalNumber) + optional('SoCMND', relative.oldIdentityNumber);
  return `<${name}>${numbers}${known}${element('HoVaTen', upper(relative.name))}</${name}>`;
}

/** Held by law; what the live service calls it is not confirmed. */
function cardXml({ personalNumber, identityCard }: Person): string {
  if (identityCard === undefined) return '';
  const { issuedOn, issuedBy } = identityCard;
  const parts = element('SoThe', personalNumber) + element('NgayCap', compactDate(issuedOn));
  return `<TheCanCuoc>${parts}${element('NoiCap', issuedBy)}</TheCanCuoc>`;
}

function headXml(person: Person): string {
  const { head } = person;
  if (head === undefined) return '<ChuHo/>';
  const numbers = optional('SoDinhDanh', head.personalNumber) + optional('SoCMND', head.oldIdentityNumber);
  return `<ChuHo>${element('QuanHe', head.relationship)}${numbers}${element('HoVaTen', upper(head.name))}</ChuHo>`;
}
