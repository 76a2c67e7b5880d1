import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { ConnectorError, type ConnectorErrorCode } from '../../../connectors/errors.ts';
import { retryAfterMs } from '../../../connectors/lib/http-failures.ts';
import { makeHttpClient, type HttpClient } from '../../../connectors/lib/http.ts';

const settings = { timeoutMs: 10_000, connectTimeoutMs: 5000, maxResponseBytes: 4096, clockToleranceSeconds: 300 };
const at = { operation: 'trying', method: 'GET' } as const;
const { signal } = new AbortController();

function fails(code: ConnectorErrorCode) {
  return (error: unknown) => {
    assert.ok(error instanceof ConnectorError);
    assert.equal(error.code, code);
    return true;
  };
}

/** Listens, then sleeps for ever: once its short queue is full, the kernel lets connections wait. */
const deafServer = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

async function startDeaf(): Promise<{ port: number; stop: () => Promise<unknown> }> {
  const worker = new Worker(deafServer, { eval: true });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  // Those that fit into the queue connect; when the first does, it is being filled.
  await Promise.all(fillers.slice(0, 2).map((filler) => once(filler, 'connect')));
  const stop = () => {
    for (const filler of fillers) filler.destroy();
    return worker.terminate();
  };
  return { port, stop };
}

describe('http client, over real sockets', function () {
  this.timeout(20_000);
  let server: Server;
  let url: string;
  let client: HttpClient;
  let connections = 0;
  let behave: (socket: Socket, request: string) => void;

  beforeEach(async () => {
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        behave(socket, data.toString());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    client = makeHttpClient({ system: 'test', now: Date.now, settings });
  });

  afterEach(async () => {
    client.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('reads an answer, and uses the connection again', async () => {
    behave = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\nyes');
    assert.equal((await client.send({ ...at, url }, signal)).text, 'yes');
    assert.equal((await client.send({ ...at, url }, signal)).text, 'yes');
    assert.equal(connections, 1);
  });

  it('connection closed without an answer: connection-reset', async () => {
    behave = (socket) => socket.destroy();
    await assert.rejects(client.send({ ...at, url }, signal), fails('connection-reset'));
  });

  it('connection cut in the middle of the answer: malformed-answer', async () => {
    behave = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
    };
    await assert.rejects(client.send({ ...at, url }, signal), fails('malformed-answer'));
  });

  it('an answer that is not UTF-8: malformed-answer, not a text with holes', async () => {
    behave = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n');
      socket.write(Buffer.from([0x41, 0xff, 0x42]));
    };
    await assert.rejects(client.send({ ...at, url }, signal), fails('malformed-answer'));
  });

  it('bytes that are not HTTP: malformed-answer', async () => {
    behave = (socket) => socket.write('220 mail ready\r\n\r\n');
    await assert.rejects(client.send({ ...at, url }, signal), fails('malformed-answer'));
  });

  it('a packed answer that unpacks beyond the limit: malformed-answer', async () => {
    const bomb = gzipSync(Buffer.alloc(5000, 'a'));
    behave = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${String(bomb.length)}\r\n\r\n`);
      socket.write(bomb);
    };
    await assert.rejects(client.send({ ...at, url }, signal), fails('malformed-answer'));
  });

  it('headers, then nothing: timeout, within the limit of the request', async () => {
    behave = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n');
    await assert.rejects(client.send({ ...at, url, timeoutMs: 30 }, signal), fails('timeout'));
  });

  it('the caller gives up: aborted, even if it is a time-out of its own', async () => {
    behave = () => undefined;
    await assert.rejects(client.send({ ...at, url }, AbortSignal.timeout(20)), fails('aborted'));
    await assert.rejects(client.send({ ...at, url }, AbortSignal.abort()), fails('aborted'));
  });

  it('a redirect is not followed', async () => {
    behave = (socket) => socket.write(`HTTP/1.1 302 Found\r\nlocation: ${url}\r\ncontent-length: 0\r\n\r\n`);
    await assert.rejects(client.send({ ...at, url }, signal), fails('wrong-address'));
    assert.equal(connections, 1);
  });

  it('nobody listens: unreachable, with a cause that names the code only', async () => {
    const port = Number(new URL(url).port);
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(client.send({ ...at, url }, signal), (error) => {
      assert.ok(error instanceof ConnectorError && error.cause instanceof Error);
      assert.equal(error.code, 'unreachable');
      assert.equal(error.cause.message, 'ECONNREFUSED');
      assert.ok(!JSON.stringify([error, error.cause, error.stack, error.cause.stack]).includes(String(port)));
      return true;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('a connection that is not made: unreachable, not timeout, within the limit for connecting', async () => {
    const deaf = await startDeaf();
    client.close();
    client = makeHttpClient({ system: 'test', now: Date.now, settings: { ...settings, connectTimeoutMs: 50 } });
    try {
      await assert.rejects(client.send({ ...at, url: `http://127.0.0.1:${String(deaf.port)}/` }, signal), (error) => {
        assert.ok(error instanceof ConnectorError && error.cause instanceof Error);
        assert.deepEqual([error.code, error.cause.message], ['unreachable', 'ETIMEDOUT']);
        return true;
      });
    } finally {
      await deaf.stop();
    }
  });

  it('a listener on the signal does not stay behind', async () => {
    behave = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    let listeners = 0;
    const { signal: counted } = new AbortController();
    const add = counted.addEventListener.bind(counted);
    const remove = counted.removeEventListener.bind(counted);
    counted.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    counted.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await client.send({ ...at, url }, counted);
    assert.equal(listeners, 0);
  });
});

describe('Retry-After', function () {
  this.timeout(20_000);
  const now = Date.UTC(2026, 0, 1);

  it('is read as seconds or as a date, bounded, and never negative', () => {
    assert.equal(retryAfterMs('7', now), 7000);
    assert.equal(retryAfterMs(new Date(now + 5000).toUTCString(), now), 5000);
    assert.equal(retryAfterMs(new Date(now - 5000).toUTCString(), now), 0);
    assert.equal(retryAfterMs('999999999', now), 86_400_000);
    assert.equal(retryAfterMs('soon', now), undefined);
    assert.equal(retryAfterMs(undefined, now), undefined);
  });
});
