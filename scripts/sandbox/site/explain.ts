/** What the portal says of a field, in both languages: where its value is from and what it is worth, or why it has none. */
import { reasons, type Confidence } from '../../../mappings/forms/answer.ts';
import { dayOf } from '../../../mappings/lib/dates.ts';
import type { Language, Text } from './contract.ts';
import type { FieldAnswer, Filled, FilledTable } from './hub.ts';

const systems: Readonly<Record<string, Text>> = {
  population: { vi: 'CSDL quốc gia về dân cư', en: 'National population database' },
  'civil-status': { vi: 'Hộ tịch điện tử', en: 'Civil status' },
  'social-insurance': { vi: 'Bảo hiểm xã hội', en: 'Social insurance' },
  health: { vi: 'Y tế', en: 'Health' },
  portal: { vi: 'Cổng dịch vụ công', en: 'Public service portal' },
  qcvn109: { vi: 'Thông điệp dữ liệu công dân (QCVN 109)', en: 'National message on citizens (QCVN 109)' },
  // Whose acts say that a number replaced another.
  identity: { vi: 'Người quản trị trục Liên thông', en: 'Administrator of the hub' },
};

const confidenceTexts: Readonly<Record<Confidence, Text>> = {
  authoritative: { vi: 'Cơ quan quản lý dữ liệu này xác nhận.', en: 'Stated by who leads for it.' },
  trusted: { vi: 'Cơ quan có trách nhiệm xác nhận.', en: 'Stated by somebody in charge of it.' },
  reported: { vi: 'Do cơ quan khác ghi nhận.', en: 'Stated by somebody not in charge of it.' },
};

const locked: Text = {
  vi: 'Không cần khai, không sửa được.',
  en: 'Nothing to type; it cannot be changed here.',
};
const open: Text = { vi: 'Không cần khai; có thể sửa.', en: 'Nothing to type; you may change it.' };

/** The brief is always there to read; the detail on hover and focus, and for screen readers. */
export type Explanation = { kind: 'given' | 'missing' | 'citizen'; brief: string; detail: string };

/** The name of a system; its id where it is none of those known. */
export function systemName(id: string): Text {
  return systems[id] ?? { vi: id, en: id };
}

/** Explains an answer. */
export function explain(answer: FieldAnswer, language: Language): Explanation {
  if (!('reason' in answer)) return explainGiven(answer, language);
  const { reason, candidates = [], since } = answer;
  const kind = reason === 'declared-by-citizen' ? 'citizen' : 'missing';
  const more = [
    ...(candidates.length === 0
      ? []
      : [`${{ vi: 'Có thể là', en: 'It may be' }[language]}: ${candidates.join('; ')}.`]),
    ...(since === undefined ? [] : [`${{ vi: 'Từ lúc', en: 'Since' }[language]} ${dayIn(since, language)}.`]),
  ];
  return { kind, brief: reasons[reason][language], detail: more.join(' ') };
}

function explainGiven(answer: Filled | FilledTable, language: Language): Explanation {
  const { source, asOf, validFrom, confidence, lock } = answer;
  const others = 'others' in answer ? (answer.others ?? []) : [];
  const detail = [
    (lock ? locked : open)[language],
    confidenceTexts[confidence][language],
    ...(validFrom === undefined
      ? []
      : [`${{ vi: 'Có hiệu lực từ', en: 'So since' }[language]} ${dayIn(validFrom, language)}.`]),
    ...others.map(({ system, value }) => `${systemName(system)[language]}: ${value}.`),
  ];
  return {
    kind: 'given',
    brief: `${systemName(source)[language]} · ${dayIn(asOf, language)}`,
    detail: detail.join(' '),
  };
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** A date in both languages. */
export function dayTexts(date: string): Text {
  return { vi: dayIn(date, 'vi'), en: dayIn(date, 'en') };
}

/** A date, or the Vietnamese day of a time, as far as it is known: `06/07/2025`, `6 July 2025`. */
export function dayIn(dateOrTime: string, language: Language): string {
  const [year = '', month, day] = dayOf(dateOrTime).split('-');
  if (month === undefined) return year;
  if (language === 'vi') return [day, month, year].filter((part) => part !== undefined).join('/');
  const name = months[Number(month) - 1] ?? month;
  return [...(day === undefined ? [] : [String(Number(day))]), name, year].join(' ');
}
