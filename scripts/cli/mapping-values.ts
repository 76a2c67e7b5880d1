/** Canonical values for a reader: on one line, or masked so that their form shows and nobody can be told by them. */

/** A canonical value on one line: names as their text, dates as ISO 8601, codes as `scheme code`, parts by name. */
export function briefValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => briefValue(item)).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = value as Readonly<Record<string, unknown>>;
  if (typeof parts['text'] === 'string') return parts['text'];
  if (typeof parts['scheme'] === 'string') return `${parts['scheme']} ${String(parts['code'])}`;
  if (typeof parts['year'] === 'number') return dateText(parts);
  const shown = Object.entries(parts).filter(([, part]) => part !== undefined);
  return shown.map(([name, part]) => `${name}: ${briefValue(part)}`).join(', ');
}

function dateText(parts: Readonly<Record<string, unknown>>): string {
  return [parts['year'], parts['month'], parts['day']]
    .filter((part) => part !== undefined)
    .map((part, index) => JSON.stringify(part).padStart(index === 0 ? 4 : 2, '0'))
    .join('-');
}

/** A text with the first sign of each word kept and a dot for every other: `N••••• V•• A•`. */
export function maskText(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu, (word) => {
    const [first = '', ...others] = word.normalize('NFC');
    return first + '•'.repeat(others.length);
  });
}
