/** From the answer of a form to what is put on record and sealed. Pure. */
import type { FieldAnswer, FilledTable, FormAnswer, Provenance } from '../../mappings/forms/answer.ts';
import type { AnsweredField, JsonValue } from './contract.ts';

/** Every field as it stands on record, by its id in the form. */
export function answeredFields(answer: FormAnswer): Record<string, AnsweredField> {
  return Object.fromEntries(Object.entries(answer).map(([id, field]) => [id, answeredField(field)] as const));
}

function answeredField(field: FieldAnswer): AnsweredField {
  if ('reason' in field) return { reason: field.reason };
  if ('rows' in field)
    return { value: rowsOf(field), sources: sourcesOf(field), authoritative: isAuthoritative(field) };
  return { value: field.value, sources: [field.source], authoritative: isAuthoritative(field) };
}

/** Said by somebody in charge of the field; only then can it count as declared for the citizen. */
function isAuthoritative({ confidence }: Provenance): boolean {
  return confidence !== 'reported';
}

/** The rows as a portal hands them in: of each the columns that have a value. */
function rowsOf({ rows }: FilledTable): JsonValue {
  return rows.map((row) => {
    const cells = Object.entries(row).flatMap(([column, cell]) =>
      'value' in cell ? [[column, cell.value] as const] : [],
    );
    return Object.fromEntries(cells);
  });
}

function sourcesOf({ source, rows }: FilledTable): string[] {
  const cells = rows.flatMap((row) => Object.values(row));
  return [...new Set([source, ...cells.flatMap((cell) => ('source' in cell ? [cell.source] : []))])];
}
