/** The documents a group is written as, and the events that tell of it. */
import { mergeSlices } from '../../mappings/precedence.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import { changeTypes, eventId, type ChangeData, type ChangeType, type IdentityChange } from '../changes/event.ts';
import { diffViews } from '../changes/diff.ts';
import type { Message } from '../kafka/consumer.ts';
import type { CitizenDocument, CitizenWrite, PendingEvent, StoredSlice } from '../store/citizens.ts';
import { asText } from '../store/schemas.ts';
import type { Group } from './groups.ts';
import type { Placement } from './rearrange.ts';
import { formerBlocks, unitOf } from './units.ts';

/** The record behind a change of identity. */
export type Cause = {
  message: Pick<Message, 'topic' | 'partition' | 'offset'>;
  slice: Pick<Slice, 'system' | 'type' | 'operation' | 'recordId' | 'asOf'>;
};

export type Told = { person: string; event: PendingEvent };

type Context = {
  causes: readonly (Cause & { node: string })[];
  time: string;
  etag: string;
  isPublished: (event: PendingEvent) => boolean;
  /** Whether somebody else may have decided without knowing of what is decided on here. */
  isNews: boolean;
};

/**
 * What is written for a group: what changes, and, so that nobody who decided on something else can come after, whatever
 * the decision rests on. Nothing where nothing changes and nobody else's decision can rest on it.
 */
export function changesOf({ placements }: Group, context: Context): { writes: CitizenWrite[]; told: Told[] } {
  const [cause] = context.causes;
  const changed = placements.filter(({ isChanged }) => isChanged);
  const persons = placements.filter(({ slices }) => slices.length > 0);
  const isWritten = changed.length > 0 || (context.isNews && persons.length > 1);
  if (cause === undefined || !isWritten) return { writes: [], told: [] };
  const told: Told[] = [];
  const writes: CitizenWrite[] = [];
  const companions = changed.map(({ key }) => key);
  const nodes = new Set(context.causes.map(({ node }) => node));
  for (const placement of placements) {
    const { key, before, isChanged } = placement;
    const isCause = companions.length > 0 && nodes.has(key);
    if (!isChanged && !isCause && placement.slices.length === 0) continue;
    const document = documentOf(placement, context);
    const event = isChanged ? eventOf(placement, document, { cause, placements, time: context.time }) : undefined;
    if (event !== undefined) {
      document.revision = event.revision;
      document.slices = document.slices.map((slice) => atRevision(slice, placement, event.revision));
      document.pending.push(event);
      told.push({ person: key, event });
    }
    if (isCause) document.companions = [...new Set([...companions, ...(document.companions ?? [])])];
    writes.push({ document, expected: before?.etag });
  }
  return { writes, told };
}

function documentOf(placement: Placement, { etag, time, isPublished }: Context): CitizenDocument {
  const { key, before, slices, identifiers, leadsTo, blocks, open } = placement;
  const former = formerBlocks(before, blocks, true);
  return {
    _id: key,
    etag,
    revision: before?.revision ?? 0,
    identifiers,
    slices,
    merged: mergeSlices(slices),
    pending: (before?.pending ?? []).filter((event) => !isPublished(event)),
    updatedAt: new Date(time),
    blocks,
    open,
    ...(former === undefined ? {} : { former }),
    ...(leadsTo === undefined ? {} : { leadsTo }),
    ...(before?.companions === undefined ? {} : { companions: before.companions }),
  };
}

/** A record that came from another document told its change there; here it is told by this event. */
function atRevision(slice: StoredSlice, { key, gained }: Placement, revision: number): StoredSlice {
  const unit = unitOf(slice, { _id: key });
  if (!gained.some((each) => each.key === unit)) return slice;
  const copy = { ...slice, revision };
  delete copy[asText];
  return copy;
}

function eventOf(
  placement: Placement,
  document: CitizenDocument,
  { cause, placements, time }: { cause: Cause; placements: readonly Placement[]; time: string },
): PendingEvent | undefined {
  const { key, before, slices } = placement;
  const wasSomebody = (before?.slices.length ?? 0) > 0;
  if (!wasSomebody && slices.length === 0) return undefined;
  const { type, identity } = meaningOf(placement, placements);
  const changes = placement.leadsTo === undefined ? diffViews(before?.merged ?? {}, document.merged, false) : [];
  const revision = (before?.revision ?? 0) + 1;
  const { system, type: recordType, operation, recordId, asOf } = cause.slice;
  const data: ChangeData = {
    person: key,
    revision,
    changes,
    ...(identity === undefined ? {} : { identity }),
    cause: { system, type: recordType, operation, recordId, asOf },
  };
  const { topic, partition, offset } = cause.message;
  return {
    id: eventId(key, revision),
    type,
    time,
    revision,
    data: JSON.stringify(data),
    cause: { topic, partition, offset },
  };
}

/** What a change of place means to those who follow this person. */
function meaningOf(
  { key, before, slices, leadsTo, gained, lost }: Placement,
  placements: readonly Placement[],
): { type: ChangeType; identity: IdentityChange | undefined } {
  if (leadsTo !== undefined) return { type: changeTypes.merged, identity: { into: leadsTo } };
  const from = [...new Set(gained.map(({ home }) => home))].sort();
  if (from.length > 0) {
    const wasSomebody = (before?.slices.length ?? 0) > 0;
    const leadHere = placements.filter((each) => from.includes(each.key)).every((each) => each.leadsTo === key);
    return { type: wasSomebody || leadHere ? changeTypes.merged : changeTypes.split, identity: { from } };
  }
  if (lost.length > 0)
    return {
      type: changeTypes.split,
      identity: {
        to: whereTo(
          lost.map((unit) => unit.key),
          placements,
        ),
      },
    };
  return { type: slices.length > 0 ? changeTypes.identityChanged : changeTypes.split, identity: undefined };
}

/** The persons under whom these units stand now. */
function whereTo(units: readonly string[], placements: readonly Placement[]): string[] {
  const standing = placements.filter(({ gained }) => gained.some(({ key }) => units.includes(key)));
  return standing.map(({ key }) => key).sort();
}
