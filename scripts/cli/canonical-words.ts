/** Canonical values as a person reads them. */
import { partLabels } from '../../mappings/canonical/parts.ts';
import type { Written } from '../../mappings/forms/answer.ts';
import { writeAddress, writeAddressNow, type AddressTools } from '../../mappings/forms/written-addresses.ts';
import { writeCode } from '../../mappings/forms/written-codes.ts';
import { writeDate } from '../../mappings/forms/written-dates.ts';
import { isObject } from '../../mappings/lib/fields.ts';
import type { Units } from '../../mappings/lib/units/contract.ts';
import { successorsOf } from '../../mappings/lib/units/successors.ts';

/** What addresses are written by: units are called what they are called on that day, or were at the end. */
export function addressTools(units: Units, day: string): AddressTools {
  return {
    unitName: (catalogue, level, code) => units.at({ catalogue, level, code }, day)?.name,
    successorsOf: (address) => successorsOf(units, address, day),
  };
}

/** Any value of a citizen's field in full; empty where there is none. What has no words stands as it is held. */
export function inWords(value: unknown, tools: AddressTools): string {
  if (Array.isArray(value)) return value.map((each) => inWords(each, tools)).join('; ');
  if (isObject(value)) return objectInWords(value, tools);
  if (typeof value === 'string') return value;
  return value === true ? 'có / yes' : '';
}

function objectInWords(value: Readonly<Record<string, unknown>>, tools: AddressTools): string {
  if (typeof value['text'] === 'string') return value['text'];
  return writeDate(value) ?? addressInWords(value, tools) ?? codeInWords(value) ?? partsInWords(value, tools);
}

/** As held, and where units changed since, the units of today. */
function addressInWords(value: Readonly<Record<string, unknown>>, tools: AddressTools): string | undefined {
  const held = oneLine(writeAddress(value, tools));
  const units = { ...value, detail: undefined };
  const now = oneLine(writeAddressNow(units, tools));
  const hasChanged = now !== undefined && now !== oneLine(writeAddress(units, tools));
  return held === undefined || !hasChanged ? held : `${held} (nay / today: ${now})`;
}

function codeInWords({ scheme, code }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof scheme !== 'string' || typeof code !== 'string') return undefined;
  return oneLine(writeCode({ scheme, code })) ?? `${code} (${scheme})`;
}

/** Where a value may be any of several, all of them. */
function oneLine(written: Written): string | undefined {
  return written === undefined || written.length === 0 ? undefined : [written].flat().join(' | ');
}

function partsInWords(value: Readonly<Record<string, unknown>>, tools: AddressTools): string {
  const labels = new Map<string, { vi: string }>(Object.entries(partLabels));
  const parts = Object.entries(value).map(([part, each]) => {
    const said = inWords(each, tools);
    return part === 'name' ? said : `${labels.get(part)?.vi ?? part} ${said}`;
  });
  return parts.join(', ');
}
