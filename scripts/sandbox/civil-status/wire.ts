/** The civil status system's JSON: one entry of the feed per person concerned. */
import { isoDate, type Address, type Person, type Relative } from '../people/person.ts';

export type ActType = 'birth' | 'death' | 'marriage' | 'name-correction' | 'annulment';

/** What an act says, beside whom it concerns. */
export type ActContent =
  | {
      type: 'birth';
      birthPlace: Address;
      registration: Address;
      hometown: Address;
      father?: Relative | undefined;
      mother?: Relative | undefined;
    }
  | { type: 'death'; date: string }
  | { type: 'marriage'; date: string; spouse: Relative }
  | { type: 'name-correction'; oldName: string; newName: string; date: string }
  | { type: 'annulment'; eventId: string; reason: string };

export type Entry = { sequence: number; eventId: string; recordedAt: number; person: EntryPerson; content: ActContent };

export type EntryPerson = Pick<Person, 'personalNumber' | 'fullName' | 'birthDate' | 'sex' | 'ethnicity'>;

const kinds: Record<ActType, { kind: string; prefix: string }> = {
  birth: { kind: 'KHAI_SINH', prefix: 'KS' },
  death: { kind: 'KHAI_TU', prefix: 'KT' },
  marriage: { kind: 'KET_HON', prefix: 'KH' },
  'name-correction': { kind: 'CAI_CHINH_HO_TEN', prefix: 'CC' },
  annulment: { kind: 'HUY_BO', prefix: 'HB' },
};

/** The id of an act: its kind, the year it was recorded, and the sequence of its first entry. */
export function eventIdOf(type: ActType, recordedAt: number, firstSequence: number): string {
  const year = new Date(recordedAt).getUTCFullYear();
  return `${kinds[type].prefix}-${String(year)}-${String(firstSequence).padStart(6, '0')}`;
}

/** The sequence in an act's id, and its kind; undefined if it is not one. */
export function parseEventId(eventId: string): { type: ActType; firstSequence: number } | undefined {
  const match = /^([A-Z]{2})-\d{4}-(\d{6,15})$/.exec(eventId);
  const type = (Object.keys(kinds) as ActType[]).find((candidate) => kinds[candidate].prefix === match?.[1]);
  return match === null || type === undefined ? undefined : { type, firstSequence: Number(match[2]) };
}

/** An entry as it stands in the feed. */
export function entryJson(entry: Entry): string {
  const { person, content } = entry;
  return JSON.stringify({
    soThuTu: entry.sequence,
    maSuKien: entry.eventId,
    loai: kinds[content.type].kind,
    thoiDiemGhi: new Date(entry.recordedAt).toISOString(),
    congDan: {
      soDinhDanh: person.personalNumber,
      hoVaTen: person.fullName,
      ngaySinh: isoDate(person.birthDate),
      gioiTinh: person.sex === 'male' ? '1' : '2',
      danToc: person.ethnicity,
      quocTich: 'VN',
    },
    noiDung: contentJson(content),
  });
}

function contentJson(content: ActContent): Record<string, unknown> {
  switch (content.type) {
    case 'birth':
      return {
        noiSinh: addressJson(content.birthPlace),
        noiDangKy: addressJson(content.registration),
        queQuan: addressJson(content.hometown),
        ...(content.father === undefined ? {} : { cha: relativeJson(content.father) }),
        ...(content.mother === undefined ? {} : { me: relativeJson(content.mother) }),
      };
    case 'death':
      return { ngayChet: content.date };
    case 'marriage':
      return { ngayDangKy: content.date, voChong: relativeJson(content.spouse) };
    case 'name-correction':
      return { hoVaTenCu: content.oldName, hoVaTenMoi: content.newName, ngayHieuLuc: content.date };
    case 'annulment':
      return { maSuKienBiHuy: content.eventId, lyDo: content.reason };
  }
}

function addressJson(address: Address): Record<string, string> {
  return {
    maTinh: address.province,
    ...(address.district === undefined ? {} : { maHuyen: address.district }),
    maXa: address.commune,
    ...(address.detail === '' ? {} : { chiTiet: address.detail }),
    quocGia: address.country,
  };
}

function relativeJson(relative: Relative): Record<string, string> {
  const { personalNumber, name } = relative;
  return { ...(personalNumber === undefined ? {} : { soDinhDanh: personalNumber }), hoVaTen: name };
}

/** A page of the feed. */
export function pageJson(entries: readonly string[], next: number): string {
  return `{"suKien":[${entries.join(',')}],"tiepTheo":${String(next)}}`;
}

/** The end of the feed: the last sequence (0 if there is none) and when it was recorded. */
export function headJson(sequence: number, recordedAt: number): string {
  return JSON.stringify({ soThuTu: sequence, thoiDiemGhi: new Date(recordedAt).toISOString() });
}
