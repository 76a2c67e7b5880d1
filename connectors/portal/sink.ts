/** Pushing citizens and cases into the national portal's store. */
import type { Sink, SinkItem, SinkResult } from '../contract.ts';
import type { PortalClient } from './client.ts';
import type { PortalSettings } from './config.ts';
import { toResult } from './wire.ts';

/** The most items the portal takes in one call. */
const maxBatch = 100;

const unknownKind: SinkResult = {
  outcome: 'refused',
  faults: [{ path: 'kind', code: 'unknown-type', expected: 'citizen or case' }],
};

/** Items of one kind, each with its place in the push. */
type Group = { service: string; places: number[] };

function group(items: readonly SinkItem[], services: ReadonlyMap<string, string>): Group[] {
  const groups: Group[] = [];
  for (const [place, { kind }] of items.entries()) {
    const service = services.get(kind);
    if (service === undefined) continue;
    const open = groups.findLast((candidate) => candidate.service === service && candidate.places.length < maxBatch);
    if (open === undefined) groups.push({ service, places: [place] });
    else open.places.push(place);
  }
  return groups;
}

/**
 * Makes the sink. A push is one call per kind (and per 100 items); if a later one fails the push fails, and what was
 * stored before is recognised as a duplicate when it is repeated.
 */
export function makePortalSink(client: PortalClient, settings: PortalSettings): Sink {
  const services = new Map([
    ['citizen', settings.citizenService],
    ['case', settings.caseService],
  ]);
  return {
    maxBatch,
    push: async (items, signal) => {
      const results = items.map((): SinkResult => unknownKind);
      for (const { service, places } of group(items, services)) {
        const payloads = places.map((place) => items[place]?.payload);
        const answers = await client.upsert({ service, items: payloads }, signal);
        for (const [index, answer] of answers.entries()) {
          const place = places[index];
          if (place !== undefined) results[place] = toResult(answer, settings.errorCodes);
        }
      }
      return results;
    },
  };
}
