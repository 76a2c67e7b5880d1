/** What the normalise stage spends its time on, from a profile of a run of it (`node --cpu-prof`). */
import { z } from 'zod';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** The parts of the stage, by the folder or file of the hub whose work a sample is of. */
const parts = [
  ['identity', /\/hub\/identity\//],
  ['mapping', /\/hub\/(?:normalise\/decode|records\/)/],
  ['survivorship', /\/hub\/normalise\/apply/],
  ['store', /\/hub\/store\//],
  ['topics', /\/hub\/(?:kafka|changes)\//],
] as const;

/** `garbage`: collecting what all the others leave behind; `rest`: the stage itself, start and end, native code. */
export type Part = (typeof parts)[number][0] | 'garbage' | 'rest';

/** How much of its busy time each part takes, from 0 to 1. */
export type Shares = Record<Part, number>;

/** Reads the text of a profile. A sample counts for the innermost part it is in; what it calls outside is its own. */
export function sharesOf(profile: string): Shares {
  const { nodes, samples, timeDeltas } = profileSchema.parse(JSON.parse(profile));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const known = new Map<number, Part | 'idle'>();
  const partAt = (id: number): Part | 'idle' => {
    const { callFrame } = byId.get(id) ?? { callFrame: { functionName: '', url: '' } };
    const own = partOf(callFrame);
    const parent = parents.get(id);
    const part = own ?? (parent === undefined ? 'rest' : (known.get(parent) ?? partAt(parent)));
    known.set(id, part);
    return part;
  };
  const times: Shares = { identity: 0, mapping: 0, survivorship: 0, store: 0, topics: 0, garbage: 0, rest: 0 };
  for (const [index, id] of samples.entries()) {
    const part = known.get(id) ?? partAt(id);
    if (part !== 'idle') times[part] += timeDeltas[index + 1] ?? 0;
  }
  const busy = Object.values(times).reduce((sum, time) => sum + time, 0);
  return Object.fromEntries(Object.entries(times).map(([part, time]) => [part, time / busy])) as Shares;
}

function partOf({ functionName, url }: { functionName: string; url: string }): Part | 'idle' | undefined {
  if (functionName === '(garbage collector)') return 'garbage';
  if (functionName === '(idle)') return 'idle';
  return parts.find(([, pattern]) => pattern.test(url))?.[0];
}

/** The lines of a report: mapping and identity together, garbage shared out in proportion; and every part. */
export function describeShares(shares: Shares): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const together = percent((shares.mapping + shares.identity) / (1 - shares.garbage));
  const all = Object.entries(shares).map(([part, share]) => `${part} ${percent(share)}`);
  return [
    `mapping and identity          ${together} of the stage's busy time, garbage shared out (aim: at most 33 %)`,
    `  ${all.join(', ')}`,
  ];
}
