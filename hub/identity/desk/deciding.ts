/** Filing an act, and taking one back: nothing is answered before Kafka has the records of it. */
import { randomBytes } from 'node:crypto';
import { dayOf } from '../../../mappings/lib/dates.ts';
import type { LogEvent } from '../../observability/log.ts';
import type { ActResult, AnnulResult, DecideResult, Grounds } from './contract.ts';
import type { DeskDependencies } from './dependencies.ts';
import { filingsOf, recordsOf } from './filing.ts';
import { actsHeld, readHeld } from './held.ts';
import type { Proposal } from './findings.ts';
import type { Incoming } from '../../records/writer.ts';

/** What is to be filed, and who says so. */
type Decided = { proposal: Proposal; grounds: Grounds };

/** The system of the hub's own records. */
const system = 'identity';

/** An act is named by one of the keys it is filed with, so that it can be found again by its name alone. */
const actName = /^([\w-]{22})\.[\w-]{22}$/;

/** Files an act with everybody it concerns. Throws `kafka-unavailable`. */
export async function fileAct(decided: Decided, dependencies: DeskDependencies): Promise<ActResult> {
  const id = nameFor(decided.proposal.filings);
  await writeAct(id, decided, dependencies);
  return filed(id, decided.proposal);
}

/**
 * Answers a question by an act. The question is claimed first, so that of two who answer at once one does; it is opened
 * again if the act cannot be written. Throws `kafka-unavailable`.
 */
export async function answerReview(
  { id, status }: { id: string; status: 'same' | 'distinct' },
  decided: Decided,
  dependencies: DeskDependencies,
): Promise<DecideResult> {
  const { reviews, now, log } = dependencies;
  const { by, reason } = decided.grounds;
  const act = nameFor(decided.proposal.filings);
  const claimed = await reviews.claim(id, status, { by, reason, at: new Date(now()), act });
  if (claimed === undefined) return { outcome: 'not-open' };
  try {
    await writeAct(act, decided, dependencies);
  } catch (error) {
    // Where even this fails the two people can still be decided by an act that names them.
    await reviews.reopen(id).catch((failure: unknown) => log('identity.question-closed', { error: failure }));
    throw error;
  }
  return filed(act, decided.proposal);
}

/** Takes an act back with everybody it is filed with. Throws `kafka-unavailable`; then it is to be asked again. */
export async function annulAct(
  id: string,
  { by, reason }: Pick<Grounds, 'by' | 'reason'>,
  dependencies: DeskDependencies,
): Promise<AnnulResult> {
  const [, key = ''] = actName.exec(id) ?? [];
  const document = key === '' ? undefined : (await readHeld([key], dependencies.citizens)).documentOf(key);
  const held = (document === undefined ? [] : actsHeld(document)).find((each) => each.id === id);
  if (held === undefined) return { outcome: 'not-found' };
  if (!held.isInForce) return { outcome: 'not-in-force' };
  const { act, effectiveOn, personalNumber } = held;
  const time = dependencies.now();
  const filings = filingsOf({ node: held.key, act });
  const records = recordsOf(filings, {
    ...{ id, version: Math.max(time, held.version + 1), effectiveOn },
    ...{ by: act.by, reason: act.reason, at: act.at },
    ...(personalNumber === undefined ? {} : { personalNumber }),
    annulled: { by, reason, at: new Date(time).toISOString() },
  });
  // Before the act is gone: who then looks at the people again must not find the question decided.
  await dependencies.reviews.release(id);
  await write(records, { event: 'identity.act-annulled', client: by }, dependencies);
  return { outcome: 'annulled', kind: act.kind, people: filings.map(({ node }) => node) };
}

function nameFor([{ node }]: Proposal['filings']): string {
  return `${node}.${randomBytes(17).toString('base64url').slice(0, 22)}`;
}

function filed(id: string, { filings, moves }: Proposal): ActResult {
  return { outcome: 'filed', id, kind: filings[0].act.kind, people: filings.map(({ node }) => node), moves };
}

async function writeAct(id: string, { proposal, grounds }: Decided, dependencies: DeskDependencies): Promise<void> {
  const { by, reason, effectiveOn } = grounds;
  const { filings, personalNumber } = proposal;
  const version = dependencies.now();
  const at = new Date(version).toISOString();
  const records = recordsOf(filings, {
    ...{ id, version, effectiveOn: effectiveOn ?? dayOf(at), by, reason, at },
    ...(personalNumber === undefined ? {} : { personalNumber }),
  });
  await write(records, { event: 'identity.act-filed', client: by }, dependencies);
}

async function write(
  records: readonly Incoming[],
  { event, client }: { event: LogEvent; client: string },
  { writer, log }: DeskDependencies,
): Promise<void> {
  const [recordId] = await writer.write(system, records, 'decision');
  log(event, { client, records: records.length, ...(recordId === undefined ? {} : { recordId }) });
}
