/** Texts and names as forms want them. */
import { isObject } from '../lib/fields.ts';

/** A text as it is held, a name as its source wrote it. */
export function writeText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value['text'] === 'string' ? value['text'] : undefined;
}

/** The same in capitals. */
export function writeCapitals(value: unknown): string | undefined {
  return writeText(value)?.toLocaleUpperCase('vi');
}
