/** The national message on citizens, QCVN 109:2017/BTTTT, pushed by whoever holds it. */
import type { Connector, ConnectorDefinition, ConnectorDependencies } from '../contract.ts';
import { qcvn109Settings, type Qcvn109Settings } from './config.ts';
import { makeQcvn109Receiver } from './extract.ts';

/** It calls nobody: there is nothing to check, to break or to close. */
function create(_settings: Qcvn109Settings, { now }: ConnectorDependencies): Connector {
  return {
    check: () => Promise.resolve(),
    breaker: 'closed',
    receiver: makeQcvn109Receiver(now),
    close: () => undefined,
  };
}

export const qcvn109Definition: ConnectorDefinition<Qcvn109Settings> = {
  id: 'qcvn109',
  title: { vi: 'Thông điệp dữ liệu công dân (QCVN 109:2017/BTTTT)', en: 'National message on citizens' },
  settings: qcvn109Settings,
  create,
};
