/** From the answer of a form to what is put on record and sealed. Pure. */
import type { FieldAnswer, FilledField, FilledTable, FormAnswer, UnfilledField } from '../../mappings/forms/answer.ts';
import type { AnsweredField, JsonValue } from './contract.ts';

/** Every field as it stands on record, by its id in the form; `personsOf`: the keys of those whose data are in a field. */
export function answeredFields(
  answer: FormAnswer,
  personsOf: (field: string) => readonly string[],
): Record<string, AnsweredField> {
  const fields: Record<string, AnsweredField> = {};
  for (const [id, field] of Object.entries(answer)) fields[id] = answeredField(field, personsOf(id));
  return fields;
}

function answeredField(field: FieldAnswer, persons: readonly string[]): AnsweredField {
  if ('rows' in field) {
    const sources = [...new Set([field.source, ...cellsOf(field).flatMap(sourcesOf)])];
    return { value: rowsOf(field), sources, persons, authoritative: isTableAuthoritative(field) };
  }
  if ('value' in field) {
    return { value: field.value, sources: sourcesOf(field), persons, authoritative: isAuthoritative(field) };
  }
  const { reason, candidates, sources = [] } = field;
  return candidates === undefined ? { reason } : { reason, offered: { sources, persons } };
}

/** Said by somebody in charge of the field; only then can it count as declared for the citizen. */
function isAuthoritative({ confidence }: Pick<FilledField, 'confidence'>): boolean {
  return confidence !== 'reported';
}

/** A table with nothing in it saves nobody a line. */
function isTableAuthoritative(table: FilledTable): boolean {
  const filled = cellsOf(table).filter((cell) => 'value' in cell);
  return isAuthoritative(table) && filled.length > 0 && filled.every(isAuthoritative);
}

function cellsOf({ rows }: FilledTable): (FilledField | UnfilledField)[] {
  return rows.flatMap((row) => Object.values(row));
}

/** The rows as a portal hands them in: those that have a value, and of each the columns that have one. */
function rowsOf({ rows }: FilledTable): JsonValue {
  return rows.flatMap((row) => {
    const cells = Object.entries(row).flatMap(([column, cell]) =>
      'value' in cell ? [[column, cell.value] as const] : [],
    );
    return cells.length === 0 ? [] : [Object.fromEntries(cells)];
  });
}

/** The systems whose values a field has, those told beside it and those to choose from included. */
function sourcesOf(field: FilledField | UnfilledField): readonly string[] {
  if ('reason' in field) return field.sources ?? [];
  return field.others === undefined
    ? [field.source]
    : [...new Set([field.source, ...field.others.map(({ system }) => system)])];
}
