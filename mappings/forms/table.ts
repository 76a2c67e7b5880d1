/** Filling a table: a row per person that a list names, in the order it is held. */
import type { CellAnswer, FieldAnswer } from './answer.ts';
import type { CompiledCell, CompiledTable } from './compile.ts';
import type { FieldContext } from './context.ts';
import type { Seat, Seats } from './seats.ts';
import { fillValue, provenance } from './value.ts';

const declared: CellAnswer = Object.freeze({ reason: 'declared-by-citizen' });
const none: ReadonlySet<string> = new Set();

/** A table's rows, or the reason why there are none. */
export function fillTable(table: CompiledTable, seats: Seats, context: FieldContext): FieldAnswer {
  const found = seats.rows(table);
  if ('reason' in found) return found;
  const { list, by, seats: rows } = found;
  if (list.underInvestigation === true) return { reason: 'under-investigation' };
  context.whose.add(by);
  // Who is left out or added is the citizen's to say, so a table is never locked as a whole.
  return { ...provenance(list, none, false), rows: rows.map((seat) => fillRow(table.columns, seat, context)) };
}

function fillRow(
  columns: CompiledTable['columns'],
  seat: Seat,
  context: FieldContext,
): Readonly<Record<string, CellAnswer>> {
  const row: Record<string, CellAnswer> = {};
  for (const [id, cell] of columns) row[id] = fillCell(cell, seat, context);
  return row;
}

function fillCell(cell: CompiledCell, seat: Seat, context: FieldContext): CellAnswer {
  return cell.kind === 'declared' ? declared : fillValue(cell, seat, context);
}
