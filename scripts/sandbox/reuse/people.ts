/** The sandbox's invented people, as its own interface tells them, and whose children they are. */
import { z } from 'zod';
import { callJson } from '../../cli/http.ts';

const relative = z.object({ personalNumber: z.string().optional() });

const citizenSchema = z.object({
  personalNumber: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: z.object({ year: z.int() }),
  /** The national code list: 2 has a spouse. */
  maritalStatus: z.string(),
  father: relative.optional(),
  mother: relative.optional(),
  spouse: relative.optional(),
  head: relative.optional(),
  deathDate: z.object({ year: z.int() }).optional(),
});

const pageSchema = z.object({ total: z.int(), citizens: z.array(citizenSchema) });

export type Citizen = z.infer<typeof citizenSchema>;

export type Population = {
  citizens: readonly Citizen[];
  byNumber: ReadonlyMap<string, Citizen>;
  /** By the number of either parent. */
  children: ReadonlyMap<string, readonly Citizen[]>;
  /** The year it is. */
  year: number;
};

const pageSize = 1000;
/** Of a larger sandbox the first so many are enough to draw from. */
const mostRead = 5000;

/** Reads them from a sandbox. Throws `CliError`. */
export async function readPopulation(sandbox: string, year: number): Promise<Population> {
  const citizens: Citizen[] = [];
  for (let offset = 0, total = 1; offset < Math.min(total, mostRead); offset += pageSize) {
    const url = `${sandbox}/citizens?offset=${String(offset)}&limit=${String(pageSize)}`;
    const page = await callJson({ doing: 'reading the sandbox’s people', url, init: {} }, pageSchema);
    citizens.push(...page.citizens);
    ({ total } = page);
  }
  const children = new Map<string, Citizen[]>();
  for (const child of citizens) {
    for (const parent of [child.father, child.mother]) {
      const number = parent?.personalNumber;
      if (number !== undefined) children.set(number, [...(children.get(number) ?? []), child]);
    }
  }
  return { citizens, byNumber: new Map(citizens.map((each) => [each.personalNumber, each])), children, year };
}
