/**
 * What the national message on a citizen calls things (QCVN 109:2017/BTTTT, annex Đ). Nationality, the head of household
 * and the representative are not in its sample; they are written as the population database's live service and clients
 * of it write them in the same namespace. Everything else the hub holds is in an element of the hub's own.
 */
import type { RelativeNames } from '../lib/persons.ts';

export const namespace = 'http://www.mic.gov.vn/dancu/1.0';
export const prefix = 'dc';
export const root = 'CongDan';

/** The hub's own element in the message, and its namespace. Its content is JSON. */
export const extension = 'LienThong';
export const extensionNamespace = 'urn:lienthong:cong-dan:1';
export const extensionPrefix = 'lt';

export const wire = {
  personalNumber: 'SoDinhDanh',
  oldIdentityNumber: 'SoCMND',
  fullName: 'HoVaTen',
  sex: 'GioiTinh',
  ethnicity: 'DanToc',
  ethnicCode: 'MaDanToc',
  ethnicName: 'TenGoi',
  religion: 'TonGiao',
  religionCode: 'MaTonGiao',
  maritalStatus: 'TinhTrangHonNhan',
  bloodGroup: 'NhomMau',
  birthDate: 'NgayThangNamSinh',
  birthDay: 'NgayThangNam',
  birthYear: 'Nam',
  birthRegistrationPlace: 'NoiDangKyKhaiSinh',
  hometown: 'QueQuan',
  permanentResidence: 'ThuongTru',
  currentResidence: 'NoiOHienTai',
  unit: 'MaDonViHanhChinh',
  detail: 'ChiTiet',
  country: 'QuocGia',
  nationality: 'QuocTich',
  father: 'Cha',
  mother: 'Me',
  spouse: 'VoChong',
  representative: 'NguoiDaiDien',
  headOfHousehold: 'ChuHo',
  relationship: 'QuanHe',
  changedAt: 'ThoiDiemCapNhat',
} as const;

/** The parts of a name; only together do they make the name, and in the last it stands whole where it is not split. */
export const nameParts = ['Ho', 'ChuDem', 'Ten'] as const;
export const wholeNamePart = 'Ten';

export const relativeNames: RelativeNames = {
  name: wire.fullName,
  personalNumber: wire.personalNumber,
  oldIdentityNumber: wire.oldIdentityNumber,
  nationality: wire.nationality,
};

/** Canonical codes as the message writes them. */
export const sexCodes: ReadonlyMap<string, string> = new Map([
  ['male', '1'],
  ['female', '2'],
]);
export const maritalStatusCodes: ReadonlyMap<string, string> = new Map([
  ['never-married', '1'],
  ['married', '2'],
  ['divorced-or-widowed', '3'],
]);
export const bloodGroupCodes: ReadonlyMap<string, string> = new Map([
  ['A', '01'],
  ['B', '02'],
  ['AB', '03'],
  ['O', '04'],
]);
