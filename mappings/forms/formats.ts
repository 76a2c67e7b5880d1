/**
 * How a form wants a canonical value written. A format answers undefined for a value it cannot write faithfully (a
 * code of another list, an address of units whose names are not known), never something near it; and a list where the
 * value may be any of several, which only who knows can choose from.
 */
import type { ValueKind } from './paths.ts';
import type { Written } from './answer.ts';
import { writeAddress, writeAddressNow, type AddressTools } from './written-addresses.ts';
import { writeCode } from './written-codes.ts';
import { writeDate, writeDateInFigures, writeDateInWords, writeYear } from './written-dates.ts';
import { writePaper } from './written-papers.ts';
import { writeCapitals, writeText } from './written-texts.ts';

export type FormatTools = AddressTools;

type Format = {
  /** What kinds of value it writes. */
  kinds: readonly ValueKind[];
  write: (value: unknown, tools: FormatTools) => Written;
  /** What it makes, in a sentence without a full stop. */
  about: string;
};

/** Every format, by the name manifests use. */
export const formats = {
  text: { kinds: ['text', 'name'], write: writeText, about: 'a text as it is held, a name as its source wrote it' },
  capitals: { kinds: ['text', 'name'], write: writeCapitals, about: 'the same in capitals' },
  date: { kinds: ['date'], write: writeDate, about: '`dd/MM/yyyy`, as far as it is known: `MM/yyyy`, `yyyy`' },
  'date-figures': { kinds: ['date'], write: writeDateInFigures, about: '`ngày 02 tháng 05 năm 1990`, as far as known' },
  'date-words': { kinds: ['date'], write: writeDateInWords, about: '`Ngày hai, tháng năm, năm một nghìn chín trăm chín mươi`, as far as known' }, // prettier-ignore
  year: { kinds: ['date'], write: writeYear, about: 'the year alone' },
  words: { kinds: ['code'], write: writeCode, about: 'what a code means: `Nam`, `Kinh`, `Việt Nam`; several words where it means any of them' }, // prettier-ignore
  address: { kinds: ['address'], write: writeAddress, about: 'on one line: detail, then units from small to large, as held' }, // prettier-ignore
  'address-now': { kinds: ['address'], write: writeAddressNow, about: 'the same with the units of today; several where the unit was split' }, // prettier-ignore
  paper: { kinds: ['card', 'text'], write: writePaper, about: 'an identity paper on one line: its kind, number, day and place of issue' }, // prettier-ignore
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as [FormatName, ...FormatName[]];

/** Whether a format can write what stands at a path. */
export function suits(name: FormatName, kind: ValueKind): boolean {
  const { kinds }: Format = formats[name];
  return kinds.includes(kind);
}

/** The function behind a format. */
export function writerOf(name: FormatName): Format['write'] {
  return formats[name].write;
}
