/**
 * What the population database calls things: the element `CongDan` as the live service sends it, which differs from
 * QCVN 109 (dates yyyyMMdd, addresses as three codes, relatives' names as one text, the full name in `Ten`). The place of
 * birth and the identity card are held by law (26/2023/QH15, article 9, groups 6 and 14), but no client seen reads them:
 * what `NoiSinh`, `TheCanCuoc` and its parts are truly called is not confirmed.
 */
import type { AddressNames, RelativeNames } from '../lib/persons.ts';

export const root = 'CongDan';

export const wire = {
  personalNumber: 'SoDinhDanh',
  oldIdentityNumber: 'SoCMND',
  name: 'HoVaTen',
  sex: 'GioiTinh',
  ethnicity: 'DanToc',
  religion: 'TonGiao',
  maritalStatus: 'TinhTrangHonNhan',
  bloodGroup: 'NhomMau',
  birthDate: 'NgayThangNamSinh',
  birthDay: 'NgayThangNam',
  birthYear: 'Nam',
  birthPlace: 'NoiSinh',
  birthRegistrationPlace: 'NoiDangKyKhaiSinh',
  hometown: 'QueQuan',
  permanentResidence: 'ThuongTru',
  currentResidence: 'NoiOHienTai',
  nationality: 'QuocTich',
  father: 'Cha',
  mother: 'Me',
  spouse: 'VoChong',
  representative: 'NguoiDaiDien',
  headOfHousehold: 'ChuHo',
  relationship: 'QuanHe',
  identityCard: 'TheCanCuoc',
  cardNumber: 'SoThe',
  cardIssuedOn: 'NgayCap',
  cardIssuedBy: 'NoiCap',
  deathDate: 'NgayChet',
  changedAt: 'ThoiDiemCapNhat',
} as const;

/** The parts of a name; only together do they make the name. */
export const nameParts = ['Ho', 'ChuDem', 'Ten'] as const;

export const addressNames: AddressNames = {
  country: 'QuocGia',
  province: 'MaTinhThanh',
  district: 'MaQuanHuyen',
  commune: 'MaPhuongXa',
  detail: 'ChiTiet',
};

export const relativeNames: RelativeNames = {
  name: wire.name,
  personalNumber: wire.personalNumber,
  oldIdentityNumber: wire.oldIdentityNumber,
  nationality: wire.nationality,
};
