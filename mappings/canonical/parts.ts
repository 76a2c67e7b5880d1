/** What the parts of values are called; a part means the same in whatever value it stands. */
import type {
  Address,
  Code,
  HouseholdMember,
  IdentityCard,
  PartialDate,
  PersonName,
  TemporaryAbsence,
} from './types.ts';

type PartName =
  | keyof Address
  | keyof Code
  | keyof HouseholdMember
  | keyof IdentityCard
  | keyof PartialDate
  | keyof PersonName
  | keyof PersonName['keys']
  | keyof TemporaryAbsence;

export const partLabels: Readonly<Record<PartName, { vi: string; en: string }>> = {
  text: { vi: 'Họ tên như nguồn ghi', en: 'Name as its source wrote it' },
  keys: { vi: 'Khóa so sánh họ tên', en: 'Keys for comparing names' },
  exact: { vi: 'Không phân biệt hoa thường', en: 'Whatever the case' },
  tone: { vi: 'Không phân biệt vị trí dấu thanh', en: 'Wherever the tone mark stands' },
  plain: { vi: 'Không dấu', en: 'Without diacritics' },
  year: { vi: 'Năm', en: 'Year' },
  month: { vi: 'Tháng', en: 'Month' },
  day: { vi: 'Ngày', en: 'Day' },
  scheme: { vi: 'Danh mục của mã', en: 'List the code is from' },
  code: { vi: 'Mã', en: 'Code' },
  country: { vi: 'Quốc gia', en: 'Country' },
  province: { vi: 'Tỉnh, thành phố', en: 'Province or city' },
  district: { vi: 'Quận, huyện (trước 01/07/2025)', en: 'District (before July 2025)' },
  commune: { vi: 'Xã, phường, đặc khu', en: 'Commune, ward or special zone' },
  detail: { vi: 'Địa chỉ chi tiết', en: 'Rest of the address' },
  catalogue: { vi: 'Danh mục đơn vị hành chính của mã', en: 'List of units the codes are from' },
  name: { vi: 'Họ, chữ đệm và tên', en: 'Name' },
  personalNumber: { vi: 'Số định danh cá nhân', en: 'Personal identification number' },
  oldIdentityNumber: { vi: 'Số chứng minh nhân dân 09 số', en: 'Nine-digit identity card number' },
  nationality: { vi: 'Quốc tịch', en: 'Nationality' },
  relationship: { vi: 'Quan hệ với chủ hộ', en: 'Relation to the head of household' },
  number: { vi: 'Số thẻ', en: 'Card number' },
  kind: { vi: 'Loại thẻ', en: 'Kind of card' },
  issuedOn: { vi: 'Ngày cấp', en: 'Day of issue' },
  issuedBy: { vi: 'Nơi cấp', en: 'Issued by' },
  expiresOn: { vi: 'Ngày hết hạn', en: 'Day of expiry' },
  from: { vi: 'Từ ngày', en: 'From' },
  until: { vi: 'Đến ngày', en: 'Until' },
  reason: { vi: 'Lý do', en: 'Reason' },
};
