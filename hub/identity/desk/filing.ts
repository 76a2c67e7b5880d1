/** From an act to the records that carry it: one for everybody it concerns. */
import type { IdentityAct } from '../../../mappings/canonical/identity-act.ts';
import { recordType, type IdentityRecord } from '../../../mappings/identity/wire.ts';
import type { Incoming } from '../../records/writer.ts';

/** An act as it is filed with one of the people it concerns. */
export type Filing = { node: string; act: IdentityAct };

/** An act with everybody it concerns. */
export type Filings = readonly [Filing, ...Filing[]];

/** The act with everybody it concerns, and nothing but the act; `node` is one of them. */
export function filingsOf({ node, act }: Filing): Filings {
  switch (act.kind) {
    case 'same': {
      const { kind, other, survivor } = act;
      return [
        { node, act: { kind, other, survivor } },
        { node: other, act: { kind, other: node, survivor } },
      ];
    }
    case 'distinct': {
      const { kind, other } = act;
      return [
        { node, act: { kind, other } },
        { node: other, act: { kind, other: node } },
      ];
    }
    case 'number-replaced': {
      const { kind, old, replacement } = act;
      return withBoth(old, replacement, { kind, old, replacement });
    }
    case 'split': {
      const { kind, from, records, into, person } = act;
      return withBoth(from, into, { kind, from, records, into, ...(person === undefined ? {} : { person }) });
    }
    case 'protected':
      return [{ node, act: { kind: act.kind } }];
  }
}

function withBoth(one: string, other: string, act: IdentityAct): Filings {
  return [
    { node: one, act },
    { node: other, act },
  ];
}

/** What the records of one act have in common. */
type Common = Omit<IdentityRecord, 'act'> & { id: string; version: number };

/** The records of an act, or, with `annulled`, those that take it back. */
export function recordsOf(filings: readonly Filing[], { id, version, ...body }: Common): Incoming[] {
  return filings.map(({ node, act }) => ({
    ok: true,
    record: {
      type: recordType,
      sourceKey: id,
      sourceVersion: version,
      operation: body.annulled === undefined ? 'upsert' : 'annul',
      subject: { scheme: 'person', value: node },
      recordedAt: (body.annulled ?? body).at,
      contentType: 'application/json',
      body: JSON.stringify({ act, ...body }),
    },
  }));
}
