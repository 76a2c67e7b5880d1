/** What the identity desk works with. */
import type { Log } from '../../observability/log.ts';
import type { RecordWriter } from '../../records/writer.ts';
import type { Citizens } from '../../store/citizens.ts';
import type { Reviews } from '../../store/reviews.ts';
import type { PersonKeys } from '../keys.ts';

export type DeskDependencies = {
  citizens: Pick<Citizens, 'readMany'>;
  reviews: Pick<Reviews, 'list' | 'count' | 'get' | 'claim' | 'reopen' | 'release'>;
  /** Over a producer that gives up in time: an administrator waits for the answer. */
  writer: RecordWriter;
  personKeys: PersonKeys;
  log: Log;
  /** Epoch milliseconds. */
  now: () => number;
};
