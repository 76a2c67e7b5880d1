/** Tries on the sandbox's people how much declaring every form saves, through the hub's API alone. */
import type { HubPlace } from '../../cli/access.ts';
import { sandboxAddress } from '../../cli/access.ts';
import { connectApi } from '../../cli/api.ts';
import { reuseSchema, type Reuse } from '../../cli/reuse.ts';
import { draws, hash32 } from '../lib/random.ts';
import { drawFilings, forms } from './filings.ts';
import { readPopulation } from './people.ts';
import { submit } from './submit.ts';

export type TryOptions = {
  /** At most so many people file each form. */
  people: number;
  /** The same seed over the same sandbox: the same people, the same edits. */
  seed: number;
  /** Every so-many-th citizen changes one of the values given. */
  editsEvery: number;
  /** Epoch milliseconds. */
  now: number;
};

/** How many forms are filled at a time. */
const atATime = 4;

/** Has every form filled and handed in for a sample, and gives the hub's own report of that. Throws `CliError`. */
export async function tryReuse(
  place: HubPlace,
  { people, seed, editsEvery, now }: TryOptions,
): Promise<Reuse['lines']> {
  const population = await readPopulation(sandboxAddress(place), new Date(now).getUTCFullYear());
  const [portal, admin] = [await connectApi(place, 'portal'), await connectApi(place)];
  const random = draws(hash32(seed, forms.length, 2));
  // An agency of its own: nothing that was filed before is in the report.
  const agency = `THU.${now.toString(36).toUpperCase()}`;
  const filings = forms.flatMap((form) =>
    drawFilings(form, { population, people, seed }).map((filing, index) => ({
      ...{ ...filing, form, caseCode: `${agency}-${form}-${String(index + 1)}` },
      edits: index % editsEvery === editsEvery - 1 ? random.unit() : undefined,
    })),
  );
  for (let start = 0; start < filings.length; start += atATime) {
    await Promise.all(filings.slice(start, start + atATime).map((filing) => submit(portal, filing)));
  }
  const report = { doing: 'reading the report', path: '/v1/reports/reuse', query: { agency } };
  return (await admin.call(report, reuseSchema)).lines;
}
