/**
 * The contract of connectors/contract.ts as tests, for any connector and whoever plays its system. What a system
 * cannot do is not tested on it; that it can do anything at all is.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {
  Connector,
  Cursor,
  Extraction,
  Page,
  Receiver,
  SinkResult,
  Source,
} from '../../../connectors/contract.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
import { makeWith, type Harness, type World } from './harness.ts';

/** Reads pages until the pull ends. */
export async function readAll(source: Source, from?: Cursor): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of source.pull(from, new AbortController().signal)) pages.push(page);
  return pages;
}

/** The source keys of the records of some pages; a piece that could not be routed counts as its body. */
export function keysOf(pages: readonly Page[]): string[] {
  const extractions = pages.flatMap((page) => page.extractions);
  return extractions.map((extraction) => (extraction.ok ? extraction.record.sourceKey : extraction.body));
}

export function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** What the hub would hold after a restart: the cursor as JSON and back. */
function saved(cursor: Cursor | undefined): Cursor | undefined {
  return cursor === undefined ? undefined : (JSON.parse(JSON.stringify(cursor)) as Cursor);
}

async function firstPage(source: Source, from: Cursor | undefined): Promise<Page> {
  for await (const page of source.pull(from, new AbortController().signal)) return page;
  throw new assert.AssertionError({ message: 'a pull must yield at least one page' });
}

function isZero({ lag }: Page): boolean {
  return lag.events === 0 && lag.seconds === 0;
}

type Running = { world: World; connector: Connector };

function sourceTests(run: () => Running): void {
  const source = () => {
    const { connector } = run();
    assert.ok(connector.source);
    return connector.source;
  };

  it('source: a pull reads all there is, in several pages, and ends with no lag', async () => {
    const pages = await readAll(source());
    assert.deepEqual(sorted(keysOf(pages)), sorted(run().world.sourceKeys ?? []));
    assert.ok(pages.length > 1);
    const last = pages.at(-1);
    assert.ok(last !== undefined && isZero(last));
    assert.ok(pages.slice(0, -1).every((page) => page.lag.events > 0));
  });

  it('source: stopped after every page and begun again from the saved cursor, it loses nothing', async () => {
    const seen: Page[] = [];
    for (let cursor: Cursor | undefined; ; cursor = saved(seen.at(-1)?.cursor)) {
      const page = await firstPage(source(), cursor);
      seen.push(page);
      if (isZero(page)) break;
      assert.ok(seen.length < 100, 'the cursor must lead to the end');
    }
    assert.deepEqual(sorted(keysOf(seen)), sorted(run().world.sourceKeys ?? []));
  });

  it('source: a second pull from the end yields an empty page', async () => {
    const first = await readAll(source());
    const second = await readAll(source(), saved(first.at(-1)?.cursor));
    assert.equal(second.length, 1);
    assert.deepEqual(keysOf(second), []);
    assert.ok(second.every(isZero));
  });

  it('source: a pull ends promptly when its signal fires', async () => {
    const controller = new AbortController();
    const pages = source().pull(undefined, controller.signal);
    const first = pages[Symbol.asyncIterator]().next();
    controller.abort();
    await assert.rejects(first, isAborted);
  });
}

/** For assert.rejects: the caller gave up, and nothing else. */
export function isAborted(error: unknown): boolean {
  return error instanceof ConnectorError && error.code === 'aborted';
}

function lookupTests(run: () => Running): void {
  it('lookup: who is held is found, as a record of that person with its body', async () => {
    const { connector, world } = run();
    assert.ok(connector.lookup && world.lookup);
    const answer = await connector.lookup.lookup(world.lookup.match, new AbortController().signal);
    assert.ok(answer.outcome === 'match');
    assert.equal(answer.record.subject.value, world.lookup.match.personalNumber);
    assert.ok(answer.record.body.includes(world.lookup.match.personalNumber));
    assert.ok(Number.isSafeInteger(answer.record.sourceVersion));
  });

  it('lookup: no match is an answer', async () => {
    const { connector, world } = run();
    assert.ok(connector.lookup && world.lookup);
    for (const query of world.lookup.noMatch) {
      const answer = await connector.lookup.lookup(query, new AbortController().signal);
      assert.deepEqual(answer, { outcome: 'no-match' });
    }
  });

  it('lookup: ends promptly when its signal fires', async () => {
    const { connector, world } = run();
    assert.ok(connector.lookup && world.lookup);
    await assert.rejects(connector.lookup.lookup(world.lookup.match, AbortSignal.abort()), isAborted);
  });
}

function sinkTests(run: () => Running): void {
  const outcomes = (results: readonly SinkResult[]) => results.map(({ outcome }) => outcome);

  it('sink: tells stored, duplicate and refused apart, item by item', async () => {
    const { connector, world } = run();
    assert.ok(connector.sink && world.sink);
    const { good, newer, bad } = world.sink;
    const { signal } = new AbortController();
    const first = await connector.sink.push([good, bad], signal);
    assert.deepEqual(outcomes(first), ['stored', 'refused']);
    assert.ok(first[1]?.outcome === 'refused' && first[1].faults.length > 0);
    assert.deepEqual(outcomes(await connector.sink.push([good], signal)), ['duplicate']);
    assert.deepEqual(outcomes(await connector.sink.push([newer], signal)), ['stored']);
    assert.deepEqual(outcomes(await connector.sink.push([], signal)), []);
  });

  it('sink: ends promptly when its signal fires', async () => {
    const { connector, world } = run();
    assert.ok(connector.sink && world.sink);
    await assert.rejects(connector.sink.push([world.sink.good], AbortSignal.abort()), isAborted);
  });
}

/** Bytes of all kinds: noise, broken text, JSON and markup of any shape. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .array(fc.constantFrom('<', '>', '/', 'a', '&', ';', '"', '<!DOCTYPE a>', '<a>', '</a>', '\0'))
    .map((parts) => Buffer.from(parts.join(''))),
);

/** The bytes a failed extraction has kept. */
function keptBytes({ contentType, body, encoding }: Extraction & { ok: false }): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  return Buffer.from(body, contentType.endsWith('charset=iso-8859-1') ? 'latin1' : 'utf8');
}

/** Whether a message holds what was kept of it: as it stands, or a line of CSV under the message's header. */
function holds(message: Buffer, kept: Buffer): boolean {
  const headerEnd = kept.indexOf('\n');
  return message.includes(kept) || [kept.subarray(0, headerEnd), kept.subarray(headerEnd + 1)].every((part) => message.includes(part)); // prettier-ignore
}

/** That a receiver answers any message, and keeps what it cannot read. */
export function assertTotal(receiver: Receiver, body: Buffer): void {
  for (const contentType of receiver.contentTypes) {
    for (const extraction of receiver.extract(contentType, body)) {
      if (extraction.ok) continue;
      assert.ok(extraction.faults.length > 0);
      assert.ok(holds(body, keptBytes(extraction)), 'the bytes must be kept');
      for (const fault of extraction.faults) assert.match(fault.code, /^[a-z-]+$/);
    }
  }
}

function receiverTests(run: () => Running): void {
  it('receiver: answers any bytes, throws never, and keeps what it cannot read', () => {
    const { receiver } = run().connector;
    assert.ok(receiver);
    fc.assert(
      fc.property(hostile, (body) => {
        assertTotal(receiver, body);
      }),
      { numRuns: 500 },
    );
  });
}

/** Which capabilities a connector has decides which tests are defined, before any system is up. */
export type Capabilities = { source?: true; lookup?: true; sink?: true; receiver?: true };

/** Defines the contract's tests for one connector. */
export function describeContract(harness: Harness, capabilities: Capabilities): void {
  let running: Running | undefined;
  const run = () => {
    assert.ok(running);
    return running;
  };

  beforeEach(async () => {
    const world = await harness.start();
    const { settings, openTopic } = world;
    const { connector } = makeWith(harness.definition, settings, openTopic === undefined ? {} : { openTopic });
    running = { world, connector };
  });

  afterEach(async () => {
    running?.connector.close();
    running?.connector.close();
    await running?.world.stop();
    running = undefined;
  });

  it('has the capabilities it is tested for, and no others', () => {
    const { source, lookup, sink, receiver } = run().connector;
    const has = Object.entries({ source, lookup, sink, receiver }).filter(([, value]) => value !== undefined);
    assert.deepEqual(has.map(([name]) => name).sort(), Object.keys(capabilities).sort());
  });

  it('check: passes when address, credentials and clock are right', async () => {
    await run().connector.check(new AbortController().signal);
    assert.equal(run().connector.breaker, 'closed');
  });

  if (capabilities.source) sourceTests(run);
  if (capabilities.lookup) lookupTests(run);
  if (capabilities.sink) sinkTests(run);
  if (capabilities.receiver) receiverTests(run);
}
