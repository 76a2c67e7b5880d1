/**
 * The 54 ethnic groups by meaning, with their codes in the two national numberings, which disagree from 04 on: Decision
 * 121-TCTK/PPCĐ of 1979 and Decision 1019/QĐ-TCTK of 2008 (annex E of QCVN 109:2017). Of the list of 1979 the codes 01
 * to 09 were read in a publication of a statistics office and the rest in integration code that agrees with itself; of
 * the list of 2008 only 01 to 20 were read, so the other groups have no code of 2008 here until it is. Other names are
 * those both publications give.
 */
import { nameKeys } from './names.ts';

export type EthnicGroup = { name: string; code1979: string; code2008: string | undefined };

/**
 * Code of 1979, code of 2008 if confirmed, names. The first is the group's; then come other spellings and the names of
 * sub-groups that identity papers show. A name that two groups claim (Thổ within Tày, Mán, Trại, Chil) is the group's that
 * bears it, or nobody's.
 */
const rows: readonly (readonly [code1979: string, code2008: string, names: string])[] = [
  ['01', '01', 'Kinh, Việt, Kinh (Việt)'],
  ['02', '02', 'Tày, Ngạn, Phén, Thu Lao, Pa Dí'],
  ['03', '03', 'Thái, Thái Trắng, Thái Đen, Tày Khao, Tày Đăm, Tày Mười, Tày Thanh, Mán Thanh, Tày Mường, Pa Thay'],
  ['04', '06', 'Hoa, Hán, Hoa (Hán), Triều Châu, Phúc Kiến, Quảng Đông, Hải Nam, Xạ Phạng'],
  ['05', '05', 'Khơ-me, Khmer, Khơ-me Krôm, Việt gốc Miên, Cur, Cul'],
  ['06', '04', 'Mường, Mol, Mual, Mọi Bi, Ao Tá'],
  ['07', '07', 'Nùng, Nùng Giang, Nùng An, Nùng Cháo, Nùng Lòi, Nùng Phàn Slinh, Phàn Slinh, Quý Rim, Khèn Lài'],
  ['08', '08', "H'Mông, Mông, Mèo, H'Mông (Mèo), Mèo Xanh, Mèo Đỏ, Mèo Đen, Ná Mẻo, Mán Trắng"],
  ['09', '09', 'Dao, Dao Đỏ, Dao Tiền, Dao Quần Trắng, Quần Trắng, Quần Chẹt, Thanh Y, Lan Tẻn, Đại Bản, Tiểu Bản'],
  ['10', '10', 'Gia-rai, Giơ-rai, Jrai, Tơ-buăn, Chơ-rai, Hơ-bau, Hđrung'],
  ['11', '', 'Ngái'],
  ['12', '11', 'Ê-đê, Ra-đê, Rhade, A-đham, Krung, Ktul, Đliê Ruê, Blô, Mđhur, Bih'],
  ['13', '12', 'Ba-na, Bahnar, Gơ-lar, Tơ-lô, Giơ-lâng, Y-lăng, Rơ-ngao, Krem, Con Kđe, Bơ-nâm'],
  ['14', '16', 'Xơ-đăng, Sedang, Xơ-teng, Hđang, Tơ-đra, Mơ-nâm, Ha-lăng, Ca-dong, Kmrâng, Bri-la'],
  ['15', '13', 'Sán Chay, Sán Chay (Cao Lan-Sán Chỉ), Cao Lan, Mán Cao Lan, Sán Chỉ, Hờn Bạn'],
  ['16', '15', "Cơ-ho, K'Ho, Xrê, Nốp, Cơ-don, Tơ-ring"],
  ['17', '14', 'Chăm, Chàm, Chiêm Thành, Chăm Hroi, Hroi'],
  ['18', '17', 'Sán Dìu, Sán Dẻo, Mán Quần Cộc'],
  ['19', '18', 'Hrê, Chăm Rê'],
  ['20', '20', "Mnông, M'Nông, Pnông, Mnông Gar, Mnông Rlâm, Mnông Preh"],
  ['21', '19', 'Ra-glai, Ra-clây, Noang, La-oang'],
  ['22', '', "Xtiêng, X'Tiêng, Stiêng, Xa-điêng"],
  ['23', '', 'Bru-Vân Kiều, Bru, Vân Kiều'],
  ['24', '', 'Thổ'],
  ['25', '', 'Giáy, Nhắng'],
  ['26', '', 'Cơ-tu, Ca-tu'],
  ['27', '', 'Gié-Triêng, Giẻ-Triêng'],
  ['28', '', 'Mạ, Châu Mạ'],
  ['29', '', 'Khơ-mú'],
  ['30', '', 'Co, Cor'],
  ['31', '', 'Tà-ôi, Pa-cô'],
  ['32', '', 'Chơ-ro'],
  ['33', '', 'Kháng'],
  ['34', '', 'Xinh-mun'],
  ['35', '', 'Hà Nhì'],
  ['36', '', 'Chu-ru'],
  ['37', '', 'Lào'],
  ['38', '', 'La Chí'],
  ['39', '', 'La Ha'],
  ['40', '', 'Phù Lá'],
  ['41', '', 'La Hủ'],
  ['42', '', 'Lự'],
  ['43', '', 'Lô Lô'],
  ['44', '', 'Chứt'],
  ['45', '', 'Mảng'],
  ['46', '', 'Pà Thẻn'],
  ['47', '', 'Cơ Lao, Cờ Lao'],
  ['48', '', 'Cống'],
  ['49', '', 'Bố Y'],
  ['50', '', 'Si La'],
  ['51', '', 'Pu Péo'],
  ['52', '', 'Brâu'],
  ['53', '', 'Ơ Đu'],
  ['54', '', 'Rơ-măm'],
];

const byCode1979 = new Map<string, EthnicGroup>();
const byCode2008 = new Map<string, EthnicGroup>();
const byName = new Map<string, EthnicGroup>();
for (const [code1979, code2008, list] of rows) {
  const names = list.split(', ');
  const group = { name: names[0] ?? '', code1979, code2008: code2008 === '' ? undefined : code2008 };
  byCode1979.set(code1979, group);
  if (group.code2008 !== undefined) byCode2008.set(group.code2008, group);
  for (const name of names) byName.set(nameKeys(name).plain, group);
}

/** The group that a code of the list of 1979 means. */
export function groupOfCode1979(code: string): EthnicGroup | undefined {
  return byCode1979.get(code);
}

/** The group that a code of the list of 2008 means, as far as that was read. */
export function groupOfCode2008(code: string): EthnicGroup | undefined {
  return byCode2008.get(code);
}

/** The group that a name means, whatever its case, accents, hyphens and apostrophes. */
export function groupOfName(name: string): EthnicGroup | undefined {
  return byName.get(nameKeys(name).plain);
}
