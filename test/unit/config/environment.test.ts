import assert from 'node:assert/strict';
import { canary, createProject, required } from './support.ts';

const prefix = 'CONNECTORS_WEATHER_SERVICE_';
const complete = { ...required, [`${prefix}BASE_URL`]: 'https://w.example.vn', [`${prefix}API_KEY`]: canary };

describe('settings from environment variables', () => {
  const project = createProject();
  after(() => {
    project.remove();
  });

  function weatherWith(variable: string, text: string): object {
    const result = project.load({ ...complete, [`${prefix}${variable}`]: text });
    assert.equal(result.ok, true, JSON.stringify(result));
    const weather = result.configuration.connectors['weather-service'];
    return typeof weather === 'object' && weather !== null ? weather : assert.fail();
  }

  const taken: [string, string, string, object][] = [
    ['a text', 'OFFICER', '037', { officer: '037' }],
    ['a number', 'RATIO', '0.25', { ratio: 0.25 }],
    ['true', 'VERBOSE', 'false', { verbose: false }],
    ['a list by commas', 'STATIONS', 'Huế, Đà Nẵng,', { stations: ['Huế', 'Đà Nẵng'] }],
    ['a list of numbers by commas', 'HOURS', '1,2', { hours: [1, 2] }],
    ['a list as JSON', 'STATIONS', '["a,b", "c"]', { stations: ['a,b', 'c'] }],
    ['a map as JSON', 'CODES', '{"ok": 0}', { codes: { ok: 0 } }],
    ['a nested setting', 'LIMITS_PER_SECOND', '7', { limits: { perSecond: 7 } }],
    ['nothing where the variable is empty', 'RATIO', '', { ratio: 0.5 }],
  ];
  for (const [what, variable, text, expected] of taken) {
    it(`reads ${what}`, () => {
      const settings = weatherWith(variable, text);
      assert.deepEqual({ ...settings, ...expected }, settings);
    });
  }

  const refused: [string, string, string][] = [
    ['HTTP_PORT', '80x', 'http.port'],
    ['HTTP_PORT', '0x50', 'http.port'],
    ['HTTP_PORT', '80.5', 'http.port'],
    [`${prefix}RATIO`, 'NaN', 'connectors.weather-service.ratio'],
    [`${prefix}VERBOSE`, 'yes', 'connectors.weather-service.verbose'],
    [`${prefix}HOURS`, '1,two', 'connectors.weather-service.hours.1'],
    [`${prefix}STATIONS`, '["a"', 'connectors.weather-service.stations'],
    [`${prefix}CODES`, '{ok: 0}', 'connectors.weather-service.codes'],
    ['ROLES', 'http,juggle', 'roles.1'],
  ];
  for (const [variable, text, path] of refused) {
    it(`refuses ${variable}=${text}`, () => {
      const result = project.load({ ...complete, [variable]: text });
      assert.equal(result.ok, false);
      assert.deepEqual(
        result.problems.map((problem) => [problem.path, problem.source]),
        [[path, `environment variable ${variable}`]],
      );
    });
  }

  it('refuses a variable of a connector setting that is not known, and leaves other programs’ alone', () => {
    const result = project.load({
      ...complete,
      [`${prefix}RATOI`]: canary,
      KAFKA_HEAP_OPTS: '-Xmx1g',
      HTTP_PROXY: 'x',
    });
    assert.equal(result.ok, false);
    assert.deepEqual(result.problems, [
      {
        path: `${prefix}RATOI`,
        expected: `a variable of a known connector setting; did you mean ${prefix}RATIO?`,
        source: `environment variable ${prefix}RATOI`,
      },
    ]);
  });
});
