/** What an administrator can ask of the identity desk, and what it answers. */
import type { CitizenDocument } from '../../store/citizens.ts';
import type { Position } from '../../store/position.ts';
import type { ReviewDocument, ReviewStatus } from '../../store/reviews.ts';
import type { DecidedAct } from '../../../mappings/canonical/identity-act.ts';

/** How somebody is named: by exactly one of the two. */
export type Subject = { personalNumber?: string | undefined; person?: string | undefined };

type RecordName = { system: string; sourceKey: string };

export type ActRequest =
  /** Of two persons one; their records stand under `survivor`, one of the two. */
  | { kind: 'same'; people: readonly [Subject, Subject]; survivor?: Subject | undefined }
  /** The records under these two keys are about two persons. */
  | { kind: 'distinct'; people: readonly [Subject, Subject] }
  /** `old` names a number, or a person and thereby the number in use. */
  | { kind: 'number-replaced'; old: Subject; replacement: { personalNumber: string } }
  /** These records of `from` are about `into`; `new`: about somebody the hub does not know yet. */
  | { kind: 'split'; from: Subject; records: readonly RecordName[]; into: Subject & { new?: true | undefined } }
  /** Where this person lives, and how to reach them, is given to nobody. */
  | { kind: 'protected'; person: Subject };

/** Who asks, why, and from which day on it is so (`YYYY-MM-DD`; today in Vietnam if not given). */
export type Grounds = { by: string; reason: string; effectiveOn?: string | undefined };

/** Why an act cannot be done as things stand. The list is closed. */
export const deskFaultCodes = {
  'unknown-person': 'The hub holds nobody under this number or key.',
  'same-person': 'Both are one person already.',
  'not-among-people': 'The survivor is none of the persons named.',
  'survivor-without-number': 'Of two persons the one with a personal number survives.',
  'without-number': 'The person has no personal number in use.',
  'record-not-held': 'The person has no such record.',
  'records-of-several-keys': 'The records came under more than one key; each key needs an act of its own.',
  'contradicts-act': 'An act in force says otherwise.',
  'already-decided': 'An act in force says so already.',
} as const;

/** One thing in the way; an act is named by its id. */
export type DeskFault = { path: string; code: keyof typeof deskFaultCodes; expected: string };

/** How many records move from which person to which, as things stood when the act was filed. */
export type Move = { from: string; to: string; records: number };

/** `people`: the keys it is filed with. No moves: it only keeps things as they are, or names a number nobody has yet. */
export type ActResult =
  | { outcome: 'filed'; id: string; kind: ActRequest['kind']; people: string[]; moves: Move[] }
  | { outcome: 'refused'; faults: DeskFault[] };

export type DecideResult = ActResult | { outcome: 'not-found' } | { outcome: 'not-open' };

export type AnnulResult =
  | { outcome: 'annulled'; kind: ActRequest['kind']; people: string[] }
  | { outcome: 'not-found' }
  | { outcome: 'not-in-force' };

/** One side of a question: the key asked about, and the person in whose document its records stand. */
export type Side = { key: string; person: CitizenDocument | undefined };

/** An act as it is filed with a person, under `key`. */
export type ActHeld = {
  id: string;
  version: number;
  key: string;
  act: DecidedAct;
  effectiveOn: string;
  isInForce: boolean;
  /** The number that replaced another. */
  personalNumber?: string;
};

export type PersonHeld = {
  /** The key asked for. */
  key: string;
  person: CitizenDocument;
  acts: ActHeld[];
};

type ReviewPage = { status: ReviewStatus; limit: number; after?: Position | undefined };

export type IdentityDesk = {
  /**
   * The questions of one state, the likeliest first, at most `limit`, after the position (by score) if given; `total`: how
   * many are in that state, on this page or not.
   */
  reviews(page: ReviewPage): Promise<{ reviews: ReviewDocument[]; total: number }>;
  /** A question with both sides as they stand; undefined if there is none of this id. */
  review(id: string): Promise<{ review: ReviewDocument; sides: [Side, Side] } | undefined>;
  /**
   * Decides an open question, once, by an act. Throws `kafka-unavailable`: the question is open again. What of the act
   * was written by then stands with the person, and can be annulled.
   */
  decide(
    id: string,
    decision: { status: 'same' | 'distinct'; survivor?: Subject | undefined },
    grounds: Grounds,
  ): Promise<DecideResult>;
  /** Whom this number or key leads to; undefined if the hub holds nobody there. */
  person(subject: Subject): Promise<PersonHeld | undefined>;
  /** Files an act with everybody it concerns. Throws `kafka-unavailable`, as above. */
  act(request: ActRequest, grounds: Grounds): Promise<ActResult>;
  /** Takes an act back, by its id, and lets the question it answered be asked again. */
  annul(id: string, grounds: { by: string; reason: string }): Promise<AnnulResult>;
};
