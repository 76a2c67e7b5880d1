/** Ten citizens that every sandbox has, each with something special; the first blocks are laid out for them. */
import { isoDate } from './person.ts';
import type { Registry } from './registry.ts';

export type Sample = { personalNumber: string; fullName: string; birthDate: string; note: string; noteVi: string };

const notes: readonly (readonly [index: number, note: string, noteVi: string])[] = [
  [
    0,
    'An ordinary head of household: spouse, two children, parents, an old identity card, nothing missing.',
    'Chủ hộ bình thường: có vợ/chồng, hai con, cha mẹ, CMND cũ, không thiếu gì.',
  ],
  [1, 'The wife in the same household as the first.', 'Người vợ trong cùng hộ với người đầu tiên.'],
  [
    2,
    'The first child of that household, with both parents in the database.',
    'Con đầu của hộ đó, cha mẹ đều có trong CSDL.',
  ],
  [5, 'An Ê-đê name, which must not be split or re-cased.', 'Tên Ê-đê, không được tách hay đổi chữ hoa thường.'],
  [
    8,
    'A single name: neither family nor middle name. Unmarried.',
    'Tên một chữ: không có họ và chữ đệm. Chưa kết hôn.',
  ],
  [9, 'Only the year of birth is known.', 'Chỉ biết năm sinh.'],
  [10, 'Deceased.', 'Đã mất.'],
  [11, 'Holds an old nine-digit identity card. Unmarried.', 'Còn CMND chín số. Chưa kết hôn.'],
  [
    12,
    'Permanent residence in the codes of before 1 July 2025, with a district.',
    'Thường trú theo mã trước 01/7/2025, còn cấp huyện.',
  ],
  [
    16,
    'Lives outside the province: not in the lists pulled, found by live lookup only.',
    'Cư trú ngoài tỉnh: không có trong danh sách tải về, chỉ tra cứu trực tiếp mới thấy.',
  ],
];

/** The samples as the population database has them now, names in proper case. */
export function sampleCitizens(registry: Registry): Sample[] {
  return notes.flatMap(([index, note, noteVi]) => {
    const person = registry.inPopulation(index);
    if (person === undefined) return [];
    const { personalNumber, fullName, birthDate } = person;
    return [{ personalNumber, fullName, birthDate: isoDate(birthDate), note, noteVi }];
  });
}
