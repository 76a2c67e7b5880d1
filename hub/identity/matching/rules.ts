/** The rules of matching as data: what each level weighs, what is decided from which weight on, what is never decided. */
import { z } from 'zod';
import { comparedFields, levels, numberFields, type ComparedField } from './levels.ts';

const probability = z.number().gt(0).lte(1);

/** `m`: how often the level is seen between two records of one person; `u`: of two strangers. Each without the missing. */
const weighed = z.strictObject({
  m: probability,
  u: probability,
  /** How frequent the shared words usually are at this level (mean over records of one person); rarer ones weigh more. */
  usual: probability.optional(),
});

/** Levels of fields that leave no automatic match, whatever else agrees. */
const stops = z.partialRecord(z.enum(comparedFields), z.array(z.string()).min(1));

const share = z.record(z.string().regex(/^[\p{Ll}\p{Lm}\p{Lo}\p{N}]+$/u, 'expected an unaccented word'), probability);

const shape = z.strictObject({
  version: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected small letters, digits, full stops, hyphens'),
  /** In bits; `same` at or above, `review` at or above, else `new`. */
  thresholds: z.strictObject({ same: z.number(), review: z.number() }),
  margin: z.number().min(0),
  /** An automatic match by score becomes a question where one of these levels is met. */
  stops,
  fields: z.record(z.enum(comparedFields), z.record(z.string(), weighed)),
  /**
   * What a family shares is one piece of evidence: together at most `most` bits, and none for one person where
   * `explainedBy` is met, since two of one family do not differ otherwise.
   */
  joint: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z-]+$/),
      fields: z.array(z.enum(comparedFields)).min(2),
      most: z.number().gt(0),
      explainedBy: stops,
    }),
  ),
  /** Who has a number in common is one person, unless a stop is met: then it is a question. The first that fits decides. */
  numberRules: z.array(
    z.strictObject({
      rule: z.string().regex(/^[a-z-]+$/),
      field: z.enum(numberFields),
      /** Where given, one side must have the number from a system named here, stated together with a personal number. */
      pairedBy: z.array(z.string().min(1)).min(1).optional(),
      stops,
    }),
  ),
  terms: z.strictObject({
    /** The bits a name's rarity adds or its frequency takes away, at most. */
    most: z.number().min(0),
    rare: probability,
    family: share,
    words: share,
  }),
});

export type MatchingRules = z.infer<typeof shape>;
export type NumberRule = MatchingRules['numberRules'][number];
export type Stops = z.infer<typeof stops>;

/** Rules, or everything that is wrong with them, each with its place. */
export type CheckedRules = { ok: true; rules: MatchingRules } | { ok: false; problems: string[] };

/** Probabilities are written with few digits, so their sum may be a little off. */
const tolerance = 0.02;

/** Checks what was read from a rules file: its shape, then what has to fit together. */
export function checkRules(read: unknown): CheckedRules {
  const parsed = shape.safeParse(read);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }
  const rules = parsed.data;
  const problems = [
    ...(rules.thresholds.review < rules.thresholds.same ? [] : ['thresholds: expected review below same']),
    ...comparedFields.flatMap((field) => fieldProblems(rules, field)),
    ...stopProblems('stops', rules.stops),
    ...rules.joint.flatMap(({ explainedBy }, index) => stopProblems(`joint.${index}.explainedBy`, explainedBy)),
    ...rules.numberRules.flatMap(({ stops }, index) => stopProblems(`numberRules.${index}.stops`, stops)),
    ...repeated(rules.numberRules.map(({ field }) => field)).map((field) => `numberRules: ${field} has two rules`),
    ...repeated(rules.numberRules.map(({ rule }) => rule)).map((rule) => `numberRules: ${rule} is there twice`),
    ...repeated(rules.joint.flatMap(({ fields }) => fields)).map((field) => `joint: ${field} is counted twice`),
  ];
  return problems.length === 0 ? { ok: true, rules } : { ok: false, problems };
}

function fieldProblems({ fields }: MatchingRules, field: ComparedField): string[] {
  const expected: readonly string[] = levels[field];
  const given = fields[field];
  const place = `fields.${field}`;
  const missing = expected.filter((level) => !Object.hasOwn(given, level));
  const unknown = Object.keys(given).filter((level) => !expected.includes(level));
  return [
    ...missing.map((level) => `${place}.${level}: is missing`),
    ...unknown.map((level) => `${place}.${level}: there is no such level`),
    ...(['m', 'u'] as const).flatMap((which) => sumProblems(given, { which, place })),
  ];
}

function sumProblems(
  given: MatchingRules['fields'][ComparedField],
  { which, place }: { which: 'm' | 'u'; place: string },
): string[] {
  const sum = Object.values(given).reduce((total, each) => total + each[which], 0);
  return Math.abs(sum - 1) <= tolerance ? [] : [`${place}: ${which} of all levels is ${sum.toFixed(3)}, expected 1`];
}

function stopProblems(place: string, stops: Stops): string[] {
  return comparedFields.flatMap((field) => {
    const known: readonly string[] = [...levels[field], 'missing'];
    const unknown = (stops[field] ?? []).filter((level) => !known.includes(level));
    return unknown.map((level) => `${place}.${field}: there is no level ${level}`);
  });
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) < index))];
}
