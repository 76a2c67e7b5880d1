/** The switchboard: what is to go wrong at which system. Draws are seeded, so that a run can be repeated. */
import { z } from 'zod';
import { draws, hash32, type Draws } from '../lib/random.ts';
import { problem, type Reply } from '../lib/reply.ts';

export const systems = ['population', 'civil-status', 'portal', 'oauth', 'social-insurance'] as const;
export type System = (typeof systems)[number];

const rate = z.number().min(0).max(1);

const settings = {
  latencyMs: z.int().min(0).max(120_000).default(0),
  errorRate: rate.default(0),
  outage: z.boolean().default(false),
  malformed: z
    .union([rate, z.boolean()], { error: 'Expected a rate from 0 to 1, or true or false' })
    .transform(Number)
    .default(0),
  duplicates: rate.default(0),
  shuffle: z.boolean().default(false),
};

/** The faults of one system from now on; what is left out is off. */
export const faultInput = z
  .strictObject({ system: z.enum(systems), ...settings })
  .refine(({ system, duplicates }) => duplicates === 0 || isFeed(system), {
    path: ['duplicates'],
    message: 'Only population and civil-status answer with pages',
  })
  .refine(({ system, shuffle }) => !shuffle || isFeed(system), {
    path: ['shuffle'],
    message: 'Only population and civil-status answer with pages',
  })
  .refine(
    ({ system, latencyMs, errorRate, malformed }) =>
      system !== 'social-insurance' || latencyMs + errorRate + malformed === 0,
    { path: ['system'], message: 'Files can have an outage only: they stay half-written' },
  );

function isFeed(system: System): boolean {
  return system === 'population' || system === 'civil-status';
}

type Setting = z.infer<typeof faultInput>;
export type Faults = Omit<Setting, 'system'>;
export type Malformation = 'half-body' | 'html-page' | 'broken-body';
const malformations: readonly Malformation[] = ['half-body', 'html-page', 'broken-body'];

/** What to do with one request: cut the line, answer this instead, or handle it and perhaps spoil the answer. */
export type Verdict =
  { kind: 'cut' } | { kind: 'answer'; reply: Reply } | { kind: 'handle'; spoil: Malformation | undefined };

export type Switchboard = {
  set(setting: Setting): void;
  clear(system?: System): void;
  /** Faults set now, by system. */
  current(): Partial<Record<System, Faults>>;
  /** Decides about one request, after the latency set. */
  judge(system: System): Promise<Verdict>;
  /** Repeats and shuffles the entries of a page. */
  disturb(system: System): (entries: string[]) => string[];
};

type Active = Faults & { random: Draws; spoiled: number };

/** A switchboard with nothing set. */
export function createSwitchboard(seed: number): Switchboard {
  const active = new Map<System, Active>();
  return {
    set: ({ system, ...faults }) => {
      active.set(system, { ...faults, random: draws(hash32(seed, systems.indexOf(system), 201)), spoiled: 0 });
    },
    clear: (system) => {
      if (system === undefined) active.clear();
      else active.delete(system);
    },
    current: () => Object.fromEntries([...active].map(([system, faults]) => [system, shown(faults)])),
    judge: async (system) => {
      const faults = active.get(system);
      if (faults === undefined) return { kind: 'handle', spoil: undefined };
      if (faults.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.latencyMs));
      return verdict(faults);
    },
    disturb: (system) => (entries) => {
      const faults = active.get(system);
      return faults === undefined ? entries : disturbed(entries, faults);
    },
  };
}

function verdict(faults: Active): Verdict {
  if (faults.outage) return { kind: 'cut' };
  if (faults.random.chance(faults.errorRate)) {
    return { kind: 'answer', reply: problem(503, 'A fault set at the switchboard') };
  }
  if (!faults.random.chance(faults.malformed)) return { kind: 'handle', spoil: undefined };
  const spoil = malformations[faults.spoiled % malformations.length];
  faults.spoiled += 1;
  return { kind: 'handle', spoil };
}

function disturbed(entries: string[], { duplicates, shuffle, random }: Active): string[] {
  const page = entries.flatMap((entry) => (random.chance(duplicates) ? [entry, entry] : [entry]));
  if (!shuffle) return page;
  return page
    .map((entry) => ({ entry, order: random.unit() }))
    .sort((one, other) => one.order - other.order)
    .map(({ entry }) => entry);
}

function shown({ latencyMs, errorRate, outage, malformed, duplicates, shuffle }: Faults): Faults {
  return { latencyMs, errorRate, outage, malformed, duplicates, shuffle };
}
