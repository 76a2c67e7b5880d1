import assert from 'node:assert/strict';
import type { LoadResult } from '../../../config/load.ts';
import { formatProblems, type Problem } from '../../../config/problems.ts';
import { canary, createProject, required } from './support.ts';

function problemsOf(result: LoadResult): Problem[] {
  assert.equal(result.ok, false, 'the configuration was taken');
  return result.problems;
}

function problemAt(problems: readonly Problem[], path: string): Problem {
  const found = problems.filter((problem) => problem.path === path);
  assert.equal(found.length, 1, `${path}: ${JSON.stringify(problems)}`);
  return found[0] ?? assert.fail();
}

describe('loading the configuration', () => {
  let project: ReturnType<typeof createProject>;
  beforeEach(() => {
    project = createProject();
  });
  afterEach(() => {
    project.remove();
  });

  it('takes what is right, with defaults, and says where each value came from', () => {
    project.write('config/default.yaml', 'kafka:\n  partitions: 12\n');
    const result = project.load(required);
    assert.equal(result.ok, true);
    assert.equal(result.configuration.kafka.partitions, 12);
    assert.equal(result.configuration.http.port, 8480);
    assert.deepEqual(result.configuration.connectors, {});
    assert.equal(result.sources['kafka.partitions'], 'config/default.yaml:2');
    assert.equal(result.sources['kafka.brokers'], 'environment variable KAFKA_BROKERS');
    assert.equal(result.sources['http.port'], 'default');
    assert.equal('connectors.weather-service.baseUrl' in result.sources, false);
  });

  it('lays default, environment, own file and variables over one another, setting by setting', () => {
    project.write('config/default.yaml', 'http: {port: 1, host: a}\nlogging: {level: debug}\nkafka: {clientId: one}\n');
    project.write('config/environments/test.yaml', 'http: {port: 2}\nlogging: {level: warn}\n');
    project.write('own.yaml', 'http: {port: 3}\n');
    const result = project.load({
      ...required,
      LIENTHONG_ENVIRONMENT: 'test',
      LIENTHONG_CONFIG: 'own.yaml',
      KAFKA_CLIENT_ID: 'four',
    });
    assert.equal(result.ok, true);
    const { http, logging, kafka } = result.configuration;
    assert.deepEqual([http.host, logging.level, http.port, kafka.clientId], ['a', 'warn', 3, 'four']);
    assert.equal(result.sources['http.port'], 'own.yaml:1');
    assert.equal(result.sources['logging.level'], 'config/environments/test.yaml:2');
  });

  it('replaces a list or a map as a whole', () => {
    project.write('config/default.yaml', 'roles: [ingest, http]\nkafka: {options: {a: X, b: Y}}\n');
    project.write('own.yaml', 'roles: [deliver]\nkafka: {options: {c: Z}}\n');
    const result = project.load({ ...required, LIENTHONG_CONFIG: 'own.yaml' });
    assert.equal(result.ok, true);
    assert.deepEqual(result.configuration.roles, ['deliver']);
    assert.deepEqual(result.configuration.kafka.options, { c: 'Z' });
  });

  it('tells every kind of problem at once, by path, with what was expected and where it stands', () => {
    const own = [
      'kafka:',
      '  borkers: x', // unknown key
      '  partitions: many', // wrong type
      '  topicPrefix: Ô', // wrong pattern
      'http: 8480', // a value for a section
      'ops: {port: 70000}', // out of range
      'roles: [http, juggle]', // not in the list, inside a list
      'logging: {level: loud}', // not in the list
      'auth: {issuer: login.example.vn}', // not a URL
      'prefill: {policies: [{client: portal, purposes: TTHC, forms: [ct01], legalBasis: x}]}', // wrong shape, inside a list
      'connectors:',
      '  wether-service: {}', // unknown connector
      '  weather-service: {apiKey: short, officer: 037}', // secret too short, number for a text
    ];
    project.write('own.yaml', own.join('\n'));
    const problems = problemsOf(project.load({ LIENTHONG_CONFIG: 'own.yaml', NORMALISE_BATCH_SIZE: '12.5' }));
    assert.deepEqual(new Set(problems.map(({ path }) => path)), new Set([
      'kafka.borkers', 'kafka.brokers', 'kafka.partitions', 'kafka.topicPrefix', 'mongodb.uri',
      'identity.pseudonymKey', 'http', 'ops.port', 'roles.1', 'logging.level', 'auth.issuer', 'auth.jwksUri',
      'prefill.policies.0.purposes', 'normalise.batchSize', 'connectors.wether-service',
      'connectors.weather-service.baseUrl', 'connectors.weather-service.apiKey',
      'connectors.weather-service.officer',
    ])); // prettier-ignore
    assert.deepEqual(problemAt(problems, 'kafka.borkers'), {
      path: 'kafka.borkers',
      expected: 'a known setting; did you mean kafka.brokers?',
      source: 'own.yaml:2',
    });
    assert.deepEqual(problemAt(problems, 'kafka.partitions'), {
      path: 'kafka.partitions',
      expected: 'whole number, 1 to 1000',
      found: '"many"',
      source: 'own.yaml:3',
    });
    assert.deepEqual(problemAt(problems, 'kafka.brokers'), {
      path: 'kafka.brokers',
      expected: 'text, not empty',
      found: 'nothing',
      source: 'not set; environment variable KAFKA_BROKERS sets it',
    });
    assert.equal(problemAt(problems, 'kafka.topicPrefix').expected, 'lower-case letters, digits, dots, hyphens');
    assert.equal(problemAt(problems, 'http').expected, 'a section with host, port, maxBodyBytes');
    assert.equal(problemAt(problems, 'ops.port').found, '70000');
    assert.match(problemAt(problems, 'roles.1').expected, /^one of ingest, normalise/);
    assert.equal(problemAt(problems, 'prefill.policies.0.purposes').expected, 'list (not empty) of text, not empty');
    assert.match(
      problemAt(problems, 'connectors.wether-service').expected,
      /did you mean connectors.weather-service\?/,
    );
    assert.deepEqual(problemAt(problems, 'connectors.weather-service.apiKey'), {
      path: 'connectors.weather-service.apiKey',
      expected: 'text of at least 8 characters',
      source: 'own.yaml:13',
    });
    assert.equal(problemAt(problems, 'connectors.weather-service.officer').expected, 'text, in quotes');
    assert.equal(problemAt(problems, 'normalise.batchSize').source, 'environment variable NORMALISE_BATCH_SIZE');

    const text = formatProblems(problems);
    assert.match(text, /^The configuration has 18 problems:/);
    assert.match(text, /kafka\.partitions\n {4}expected whole number, 1 to 1000, found "many"\n {4}own\.yaml:3/);
  });

  it('names the line of the entry of a list, of a key in it, and of the entry where the key is not there', () => {
    const own = [
      'roles:',
      '  - http',
      '  - juggle', // line 3
      'prefill:',
      '  policies:',
      '    - {client: portal, purposes: [TTHC], forms: [ct01], legalBasis: x}',
      '    - client: desk', // line 7: no legal basis
      '      purposes:',
      '        - TTHC',
      '        - ""', // line 10
      '      forms: all', // line 11
      '      clases: [basic]', // line 12
    ];
    project.write('own.yaml', own.join('\n'));
    const problems = problemsOf(project.load({ ...required, LIENTHONG_CONFIG: 'own.yaml' }));
    const lines = problems.map(({ path, source }) => [path, source]);
    assert.deepEqual(new Map(lines.map(([path = '', source]) => [path, source])), new Map([
      ['roles.1', 'own.yaml:3'],
      ['prefill.policies.1.purposes.1', 'own.yaml:10'],
      ['prefill.policies.1.forms', 'own.yaml:11'],
      ['prefill.policies.1.legalBasis', 'own.yaml:7'],
      ['prefill.policies.1.clases', 'own.yaml:12'],
    ])); // prettier-ignore
  });

  it('keeps to itself what a secret setting holds, and passwords inside an address that is not one', () => {
    project.write('own.yaml', `mongodb: {uri: "http://u:${canary}@h"}\nidentity: {pseudonymKey: ${canary}}\n`);
    const problems = problemsOf(
      project.load({
        LIENTHONG_CONFIG: 'own.yaml',
        KAFKA_OPTIONS: `{"sasl.password": ["${canary}"]}`,
        AUTH_ISSUER: `ftp://user:${canary}@host/?key=${canary}`,
        CONNECTORS_WEATHER_SERVICE_WATCHERS: `[{"url": 3, "token": "${canary}", "tokne": "${canary}"}]`,
        CONNECTORS_WEATHER_SERVICE_API_KEE: canary,
      }),
    );
    const paths = problems.map(({ path }) => path);
    for (const path of ['mongodb.uri', 'identity.pseudonymKey', 'auth.issuer', 'kafka.options.sasl.password']) {
      assert.ok(paths.includes(path), `${path} is not among ${paths.join(', ')}`);
    }
    assert.ok(paths.includes('connectors.weather-service.watchers.0.tokne'));
    assert.match(problemAt(problems, 'auth.issuer').found ?? '', /ftp:\/\/\*\*\*@host\/\?key=\*\*\*/);
    assert.equal(JSON.stringify(problems).includes(canary), false);
    assert.equal(formatProblems(problems).includes(canary), false);
  });

  it('says the line of a YAML error, never the text, and still checks the rest', () => {
    project.write('own.yaml', `kafka:\n  brokers: *${canary}\n`);
    const problems = problemsOf(project.load({ LIENTHONG_CONFIG: 'own.yaml', HTTP_PORT: 'x' }));
    assert.equal(problemAt(problems, 'own.yaml').source, 'own.yaml:2');
    assert.equal(problemAt(problems, 'http.port').found, '"x"');
    assert.match(problemAt(problems, 'kafka.brokers').source, /^not set in what could be read/);
    assert.equal(JSON.stringify(problems).includes(canary), false);
  });

  it('refuses a key written twice, two documents, a list for the whole, and aliases', () => {
    const expected = new Map([
      ['http: {port: 1}\nhttp: {port: 2}\n', /each key once/],
      ['http: {port: 1}\n---\nhttp: {port: 2}\n', /one YAML document/],
      ['- http\n', /a section with roles, kafka/],
      ['ops: &here {port: 1}\nhttp: *here\n', /no aliases/],
    ]);
    for (const [text, message] of expected) {
      project.write('own.yaml', text);
      const problems = problemsOf(project.load({ ...required, LIENTHONG_CONFIG: 'own.yaml' }));
      assert.match(problemAt(problems, 'own.yaml').expected, message);
    }
  });

  it('names a file that is not there, and an environment that is no name', () => {
    const problems = problemsOf(
      project.load({ ...required, LIENTHONG_ENVIRONMENT: '../../etc', LIENTHONG_CONFIG: 'gone.yaml' }),
    );
    assert.equal(problemAt(problems, 'gone.yaml').source, 'environment variable LIENTHONG_CONFIG');
    assert.match(problemAt(problems, 'LIENTHONG_ENVIRONMENT').expected, /config\/environments/);
    const missing = problemsOf(project.load({ ...required, LIENTHONG_ENVIRONMENT: 'staging' }));
    assert.match(problemAt(missing, 'config/environments/staging.yaml').source, /LIENTHONG_ENVIRONMENT/);
  });

  it('takes keys that every object has for what they are: unknown', () => {
    project.write('own.yaml', '__proto__: {http: {port: 1}}\nconstructor: 1\nconnectors: {toString: {}}\n');
    const problems = problemsOf(project.load({ ...required, LIENTHONG_CONFIG: 'own.yaml' }));
    assert.deepEqual(problems.map(({ path }) => path).sort(), ['__proto__', 'connectors.toString', 'constructor']);
  });

  it('turns a connector on by its section or by one variable, and then asks for all it needs', () => {
    project.write('own.yaml', 'connectors:\n  weather-service:\n');
    const missing = ['connectors.weather-service.baseUrl', 'connectors.weather-service.apiKey'];
    const bySection = problemsOf(project.load({ ...required, LIENTHONG_CONFIG: 'own.yaml' }));
    assert.deepEqual(bySection.map(({ path }) => path), missing); // prettier-ignore
    const byVariable = problemsOf(
      project.load({ ...required, CONNECTORS_WEATHER_SERVICE_BASE_URL: 'https://weather.example.vn' }),
    );
    assert.deepEqual(byVariable.map(({ path }) => path), missing.slice(1)); // prettier-ignore
  });

  it('passes on what a schema says of several settings together', () => {
    const problems = problemsOf(
      project.load({
        ...required,
        CONNECTORS_WEATHER_SERVICE_BASE_URL: 'https://weather.example.vn',
        CONNECTORS_WEATHER_SERVICE_API_KEY: 'long enough',
        CONNECTORS_WEATHER_SERVICE_VERBOSE: 'true',
      }),
    );
    assert.deepEqual(problemAt(problems, 'connectors.weather-service.verbose'), {
      path: 'connectors.weather-service.verbose',
      expected: 'false where no stations are listed',
      found: 'true',
      source: 'environment variable CONNECTORS_WEATHER_SERVICE_VERBOSE',
    });
  });
});
