/** The documents a group is written as, and the events that tell of it. */
import { mergeSlices } from '../../mappings/precedence.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import { changeTypes, eventId, type ChangeData, type ChangeType, type IdentityChange } from '../changes/event.ts';
import { diffViews } from '../changes/diff.ts';
import type { Message } from '../kafka/consumer.ts';
import type { CitizenDocument, CitizenWrite, PendingEvent } from '../store/citizens.ts';
import { editSlice } from '../store/schemas.ts';
import type { Group } from './groups.ts';
import type { Placement } from './rearrange.ts';
import { unitOf } from './units.ts';

/** The record behind a change of identity. */
export type Cause = {
  message: Pick<Message, 'topic' | 'partition' | 'offset'>;
  slice: Pick<Slice, 'system' | 'type' | 'operation' | 'recordId' | 'asOf'>;
};

/** What is written for a group, and what is told of it. */
export type Changes = { writes: CitizenWrite[]; told: Told[] };

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
export function changesOf({ placements }: Group, context: Context): Changes {
  const [cause] = context.causes;
  const changed = placements.filter(({ isChanged }) => isChanged);
  const persons = placements.filter(({ slices }) => slices.length > 0);
  const isWritten = changed.length > 0 || (context.isNews && persons.length > 1);
  if (cause === undefined || !isWritten) return { writes: [], told: [] };
  const companions = changed.map(({ key }) => key);
  const causes = new Set(companions.length === 0 ? [] : context.causes.map(({ node }) => node));
  const told = versionTold(changed);
  const touched = placements.filter(({ key, isChanged, slices }) => isChanged || causes.has(key) || slices.length > 0);
  const changes = touched.map((placement) => {
    const document = documentOf(placement, context, told);
    if (causes.has(placement.key)) document.companions = [...new Set([...companions, ...(document.companions ?? [])])];
    const event = eventOf(placement, document, { cause, placements, time: context.time });
    if (event !== undefined) tell(event, document, placement);
    return { document, expected: placement.before?.etag, event };
  });
  return {
    writes: changes.map(({ document, expected }) => ({ document, expected })),
    told: changes.flatMap(({ document, event }) => (event === undefined ? [] : [{ person: document._id, event }])),
  };
}

/** The highest version sinks were told of anybody with a number among those whose records move; 0: none move. */
function versionTold(changed: readonly Placement[]): number {
  const moved = changed.filter(({ gained, lost }) => gained.length + lost.length > 0);
  const numbered = moved.flatMap(({ before }) =>
    before !== undefined && before.identifiers.length > 0 ? [before] : [],
  );
  return Math.max(0, ...numbered.map(({ revision, ahead = 0 }) => revision + ahead));
}

/** Puts an event into the document it tells of. A record that came from another document told its change there. */
function tell(event: PendingEvent, document: CitizenDocument, { key, gained }: Placement): void {
  const { revision } = event;
  const units = new Set(gained.map((unit) => unit.key));
  document.revision = revision;
  document.pending.push(event);
  document.slices = document.slices.map((slice) => {
    if (!units.has(unitOf(slice, { _id: key }))) return slice;
    return editSlice(slice, { node: slice.node ?? null, unit: slice.unit ?? null, revision });
  });
}

function documentOf(placement: Placement, { etag, time, isPublished }: Context, told: number): CitizenDocument {
  const { key, before = noDocument, slices, identifiers, leadsTo, blocks, open } = placement;
  const ahead = aheadOf(before, placement.isChanged ? told : 0);
  return {
    _id: key,
    etag,
    revision: before.revision,
    identifiers,
    slices,
    merged: mergeSlices(slices, identifiers),
    pending: before.pending.filter((event) => !isPublished(event)),
    updatedAt: new Date(time),
    blocks,
    open,
    ...(leadsTo === undefined ? {} : { leadsTo }),
    ...(before.companions === undefined ? {} : { companions: before.companions }),
    ...(ahead === 0 ? {} : { ahead }),
  };
}

/** By how much sinks are told more than the revision: never less than what they were `told` before. */
function aheadOf({ revision, ahead = 0 }: Pick<CitizenDocument, 'revision' | 'ahead'>, told: number): number {
  return Math.max(ahead, told - revision);
}

const noDocument: Pick<CitizenDocument, 'revision' | 'pending' | 'merged' | 'slices' | 'companions' | 'ahead'> = {
  ...{ revision: 0, pending: [], merged: {}, slices: [] },
};

function eventOf(
  placement: Placement,
  document: CitizenDocument,
  { cause, placements, time }: { cause: Cause; placements: readonly Placement[]; time: string },
): PendingEvent | undefined {
  const { key, before = noDocument, slices, isChanged } = placement;
  if (!isChanged || before.slices.length + slices.length === 0) return undefined;
  const { type, identity } = meaningOf(placement, placements);
  const changes = placement.leadsTo === undefined ? diffViews(before.merged, document.merged, false) : [];
  const revision = before.revision + 1;
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
    data,
    cause: { topic, partition, offset },
  };
}

/** What a change of place means to those who follow this person. */
function meaningOf(
  placement: Placement,
  placements: readonly Placement[],
): { type: ChangeType; identity: IdentityChange | undefined } {
  const { slices, leadsTo, gained, lost } = placement;
  if (leadsTo !== undefined) return { type: changeTypes.merged, identity: { into: leadsTo } };
  if (gained.length > 0) return gainedFrom(placement, placements);
  if (lost.length > 0)
    return {
      type: changeTypes.split,
      identity: {
        to: whereTo(
          lost.map(({ key }) => key),
          placements,
        ),
      },
    };
  return { type: slices.length > 0 ? changeTypes.identityChanged : changeTypes.split, identity: undefined };
}

/** Merged, if this was somebody before or all of the others is here now; else somebody parted from them. */
function gainedFrom(
  { key, before, gained }: Placement,
  placements: readonly Placement[],
): { type: ChangeType; identity: IdentityChange } {
  const from = [...new Set(gained.map(({ home }) => home))].sort();
  const leadHere = placements.filter((each) => from.includes(each.key)).every((each) => each.leadsTo === key);
  return {
    type: (before?.slices.length ?? 0) > 0 || leadHere ? changeTypes.merged : changeTypes.split,
    identity: { from },
  };
}

/** The persons under whom these units stand now. */
function whereTo(units: readonly string[], placements: readonly Placement[]): string[] {
  const standing = placements.filter(({ gained }) => gained.some(({ key }) => units.includes(key)));
  return standing.map(({ key }) => key).sort();
}
