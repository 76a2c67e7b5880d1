/** Learning the weights from what stands in the database, by the command that a person runs. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMatchingRules } from '../../../hub/identity/matching/load.ts';
import { citizenStore } from '../../../hub/store/citizens.ts';
import { connectDatabase } from '../../../hub/store/connect.ts';
import { runCli } from '../../../scripts/cli/program.ts';
import { cleanups, root } from '../../support/processes.ts';
import { record } from '../../unit/identity/support.ts';

const people = 1200;
const rare = 'Huyềnhiếm';

describe('lienthong matching estimate', function () {
  this.timeout(120_000);
  const later = cleanups();
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-estimate-'));
  const name = `t${randomBytes(5).toString('hex')}`;
  const uri = process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it');
  const file = join(folder, 'rules.yaml');

  before(async () => {
    const database = await connectDatabase({ uri, database: name });
    later(async () => {
      rmSync(folder, { recursive: true });
      await database.connection.dropDatabase();
      await database.close();
    });
    const documents = Array.from({ length: people }, (_, index) => ({
      _id: `p${String(index).padStart(5, '0')}`,
      etag: 'e',
      revision: 1,
      identifiers: [],
      slices: slicesOf(index).map((slice) => ({ ...slice, revision: 1 })),
      pending: [],
      updatedAt: new Date(0),
      merged: {},
      blocks: [],
      open: [],
    }));
    const lost = await citizenStore(database).writeMany(
      documents.map((document) => ({ document, expected: undefined })),
    );
    assert.deepEqual(lost, []);
  });

  async function run(...args: string[]) {
    const output = { out: '', err: '' };
    const code = await runCli(['matching', 'estimate', ...args], {
      stdout: (text) => (output.out += String(text)),
      stderr: (text) => (output.err += text),
      readInput: () => Promise.resolve(''),
      environment: {
        ...{ MONGODB_URI: uri, MONGODB_DATABASE: name, KAFKA_BROKERS: 'nowhere.invalid:9092' },
        ...{ IDENTITY_PSEUDONYM_KEY: 'k'.repeat(32), AUTH_ISSUER: 'http://a.test/', AUTH_JWKS_URI: 'http://a.test/j' },
        LIENTHONG_CONFIG: join('config', 'default.yaml'),
      },
      root,
      ...{ connectors: {}, mappings: [], mappingTables: [], now: Date.now },
    });
    return { code, ...output };
  }

  it('writes rules that the hub takes, learned from all, and tells of nobody', async () => {
    const { code, out, err } = await run('--write', file);
    assert.deepEqual([code, out], [0, ''], err);
    assert.match(err, /Learned from 1,200 people, 1,200 pairs of what two systems say of one/);
    const rules = loadMatchingRules(file);
    assert.match(rules.version, /^\d{4}-\d\d-\d\d\.estimated$/);
    assert.ok(Math.abs((rules.fields.birthDate['swapped']?.m ?? 0) - 0.1) < 0.03);
    assert.deepEqual(Object.keys(rules.terms.family), ['tran', 'nguyen']);
    const printed = await run();
    assert.match(
      printed.out,
      /^# The rules by which .*\n[^]*Estimated by `lienthong matching estimate` from 1,200 people/,
    );
    assert.ok(!printed.out.includes('huyenhiem'), 'a word that few have is not printed');
  });

  it('says that the place cannot be written before anything is read', async () => {
    for (const place of [join(folder, 'nowhere', 'rules.yaml'), folder]) {
      const { code, err } = await run('--write', place);
      assert.deepEqual([code, err], [1, `The file ${place} cannot be written\nIts folder has to be there, and yours to write in.\n`]); // prettier-ignore
    }
  });

  it('reads a sample where asked to, and refuses to learn from too little', async () => {
    const { code, err } = await run('--sample', '40');
    assert.equal(code, 1);
    assert.match(err, /two systems speak of one person in 40 cases only, expected 500/);
    assert.equal((await run('--sample', 'all')).code, 1);
  });
});

/** One in ten swaps day and month; one has a name nobody else has. */
function slicesOf(index: number) {
  const given = index === 7 ? rare : (['An', 'Bình', 'Châu', 'Dũng'][index % 4] ?? '');
  const name = `${index % 3 === 0 ? 'Nguyễn' : 'Trần'} ${['Văn', 'Thị', 'Minh'][index % 3] ?? ''} ${given}`;
  const born = `${1950 + (index % 60)}-05-12`;
  const swapped = `${1950 + (index % 60)}-12-05`;
  return [
    record({ name, born, personalNumber: `079${String(index).padStart(9, '0')}`, system: 'population' }),
    record({ name, born: index % 10 === 0 ? swapped : born, system: 'health' }),
  ];
}
