/** One locality that cannot be pulled, as after its code was abolished, and all the others. */
import assert from 'node:assert/strict';
import type { Connector, Cursor, Page } from '../../../connectors/contract.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
import { populationDefinition } from '../../../connectors/population/definition.ts';
import { make, quick } from '../lib/harness.ts';
import { useNock } from '../../support/nock.ts';
import { keysOf, sorted } from '../lib/suite.ts';
import { number, person } from '../lib/systems.ts';
import { playPopulation, settings as serverSettings, type PlayedPopulation } from './server.ts';
import { fields, operations } from './wire.ts';

describe('a locality that the population database refuses', function () {
  this.timeout(20_000);
  useNock();
  let state: PlayedPopulation;
  let now: number;
  let connector: Connector;

  const connect = (localities: string[]): void => {
    const list = { localities, pageSize: 2, statusMinMs: 1, statusMaxMs: 2, refreshIntervalSeconds: 10 };
    ({ connector } = make(populationDefinition, { ...quick, ...serverSettings, ...list }, () => now));
  };
  const listed = () =>
    state.requests
      .filter(({ operation }) => operation === operations.list)
      .map((request) => request.fields.get(fields.province));
  /** The pages of one pull, and the code of the error that ended it. */
  const pullOn = async (from?: Cursor): Promise<{ pages: Page[]; code: string | undefined }> => {
    const pages: Page[] = [];
    try {
      for await (const page of connector.source?.pull(from, new AbortController().signal) ?? []) pages.push(page);
    } catch (error) {
      assert.ok(error instanceof ConnectorError);
      return { pages, code: error.code };
    }
    return { pages, code: undefined };
  };

  beforeEach(() => {
    now = Date.parse('2026-03-01T09:00:00+07:00');
    state = playPopulation();
    state.citizens.set(
      '79',
      [1, 2, 3, 4, 5].map((index) => person(index)),
    );
    state.citizens.set('01', [person(7)]);
    state.citizens.set('48', [person(8)]);
    state.abolished.add('01');
  });

  afterEach(() => {
    connector.close();
  });

  for (const localities of [
    ['01', '79', '48'],
    ['79', '01', '48'],
    ['79', '48', '01'],
  ]) {
    it(`keeps none of the others waiting, of ${localities.join(', ')}`, async () => {
      connect(localities);
      const first = await pullOn();
      assert.deepEqual(sorted(keysOf(first.pages)), [1, 2, 3, 4, 5, 8].map(number));
      assert.equal(first.code, 'soap-client-fault', 'and it is told');
      state.requests.length = 0;
      const idle = await pullOn(first.pages.at(-1)?.cursor);
      assert.deepEqual([keysOf(idle.pages), state.requests, idle.code], [[], [], 'soap-client-fault']);
      now += 10_000;
      await pullOn(first.pages.at(-1)?.cursor);
      assert.deepEqual(listed(), localities, 'the next round asks for every one');
    });
  }

  it('is read from its beginning, and told of no more, once it is not refused', async () => {
    connect(['01', '79']);
    const first = await pullOn();
    state.abolished.clear();
    now += 10_000;
    const later = await pullOn(first.pages.at(-1)?.cursor);
    assert.deepEqual([keysOf(later.pages), later.code], [[number(7)], undefined]);
  });
});
