/** Prefilling a form: every field gets a value with all that is to be known of it, or the reason why it has none. Pure. */
import type { FieldAnswer, FormAnswer } from './answer.ts';
import type { CompiledField, CompiledForm } from './compile.ts';
import type { EvaluateContext, FieldContext, Whose } from './context.ts';
import type { People } from './people.ts';
import { writeRelation } from './relation.ts';
import { seatsOf, type Seats } from './seats.ts';
import { fillTable } from './table.ts';
import { fillValue, isRuledOut } from './value.ts';

/**
 * Fills a form. Every field asked for is in the answer once, in the manifest's order. Into `given` goes, by field, whose
 * data the answer has, values to choose from included.
 */
export function evaluateForm(
  form: CompiledForm,
  people: People,
  context: EvaluateContext,
  given?: Map<string, ReadonlySet<Whose>>,
): FormAnswer {
  const seats = seatsOf(form, people, context);
  const answer: Record<string, FieldAnswer> = {};
  for (const field of form.fields) {
    if (context.fields?.has(field.id) === false) continue;
    const whose = new Set<Whose>();
    answer[field.id] = fillField(field, seats, { ...context, whose });
    if (whose.size > 0) given?.set(field.id, whose);
  }
  return answer;
}

const declared: FieldAnswer = Object.freeze({ reason: 'declared-by-citizen' });
const notApplicable: FieldAnswer = Object.freeze({ reason: 'not-applicable' });

function fillField({ source, appliesWhen }: CompiledField, seats: Seats, context: FieldContext): FieldAnswer {
  if (appliesWhen !== undefined && isRuledOut(appliesWhen, seats, context)) return notApplicable;
  switch (source.kind) {
    case 'declared':
      return declared;
    case 'value':
      return fillValue(source, seats.of(source.role), context);
    case 'related':
      return writeRelation(source, seats, context);
    case 'table':
      return fillTable(source, seats, context);
  }
}
