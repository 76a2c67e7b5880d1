/** What the national portal's store calls the parts of a citizen: of the item it is sent, and of what it sends. */

export const wire = {
  personalNumber: 'SoDinhDanh',
  revision: 'PhienBan',
  fullName: 'HoVaTen',
  birthDate: 'NgayThangNamSinh',
  birthDay: 'NgayThangNam',
  birthYear: 'Nam',
  sex: 'GioiTinh',
  ethnicity: 'DanToc',
  religion: 'TonGiao',
  nationality: 'QuocTich',
  maritalStatus: 'TinhTrangHonNhan',
  oldIdentityNumber: 'SoCMND',
  phone: 'SoDienThoai',
  email: 'ThuDienTu',
  birthRegistrationPlace: 'NoiDangKyKhaiSinh',
  hometown: 'QueQuan',
  permanentResidence: 'ThuongTru',
  currentResidence: 'NoiOHienNay',
  father: 'Cha',
  mother: 'Me',
  spouse: 'VoChong',
  deathDate: 'NgayChet',
} as const;

/** What a sync record has besides, and is not read. */
export const unread = { cardKind: 'LoaiThe', landline: 'SoDienThoaiBan' } as const;

/** A sync record: what a citizen declared. */
export const inboundWire = {
  cardNumber: wire.oldIdentityNumber,
  fullName: wire.fullName,
  birthDate: wire.birthDate,
  birthDay: wire.birthDay,
  birthYear: wire.birthYear,
  sex: wire.sex,
  ethnicity: wire.ethnicity,
  religion: wire.religion,
  maritalStatus: wire.maritalStatus,
  bloodGroup: 'NhomMau',
  phone: wire.phone,
  email: wire.email,
  socialInsuranceNumber: 'MaBHXH',
  taxNumber: 'MaSoThue',
  birthRegistrationPlace: wire.birthRegistrationPlace,
  hometown: wire.hometown,
  permanentResidence: wire.permanentResidence,
  currentResidence: wire.currentResidence,
  changedAt: 'ThoiDiemCapNhat',
} as const;

export const addressNames = {
  province: 'MaTinhThanh',
  district: 'MaQuanHuyen',
  commune: 'MaPhuongXa',
  detail: 'ChiTiet',
  country: 'QuocGia',
} as const;

/** Canonical codes as the portal writes them; it has a code of its own for what is not known. */
export const sexCodes: ReadonlyMap<string, string> = new Map([
  ['male', '1'],
  ['female', '2'],
]);
export const maritalStatusCodes: ReadonlyMap<string, string> = new Map([
  ['never-married', '1'],
  ['married', '2'],
  ['divorced-or-widowed', '3'],
]);
export const unknownCode = '0';
