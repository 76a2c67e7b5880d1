/**
 * Kinh names. Surnames in the proportions of Lê Trung Hoa, "Họ và tên người Việt Nam" (NXB Khoa học xã hội, 2005):
 * Nguyễn 38.4 %, Trần 11, Lê 9.5, Phạm 7.1, Hoàng/Huỳnh 5.1, Phan 4.5, Vũ/Võ 3.9, Đặng 2.1, Bùi 2, Đỗ 1.4, Hồ 1.3,
 * Ngô 1.3, Dương 1, Lý 0.5; the rest is a tail of rarer ones. Where a name has a southern form, the southern one is
 * the more common here. Given and middle names follow what was given to each sex in each generation.
 */
import { weights } from '../lib/random.ts';
import type { Sex } from './person.ts';

const rarer = words(`Trương Đinh Đào Đoàn Trịnh Lâm Mai Lương Lưu Phùng Tô Tạ Hà Cao Châu Thái Tăng Văn Quách Kiều Từ
  Chu Nghiêm Vương Triệu Đàm La Lục Tôn Thạch Hứa Khổng Giang Doãn Bạch Cù Lại Ninh Nhan Diệp Âu Ông Viên Tống Trang
  Mạc Lữ Kim Thân Khương Ung Thiều Cung Phí Lều Tiêu Nhâm Bành`);

// prettier-ignore
export const surnames = weights<string>([
  ['Nguyễn', 38.4], ['Trần', 11], ['Lê', 9.5], ['Phạm', 7.1], ['Huỳnh', 3.3], ['Hoàng', 1.8], ['Phan', 4.5],
  ['Võ', 2.5], ['Vũ', 1.4], ['Đặng', 2.1], ['Bùi', 2], ['Đỗ', 1.4], ['Hồ', 1.3], ['Ngô', 1.3], ['Dương', 1],
  ['Lý', 0.5],
  ...rarer.map((name) => [name, 10.9 / rarer.length] as const),
]);

type Generation = { middle: readonly string[]; given: readonly string[] };

/** Until 1964, 1965 to 1989, since 1990. Two-word middle names are part of the young generation. */
// prettier-ignore
const generations: Record<Sex, readonly [Generation, Generation, Generation]> = {
  male: [
    {
      middle: [...Array<string>(14).fill('Văn'), ...words('Hữu Đình Bá Công Xuân Đức Ngọc')],
      given: words(`Hùng Dũng Tư Năm Sáu Bảy Tám Út Hai Ba Lực Thành Bình Sơn Hòa Minh Hoà Thắng Chiến Đức Phước Lộc Thọ
        Tâm Hải Long Quý Trung Nghĩa Hiếu Tín Khải Dần Sửu Thìn Tỵ Ngọ Mùi Thân Đực Cường Vinh Phú Bửu Cảnh`),
    },
    {
      middle: [...Array<string>(6).fill('Văn'), ...words('Minh Thanh Quốc Hữu Ngọc Hoàng Đức Anh Công Trọng Tấn Duy')],
      given: words(`Tuấn Hùng Dũng Cường Hải Long Tùng Thắng Nam Sơn Phong Khoa Trí Tài Phúc Lâm Việt Quang Thái Toàn
        Vũ Vinh Hiếu Tâm Phương Đạt Duy Bảo Linh Trung Kiên Nhân Thịnh Hưng An Tiến Luân Thuận Hoà Hậu Nghĩa`),
    },
    {
      middle: [...words('Minh Gia Quốc Hoàng Đức Anh Tuấn Bảo Thiên Nhật Đăng Hải Khánh Thành Văn'), 'Nguyễn Minh', 'Trần Gia', 'Lê Anh'],
      given: words(`Khang Bảo Huy Khoa Phúc Minh An Đăng Khôi Nam Kiệt Long Phát Quân Thịnh Nguyên Hưng Duy Đạt Anh Tú
        Hiếu Phong Trí Nghĩa Bách Quý Lâm Tùng Khánh Thiện Vinh Tài Hoàng`),
    },
  ],
  female: [
    {
      middle: [...Array<string>(16).fill('Thị'), ...words('Ngọc Kim Thu Bạch')],
      given: words(`Hoa Lan Hồng Cúc Mai Đào Bé Út Tư Năm Sáu Bảy Hai Ba Nga Hương Liên Lệ Tuyết Nguyệt Hạnh Phượng Yến Loan
        Thu Xuân Hoà Thơm Gái Điệp Lựu Mận Huệ Sen Nhàn Tám Chín Lành Lài Thủy`),
    },
    {
      middle: [...Array<string>(9).fill('Thị'), ...words('Ngọc Kim Thu Thanh Thúy Bích Mỹ Hồng Phương'), 'Thị Thu', 'Thị Ngọc', 'Thị Kim', 'Thị Thanh'],
      given: words(`Hương Lan Hằng Hạnh Thủy Thuỷ Dung Nga Trang Linh Hà Phương Thảo Loan Tuyết Yến Oanh Hiền Vân Nhung
        Châu Trinh Trâm Diễm Ngân Hoa Mai Nguyệt Tâm Thuý Kiều Liễu Quyên Giang Hoà Xuân`),
    },
    {
      middle: [...words('Ngọc Thanh Khánh Bảo Phương Minh Gia Quỳnh Thảo Tường Kim Anh Mai Hà Thùy Thuỳ'), 'Thị Ngọc', 'Ngọc Bảo', 'Nguyễn Khánh'],
      given: words(`Anh Vy Ngọc Nhi Hân Thư Linh Ngân Trân My Châu Trang Thảo Uyên Như Trâm Quyên Quỳnh Phương Tiên
        Giang Yến Mai Hà Diệp Khuê Đan An Chi Lam Ý Uyên Hoà`),
    },
  ],
};

/** Middle and given names usual for a sex in a year of birth. */
export function generationOf(sex: Sex, year: number): Generation {
  const [old, middle, young] = generations[sex];
  if (year < 1965) return old;
  return year < 1990 ? middle : young;
}

/** Words of a text, split at white space. */
export function words(text: string): string[] {
  return text.split(/\s+/);
}
