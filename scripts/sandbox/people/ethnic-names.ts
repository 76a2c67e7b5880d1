/**
 * Names of the other ethnic groups living in the province. Codes are those of Decision 1019/QD-TCTK (2008). Ê-đê and
 * Gia-rai children take the mother's clan; Cơ-ho names often have no family name at all.
 */
import { weights, type Draws } from '../lib/random.ts';
import { words } from './name-lists.ts';
import type { Sex } from './person.ts';

export type EthnicNaming = {
  /** Family or clan names; empty where there is none. */
  family: readonly string[];
  /** Whether children take the mother's. */
  matrilineal: boolean;
  compose(family: string, sex: Sex, random: Draws): string;
};

export const kinh = '01';

/** Shares per thousand, roughly as in the province's census figures; the small groups are kept visible. */
// prettier-ignore
export const ethnicGroups = weights<string>([
  [kinh, 930], ['06', 38], ['05', 9], ['02', 4], ['14', 4], ['04', 3], ['07', 3], ['11', 3], ['15', 2], ['03', 2],
  ['10', 1], ['08', 1],
]);

function plain(family: string, male: string, female: string, given: [string, string]): EthnicNaming {
  const lists = {
    male: { middle: words(male), given: words(given[0]) },
    female: { middle: words(female), given: words(given[1]) },
  };
  return {
    family: words(family),
    matrilineal: false,
    compose: (surname, sex, random) => `${surname} ${random.pick(lists[sex].middle)} ${random.pick(lists[sex].given)}`,
  };
}

const upland: [string, string] = [
  'Dũng Páo Sơn Khôi Long Toàn Hạnh Pềnh Chiến Thành',
  'Liên Mai Hoa Sen Ín Hiền Lả Thơm Nga Dợ',
];

const rade: EthnicNaming = {
  family: words('Niê Mlô Kbuôr Êban Ayŭn Byă Ksơr Hđơk Kpă Hwing'),
  matrilineal: true,
  compose: (clan, sex, random) =>
    sex === 'female'
      ? `H${random.chance(0.7) ? "'" : '’'}${random.pick(words('Hen Lim Wưi Bia Nga Loan Đơr Yuan'))} ${clan}`
      : `Y ${random.pick(words('Bhăm Thịnh Wang Moan Dhăm Ksơr Tlur Bhiêng'))} ${clan}`,
};

const koho: EthnicNaming = {
  family: [],
  matrilineal: true,
  compose: (_family, sex, random) =>
    sex === 'male'
      ? `K'${random.pick(words('Brếp Brèo Broh Vọng Tèo Sáu Đoàn Thành'))}`
      : `Ka ${random.pick(words('Dung Thêm Hiền Să Nhối Bích'))}`,
};

const jarai: EthnicNaming = {
  family: ['Rơ Châm', 'Ksor', 'Siu', 'Nay', 'Kpă', 'Rah Lan'],
  matrilineal: true,
  compose: (clan, sex, random) =>
    sex === 'male'
      ? `${clan} ${random.pick(words('Phước Hùng Tâm Krông Thul Blơi'))}`
      : `${clan} H'${random.pick(words('Lan Bơl Yưn Phương Dung'))}`,
};

// prettier-ignore
const namings: Readonly<Record<string, EthnicNaming>> = {
  '06': plain('Lâm Quách Trương Lý Vương Mạch Huỳnh Lưu Ngô Thái Tăng Tô Diệp Lương Quan Hứa Triệu Trần', 'Chí Vĩ Diệu Quốc Cẩm Gia Kiến', 'Mỹ Tú Bội Huệ Tuệ Gia Lệ', ['Cường Hùng Hào Minh Khang Vĩ Hoa Phát Thành Kiệt', 'Phụng Anh Linh Quyên Nghi San Mẫn Trân Dung Hà']),
  '05': plain('Thạch Sơn Kim Danh Lâm Châu Liêu Trà Kiên', 'Sa Sà Ươl Thanh Minh Văn', 'Thị Sô Sa Thị Srây', ['Ranh Rinh Phol Thươl Vuông Sôm Rít Đa', 'Phi Na Vane Phia Rây Ny Thu Rươne']),
  '14': plain('Đàng Bá Quảng Thành Lưu Từ Phú Châu Kiều Trượng', 'Năng Quang Minh Văn Đại', 'Thị Thị Mỹ Thanh', ['Hổ Thiết Sinh Ngọc Hải Tỷ', 'Hồng Diễm Nguyệt Linh Mai Hoàng']),
  '02': plain('Nông Hoàng Ma Lý Triệu Đàm Hứa Bế Lương', 'Văn Quốc Đức Minh', 'Thị Thị Thu', upland),
  '07': plain('Nông Hoàng Lộc Triệu Lương Vi Mông Chu', 'Văn Đình Minh', 'Thị Thị Kim', upland),
  '04': plain('Quách Bùi Hà Đinh Phạm Trương', 'Văn Công Mạnh', 'Thị Thị Hồng', upland),
  '03': plain('Lò Cầm Quàng Tòng Hà Vi Lường', 'Văn Minh', 'Thị Thị', upland),
  '08': plain('Giàng Vàng Sùng Thào Lý Mùa Hạng', 'A A Seo', 'Thị Thị', ['Páo Chu Dế Sính Tủa Lử Dơ', 'Mỷ Dợ Sua Chứ Máy Pàng']),
  '11': rade,
  '15': koho,
  '10': jarai,
};

/** How people of an ethnic group are named; undefined for those named like the Kinh. */
export function ethnicNaming(code: string): EthnicNaming | undefined {
  return namings[code];
}
