/** A filled form in the page, rendered by Form.io. */
import type { Language, Opening, Submitted, Value } from '../contract.ts';
import { engineWords } from './words.ts';

export type FormView = {
  /** How many of the given fields hold what was given. */
  kept(): { fields: number; characters: number };
  /** What is handed in: every field that was given, and what the citizen wrote. */
  submission(): Record<string, Submitted>;
  /** Everything in the form, for the same form in another language. */
  data(): Record<string, unknown>;
  /** Whether it can be handed in; if not, the form shows why. */
  isComplete(): Promise<boolean>;
  /** Puts another value into a field, locked or not. */
  change(field: string, value: string): void;
  /** Puts another proof beside a field. */
  swapSeal(field: string, seal: string): void;
  close(): void;
};

type Place = { element: HTMLElement; onChange: () => void };

/** Renders an opened form; `data` is what it held before, if it was open. */
export async function showForm(
  opening: Opening,
  { language, data }: { language: Language; data?: Record<string, unknown> | undefined },
  { element, onChange }: Place,
): Promise<FormView> {
  const { given, labels } = opening;
  const seals = new Map(Object.entries(given).map(([field, { seal }]) => [field, seal] as const));
  const form = await Formio.createForm(element, structuredClone(opening.definitions[language]), {
    language,
    i18n: { ...engineWords },
    noDefaultSubmitButton: true,
  });
  await form.setSubmission({ data: structuredClone(data ?? initialData(opening)) });
  form.on('change', onChange);
  const valueOf = (field: string): Value => asValue(form.data[field]);
  return {
    kept: () => {
      const same = Object.entries(given).filter(([field, { value }]) => isSame(valueOf(field), value));
      return { fields: same.length, characters: same.reduce((sum, [, { value }]) => sum + lengthOf(value), 0) };
    },
    submission: () => submissionOf(Object.keys(labels), valueOf, seals),
    data: () => structuredClone(form.data),
    isComplete: () =>
      form.submit().then(
        () => true,
        () => false,
      ),
    change: (field, value) => {
      form.getComponent(field)?.setValue(value);
    },
    swapSeal: (field, seal) => {
      seals.set(field, seal);
    },
    close: () => {
      form.destroy(true);
      element.replaceChildren();
    },
  };
}

function initialData({ given }: Opening): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([field, { value }]) => [field, value] as const));
}

function submissionOf(
  fields: readonly string[],
  valueOf: (field: string) => Value,
  seals: ReadonlyMap<string, string>,
): Record<string, Submitted> {
  const entries = fields.flatMap((field): [string, Submitted][] => {
    const [value, seal] = [valueOf(field), seals.get(field)];
    if (seal !== undefined) return [[field, { value, seal }]];
    return isEmpty(value) ? [] : [[field, { value }]];
  });
  return Object.fromEntries(entries);
}

/** What Form.io holds of a field, as it is handed in: empty cells and rows are not. */
function asValue(held: unknown): Value {
  if (typeof held === 'boolean') return held;
  if (!Array.isArray(held)) return asText(held);
  return held.map(asRow).filter((row) => Object.keys(row).length > 0);
}

function asRow(row: unknown): Record<string, string> {
  if (typeof row !== 'object' || row === null) return {};
  const cells = Object.entries(row).map(([column, cell]) => [column, asText(cell)] as const);
  // In one order, whichever they were written in.
  return Object.fromEntries(cells.filter(([, text]) => text !== '').sort(([one], [other]) => (one < other ? -1 : 1)));
}

function asText(held: unknown): string {
  return typeof held === 'string' || typeof held === 'number' ? String(held) : '';
}

function isEmpty(value: Value): boolean {
  return value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

function isSame(one: Value, other: Value): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: Value): string {
  return JSON.stringify(asValue(value));
}

function lengthOf(value: Value): number {
  if (!Array.isArray(value)) return String(value).length;
  return value.flatMap((row) => Object.values(row)).reduce((sum, cell) => sum + cell.length, 0);
}
