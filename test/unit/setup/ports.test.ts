import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { setUpFunction } from './set-up-function.ts';

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { server, port: address.port };
}

describe('ports of a start', () => {
  let servers: Server[] = [];
  afterEach(() => {
    for (const server of servers) server.close();
    servers = [];
  });

  it('are those of the table, or those the variables name', async () => {
    const choosePorts = await setUpFunction('ports', 'choosePorts');
    assert.deepEqual(choosePorts({ KAFKA_PORT: '19000' }), {
      ports: { api: 8480, ops: 8481, sandbox: 8490, kafka: 19000, kafkaController: 9393, mongodb: 27117 },
      faults: [],
    });
  });

  it('are refused when they are no ports or meet, every fault named', async () => {
    const choosePorts = await setUpFunction('ports', 'choosePorts');
    const chosen = choosePorts({ HTTP_PORT: 'abc', OPS_PORT: '70000', SANDBOX_PORT: '9392' });
    assert.ok(typeof chosen === 'object' && chosen !== null && 'faults' in chosen);
    assert.deepEqual(chosen.faults, [
      'HTTP_PORT is "abc": expected a port, 1 to 65535',
      'OPS_PORT is "70000": expected a port, 1 to 65535',
      'KAFKA_PORT and SANDBOX_PORT are both 9392',
    ]);
  });

  it('in use are all named, each with the variable that moves it', async () => {
    const checkPorts = await setUpFunction('ports', 'checkPorts');
    const [first, second] = await Promise.all([listening(), listening()]);
    servers = [first.server, second.server];
    const ports = { api: first.port, ops: 0, mongodb: second.port };
    await assert.rejects(Promise.resolve(checkPorts(ports, ['api', 'ops', 'mongodb'])), (error: unknown) => {
      assert.ok(error instanceof Error && 'details' in error && Array.isArray(error.details));
      assert.equal(error.details.length, 3);
      assert.match(String(error.details[0]), new RegExp(`^port ${String(first.port)} \\(API\\) .*HTTP_PORT=`));
      assert.match(String(error.details[1]), new RegExp(`^port ${String(second.port)} \\(MongoDB\\) .*MONGODB_PORT=`));
      return true;
    });
  });
});
