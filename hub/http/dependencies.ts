/** What the API needs, handed over by hub/compose.ts. */
import type { Configuration } from '../../config/schema.ts';
import type { Lookup, Receiver } from '../../connectors/contract.ts';
import type { Mapping } from '../../mappings/contract.ts';
import type { PersonKeys } from '../identity/keys.ts';
import type { Health } from '../observability/health.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Disclosure } from '../prefill/contract.ts';
import type { Policies } from '../prefill/policies.ts';
import type { Seals } from '../prefill/seals.ts';
import type { RecordWriter } from '../records/writer.ts';
import type { Accesses } from '../store/accesses.ts';
import type { Citizens } from '../store/citizens.ts';
import type { Outcomes } from '../store/outcomes.ts';
import type { KeysOfPerson } from '../store/person-keys.ts';
import type { Forms } from './forms.ts';
import type { FailureDependencies } from './routes/failures.ts';
import type { IdentityDependencies } from './routes/identity.ts';
import type { PipelineDependencies } from './routes/pipeline.ts';

export type ApiDependencies = FailureDependencies &
  IdentityDependencies &
  PipelineDependencies & {
    configuration: Pick<Configuration, 'http' | 'auth' | 'prefill' | 'ingest'>;
    log: Log;
    metrics: Metrics;
    /** Epoch milliseconds. */
    now: () => number;
    citizens: Pick<Citizens, 'view'>;
    /** Over a producer that gives up in time: a caller waits for its answer. */
    writer: RecordWriter;
    personKeys: PersonKeys;
    /** What can be pushed, by system. */
    receivers: ReadonlyMap<string, Receiver>;
    /** By system. */
    mappings: ReadonlyMap<string, Mapping>;
    /** Where whoever is not held is looked up; absent: nowhere. */
    lookup?: { system: string; source: Lookup };
    forms: Forms;
    policies: Policies;
    disclosure: Disclosure;
    seals: Omit<Seals, 'make'>;
    accesses: Omit<Accesses, 'add'>;
    outcomes: Outcomes;
    keysOfPerson: KeysOfPerson;
    health: () => Health;
  };
