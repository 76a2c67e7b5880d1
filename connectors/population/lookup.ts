/** Asking for one citizen, while an officer waits. */
import type { Lookup, LookupAnswer, LookupQuery } from '../contract.ts';
import type { SoapAnswer } from '../lib/soap.ts';
import { child, type XmlElement } from '../lib/xml.ts';
import type { PopulationClient } from './client.ts';
import type { PopulationSettings } from './config.ts';
import { extractCitizen } from './extract.ts';
import { collectionElement, lookupParameters, operations, readCollection, readIdentity } from './wire.ts';

function isNobody(citizen: XmlElement): boolean {
  const { personalNumber, hasName } = readIdentity(citizen);
  return personalNumber === undefined || !hasName;
}

function isAskedFor(citizen: XmlElement, asked: string): boolean {
  const { personalNumber, oldNumber } = readIdentity(citizen);
  return personalNumber === asked || oldNumber === asked;
}

/**
 * Reads the answer to a lookup. No collection, an empty one, or a citizen without number or name is "no match"; an
 * answer about another person than asked for is not understood (undefined), and certainly not passed on.
 */
function readLookup(answer: SoapAnswer, asked: string, now: number): LookupAnswer | undefined {
  if (answer.kind !== 'answer') return undefined;
  const { elements, dataTime } = readCollection(child(answer.element, collectionElement));
  const people = elements.filter((citizen) => !isNobody(citizen));
  if (people.length === 0) return { outcome: 'no-match' };
  const citizen = people.find((candidate) => isAskedFor(candidate, asked));
  if (citizen === undefined) return undefined;
  const extraction = extractCitizen(citizen, answer.source, { dataTime, now });
  return extraction.ok ? { outcome: 'match', record: extraction.record } : undefined;
}

export function makePopulationLookup(
  client: PopulationClient,
  settings: PopulationSettings,
  now: () => number,
): Lookup {
  return {
    lookup: (query: LookupQuery, signal) =>
      client.call(
        {
          operation: 'looking up citizen',
          element: operations.lookup,
          parameters: lookupParameters(query, settings.nameStyle),
          officer: query.officer,
          timeoutMs: settings.lookupTimeoutMs,
          read: (answer) => readLookup(answer, query.personalNumber, now()),
        },
        signal,
      ),
  };
}
