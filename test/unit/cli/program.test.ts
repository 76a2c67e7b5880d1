import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../../config/root.ts';
import { newSealKeys } from '../../../hub/prefill/new-keys.ts';
import { useNock } from '../../support/nock.ts';
import { createStage, playApi, playToken } from './support.ts';

describe('lienthong', () => {
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  it('helps where a command is not known, and suggests the one meant', async () => {
    const { code, out, err } = await stage.run(['statsu']);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /unknown command 'statsu'\n\(Did you mean status\?\)\n\nUsage: lienthong/);
    for (const command of ['token', 'config', 'status', 'failures'])
      assert.match(err, new RegExp(`^  ${command}`, 'm'));
  });

  it('tells its version', async () => {
    const { code, out } = await stage.run(['--version']);
    const read: unknown = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
    assert.deepEqual([code, out], [0, `${String(Reflect.get(Object(read) as object, 'version'))}\n`]);
  });

  it('helps on request', async () => {
    const { code, out, err } = await stage.run(['failures', 'replay', '--help']);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /--reason <text>/);
  });
});

describe('lienthong status', () => {
  useNock({ complete: true });
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  const counts = { received: 10, applied: 7, superseded: 2, failed: 1, lag: 0 };
  const pipeline = {
    topics: [{ topic: 'records.civil-status', partitions: 6, ...counts }],
    totals: counts,
    connectors: [
      {
        id: 'population',
        lagEvents: 12,
        lagSeconds: 3,
        breaker: 'open',
        lastError: { code: 'timeout', at: '2026-03-04T05:06:07.000Z' },
      },
      {
        id: 'social-insurance',
        lagEvents: 40,
        lagSeconds: 900,
        breaker: 'closed',
        lastError: { code: 'delivery-missing', at: '2026-03-04T05:06:07.000Z', delivery: 12 },
      },
    ],
  };

  async function statusOf(totals: object, args: string[] = []) {
    playToken();
    playApi()
      .get('/v1/pipeline')
      .reply(200, { ...pipeline, totals: { ...counts, ...totals } });
    return stage.run(['status', ...args]);
  }

  it('prints topics, the account and the connectors', async () => {
    const { code, out, err } = await statusOf({});
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^records\.civil-status +6 +10 +7 +2 +1 +0$/m);
    assert.match(out, /^Adds up: 10 received = 7 applied \+ 2 superseded \+ 1 failed \+ 0 waiting\.$/m);
    assert.match(out, /^population +12 +3 +open +timeout at 2026-03-04T05:06:07\.000Z$/m);
    assert.match(
      out,
      /^social-insurance +40 +900 +closed +delivery-missing at .*\n\nsocial-insurance waits for delivery 12\.\n$/m,
    );
  });

  it('counts what waits, and fails when records are missing or Kafka could not be asked', async () => {
    const waiting = await statusOf({ received: 15, lag: 5 });
    assert.equal(waiting.code, 0);
    assert.match(waiting.out, /^Adds up: 15 received = .* \+ 5 waiting\.$/m);
    const lost = await statusOf({ received: 11 });
    assert.equal(lost.code, 1);
    assert.match(lost.err, /^Does not add up: 11 received, but 7 applied .* = 10\.\n.*ask again/);
    const unknown = await statusOf({ received: null, lag: null });
    assert.equal(unknown.code, 1);
    assert.match(unknown.out, /^all +6 +- +7 +2 +1 +-$/m);
  });

  it('prints JSON with the verdict', async () => {
    const { out } = await statusOf({}, ['--json']);
    assert.deepEqual(JSON.parse(out), { ...pipeline, addsUp: true });
  });
});

describe('lienthong config', () => {
  const canary = 'canary-9d2c7a';
  const stage = createStage();
  after(() => {
    stage.remove();
  });
  const environment = {
    KAFKA_BROKERS: 'kafka-1:9092',
    MONGODB_URI: `mongodb://u:${canary}@mongo`,
    IDENTITY_PSEUDONYM_KEY: `${canary}-and-so-on-to-thirty-two`,
    AUTH_ISSUER: 'https://login.example.vn',
    AUTH_JWKS_URI: `https://u:${canary}@login.example.vn/jwks`,
    CONNECTORS_WEATHER_SERVICE_BASE_URL: 'https://weather.example.vn',
    CONNECTORS_WEATHER_SERVICE_API_KEY: canary,
    PREFILL_SEALS_KEYS_FILE: join(stage.root, 'seal-keys.json'),
  };

  before(() => {
    write('seal-keys.json', newSealKeys());
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(stage.root, path)), { recursive: true });
    writeFileSync(join(stage.root, path), text);
  }

  it('prints every setting in force, secrets masked, in each of its forms', async () => {
    for (const options of [[], ['--sources'], ['--json'], ['--json', '--sources']]) {
      const { code, out, err } = await stage.run(['config', ...options], environment);
      assert.deepEqual([code, err], [0, '']);
      assert.equal(out.includes(canary), false, options.join(' '));
    }
    const { out } = await stage.run(['config'], environment);
    assert.match(out, /^kafka\.brokers: kafka-1:9092$/m);
    assert.match(out, /^mongodb\.uri: \*{8}$/m);
    assert.match(out, /^roles: \["ingest",/m);
    assert.match(out, /^connectors\.weather-service\.apiKey: \*{8}$/m);
  });

  it('says where each value came from', async () => {
    write('own.yaml', 'http:\n  port: 9000\n');
    const { out } = await stage.run(['config', '--sources'], { ...environment, LIENTHONG_CONFIG: 'own.yaml' });
    assert.match(out, /^http\.port: 9000 {2}# own\.yaml:2$/m);
    assert.match(out, /^kafka\.brokers: kafka-1:9092 {2}# environment variable KAFKA_BROKERS$/m);
    assert.match(out, /^ops\.port: 8481 {2}# default$/m);
  });

  it('lists everything that is wrong and fails', async () => {
    const wrong = { ...environment, KAFKA_BROKERS: '', HTTP_PORT: 'x', MONGODB_URI: canary };
    const { code, out, err } = await stage.run(['config'], wrong);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^The configuration has 3 problems:/);
    for (const path of ['kafka.brokers', 'http.port', 'mongodb.uri']) assert.ok(err.includes(`\n  ${path}\n`), path);
    assert.equal(err.includes(canary), false);
    const json = await stage.run(['config', '--json'], wrong);
    assert.equal(json.code, 1);
    assert.equal(json.out.includes('"path": "http.port"'), true);
    assert.equal(json.out.includes(canary), false);
  });

  it('lists what the hub would refuse at its start, though every setting by itself is right', async () => {
    const row = (form: string) => `    - client: portal\n      purposes: [TTHC]\n      legalBasis: Luật\n      forms:\n        - ${form}\n`; // prettier-ignore
    write('own.yaml', `prefill:\n  policies:\n${row('ct01')}${row('ct02')}`);
    const wrong = {
      ...environment,
      LIENTHONG_CONFIG: 'own.yaml',
      PREFILL_SEALS_KEYS_FILE: join(stage.root, 'nowhere'),
    };
    const { code, out, err } = await stage.run(['config'], wrong);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^The configuration has 2 problems:\n/);
    assert.match(
      err,
      /\n {2}prefill\.policies\.1\.forms\n {4}expected one of .*ct01.*, or \*, found ct02\n {4}own\.yaml:11\n/,
    );
    assert.match(err, /\n {2}prefill\.seals\.keysFile\n {4}expected a file that can be read \(ENOENT\)\n/);
    assert.match((await stage.run(['config', '--json'], wrong)).out, /"path": "prefill\.seals\.keysFile"/);
    const withoutApi = { ...wrong, ROLES: 'ingest' };
    assert.equal((await stage.run(['config'], withoutApi)).code, 0, 'only the API has policies and seals');
  });

  it('takes the configuration npm start wrote, unless another is named', async () => {
    write('.data/hub.yaml', 'http: {port: 9001}\n');
    write('own.yaml', 'http: {port: 9002}\n');
    assert.match((await stage.run(['config'], environment)).out, /^http\.port: 9001$/m);
    const own = await stage.run(['config'], { ...environment, LIENTHONG_CONFIG: 'own.yaml' });
    assert.match(own.out, /^http\.port: 9002$/m);
  });
});
