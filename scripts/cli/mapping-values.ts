/** Canonical values for a reader: on one line, or masked so that their form shows and nobody can be told by them. */

/** How the texts of a value are shown; by itself as they are. */
type Show = (text: string) => string;

/**
 * A canonical value on one line: names as their text, dates as ISO 8601, codes as `scheme code`, parts by name. The
 * scheme of a code and the names of parts tell of nobody and are shown as they are.
 */
export function briefValue(value: unknown, show: Show = (text) => text): string {
  if (Array.isArray(value)) return value.map((item) => briefValue(item, show)).join('; ');
  if (typeof value !== 'object' || value === null) return show(String(value));
  const parts = value as Readonly<Record<string, unknown>>;
  if (typeof parts['text'] === 'string') return show(parts['text']);
  if (typeof parts['scheme'] === 'string') return `${parts['scheme']} ${show(String(parts['code']))}`;
  if (typeof parts['year'] === 'number') return show(dateText(parts));
  const shown = Object.entries(parts).filter(([, part]) => part !== undefined);
  return shown.map(([name, part]) => `${name}: ${briefValue(part, show)}`).join(', ');
}

function dateText(parts: Readonly<Record<string, unknown>>): string {
  return [parts['year'], parts['month'], parts['day']]
    .filter((part) => part !== undefined)
    .map((part, index) => JSON.stringify(part).padStart(index === 0 ? 4 : 2, '0'))
    .join('-');
}

/**
 * A text with the first sign of each word kept and a dot for every other: `N••••• V•• A•`. A word of one sign is a
 * dot, so that no word is told whole.
 */
export function maskText(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu, (word) => {
    const [first = '', ...others] = word.normalize('NFC');
    return others.length === 0 ? dot : first + dot.repeat(others.length);
  });
}

const dot = '•';
