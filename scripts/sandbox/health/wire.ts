/** A patient's record as the health system writes it: names in one spelling of several, codes of its own. */
import type { Draws } from '../lib/random.ts';
import { upper } from '../people/names.ts';
import type { PartialDate, Sex } from '../people/person.ts';

/** The value of a message. What is undefined is not in it. */
export type HealthRecord = {
  maHoSo: string;
  maBenhNhan: string;
  capNhatLuc: string;
  soDinhDanh: string | undefined;
  soTheBHYT: string | undefined;
  maSoBHXH: string | undefined;
  hoTen: string;
  ngaySinh: string;
  gioiTinh: string;
  danToc: string | undefined;
  nhomMau: string | undefined;
  diaChi: string | undefined;
  dienThoai: string | undefined;
  daTuVong: boolean;
  ngayTuVong: string | undefined;
  /** What concerns nobody but the health system. */
  diUng: string[];
};

/** The groups of the sandbox's people as the health system names them, by their code of 2008. */
export const ethnicNames: Readonly<Record<string, string>> = {
  '01': 'Kinh',
  '02': 'Tày',
  '03': 'Thái',
  '04': 'Mường',
  '05': 'Khmer',
  '06': 'Hoa',
  '07': 'Nùng',
  '08': "H'Mông",
  '10': 'Gia Rai',
  '11': 'Ê Đê',
  '14': 'Chăm',
  '15': 'Cơ Ho',
};

const groups: Readonly<Record<string, string>> = { '01': 'A', '02': 'B', '03': 'AB', '04': 'O' };

/** A blood group by its letters, mostly with the rhesus factor; one that only the health system knows is drawn. */
export function bloodGroup(code: string, random: Draws): string | undefined {
  const drawn = random.pick(['O', 'B', 'A', 'AB']);
  const known = groups[code] ?? (random.chance(0.5) ? drawn : undefined);
  if (known === undefined) return undefined;
  return random.chance(0.7) ? `${known}${random.chance(0.97) ? '+' : '-'}` : known;
}

/** A name in one of the spellings of those who type it in at a hospital. */
export function spelt(fullName: string, random: Draws): string {
  const point = random.unit();
  if (point < 0.4) return fullName;
  if (point < 0.65) return upper(fullName);
  return point < 0.85 ? upper(unaccented(fullName)) : abbreviated(fullName);
}

function unaccented(name: string): string {
  return name.replace(/đ/g, 'd').replace(/Đ/g, 'D').normalize('NFD').replace(/\p{M}/gu, '');
}

/** Middle names by their first letters; a name of two words has none. */
function abbreviated(name: string): string {
  const words = name.split(' ');
  const middle = words.slice(1, -1).map((word) => `${word.slice(0, 1)}.`);
  return [words[0], middle.join(''), ...words.slice(1).slice(-1)].filter((part) => part !== '').join(' ');
}

/** A birth date as far as it is known; some of the system's programs write 1 January for a year alone. */
export function written(date: PartialDate, random: Draws): string {
  const { year, month, day } = date;
  const point = random.unit();
  const two = (value: number) => String(value).padStart(2, '0');
  if (month === undefined || day === undefined) return point < 0.5 ? `01/01/${String(year)}` : String(year);
  if (point < 0.1) return String(year);
  return point < 0.7 ? `${two(day)}/${two(month)}/${String(year)}` : `${String(year)}-${two(month)}-${two(day)}`;
}

/** Two programs, two ways to write it. */
export function sexCode(sex: Sex, random: Draws): string {
  const [letter, word] = sex === 'male' ? ['M', 'Nam'] : ['F', 'Nữ'];
  return random.chance(0.5) ? letter : word;
}
