/**
 * The import rules of the folders (docs/adr has why), checked by test/architecture.test.ts and `npm run check`.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const folders = '^(clients|config|connectors|hub|mappings|scripts|test)/';

/** A folder may import from itself and from the folders named, of ours. */
const folder = (name, others, comment) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment,
  from: { path: `^${name}/` },
  to: { path: folders, pathNot: [name, ...others].map((each) => `^${each}/`) },
});

/** A package that only some places may import. */
const packageOnlyIn = (name, places, comment) => ({
  name: `${name}-in-its-place`,
  severity: 'error',
  comment,
  from: { pathNot: `^(${[...places, 'test'].join('|')})/` },
  to: { path: `node_modules/${name}/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    folder('clients', [], 'a client is taken away and used without the rest'),
    folder('config', [], 'config is a leaf'),
    folder('mappings', [], 'mappings are pure functions over the canonical model'),
    folder('connectors', [], 'a connector knows its system and the contract, nothing else'),
    folder('hub', ['connectors', 'mappings', 'config'], 'hub is the only folder that joins the others'),
    folder('scripts', ['connectors', 'mappings', 'config', 'hub'], 'nothing that runs imports the tests'),
    {
      name: 'connector-isolation',
      severity: 'error',
      comment: 'connectors share code through connectors/lib only',
      from: { path: '^connectors/((?:sectors/)?[^/]+)/', pathNot: '^connectors/lib/' },
      to: { path: '^connectors/(?:sectors/)?[^/]+/', pathNot: ['^connectors/$1/', '^connectors/lib/'] },
    },
    {
      name: 'connector-lib-knows-no-system',
      severity: 'error',
      from: { path: '^connectors/lib/' },
      to: { path: '^connectors/', pathNot: ['^connectors/lib/', '^connectors/(contract|errors)[.]ts$'] },
    },
    {
      name: 'stage-isolation',
      severity: 'error',
      comment: 'stages talk through topics and the store',
      from: { path: '^hub/(ingest|normalise|deliver|http)/' },
      to: { path: '^hub/(ingest|normalise|deliver|http)/', pathNot: '^hub/$1/' },
    },
    {
      name: 'only-compose-knows-registries',
      severity: 'error',
      comment: 'who takes part is decided in one place and handed down',
      from: { pathNot: '^(hub/compose|hub/main|scripts/|test/)' },
      to: { path: '^(connectors|mappings)/registry' },
    },
    packageOnlyIn(
      'node-rdkafka',
      ['hub/kafka', 'scripts/bench', 'scripts/sandbox'],
      'Kafka has one door; the bench has the floor it is measured against, the sandbox plays systems that have a Kafka',
    ),
    packageOnlyIn(
      'mongoose',
      ['hub/store', 'scripts/bench'],
      'MongoDB has one door; the bench has the floor it is measured against',
    ),
    packageOnlyIn(
      'express',
      ['hub/http', 'hub/console', 'scripts/sandbox', 'scripts/bench'],
      'HTTP is served in few places',
    ),
    packageOnlyIn('axios', ['connectors/lib', 'hub/deliver/webhooks'], 'outside systems are called in one way'),
    packageOnlyIn('oidc-provider', ['scripts/sandbox'], 'the sandbox only: a development dependency'),
    {
      name: 'mappings-few-packages',
      severity: 'error',
      comment: 'a mapping is a function of its arguments: no I/O, no clock',
      from: { path: '^mappings/' },
      to: { dependencyTypesNot: ['local'], pathNot: ['node_modules/(zod|saxes)/', folders] },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'what runs in production is installed there',
      from: { path: '^(config|connectors|hub|mappings)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
