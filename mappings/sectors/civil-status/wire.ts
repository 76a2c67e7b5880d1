/** What the civil status register calls things in its feed of events. */
import type { AddressNames, RelativeNames } from '../../lib/persons.ts';

export type Kind = 'birth' | 'death' | 'marriage' | 'name-correction' | 'annulment';

/** The kinds of event, by the value of `type`. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ['KHAI_SINH', 'birth'],
  ['KHAI_TU', 'death'],
  ['KET_HON', 'marriage'],
  ['CAI_CHINH_HO_TEN', 'name-correction'],
  ['HUY_BO', 'annulment'],
]);

export const wire = {
  type: 'loai',
  recordedAt: 'thoiDiemGhi',
  person: 'congDan',
  personalNumber: 'soDinhDanh',
  name: 'hoVaTen',
  birthDate: 'ngaySinh',
  sex: 'gioiTinh',
  ethnicity: 'danToc',
  nationality: 'quocTich',
  content: 'noiDung',
  birthPlace: 'noiSinh',
  birthRegistrationPlace: 'noiDangKy',
  hometown: 'queQuan',
  father: 'cha',
  mother: 'me',
  deathDate: 'ngayChet',
  registeredOn: 'ngayDangKy',
  spouse: 'voChong',
  newName: 'hoVaTenMoi',
  effectiveOn: 'ngayHieuLuc',
  annulledEvent: 'maSuKienBiHuy',
} as const;

export const addressNames: AddressNames = {
  country: 'quocGia',
  province: 'maTinh',
  district: 'maHuyen',
  commune: 'maXa',
  detail: 'chiTiet',
};

export const relativeNames: RelativeNames = { name: wire.name, personalNumber: wire.personalNumber };
