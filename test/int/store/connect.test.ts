/** Logging in to MongoDB. */
import assert from 'node:assert/strict';
import { StartRefused } from '../../../hub/errors.ts';
import { connectDatabase } from '../../../hub/store/connect.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

describe('connecting to MongoDB', () => {
  const later = cleanups();

  it('with a password it does not take is refused, naming the setting and no secret', async () => {
    const uri = new URL(process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it'));
    [uri.username, uri.password] = ['nobody', 'w0rd'];
    await assert.rejects(connectDatabase({ uri: uri.href, database: 'x' }), (error) => {
      assert.ok(error instanceof StartRefused);
      assert.match(error.message, /mongodb\.uri: expected a user and password/);
      assert.ok(!error.message.includes('w0rd'));
      return true;
    });
  });

  it('names an index that stands in the way, and leaves nothing open', async () => {
    const { connection } = await openDatabase(later);
    await connection.collection('citizens').dropIndex('blocks_1');
    await connection.collection('citizens').createIndex({ blocks: 1 }, { sparse: true, name: 'of_another' }, {});
    const uri = new URL(process.env['MONGODB_URI'] ?? assert.fail('MONGODB_URI is not set: npm test sets it'));
    uri.searchParams.set('appName', connection.name);
    await assert.rejects(connectDatabase({ uri: uri.href, database: connection.name }), (error) => {
      assert.ok(error instanceof StartRefused);
      assert.match(error.message, /mongodb\.database: .*drop of_another and start again/);
      return true;
    });
    const [everybody, own] = [{ allUsers: true, idleConnections: true }, { appName: connection.name }];
    const open = () =>
      connection
        .getClient()
        .db('admin')
        .aggregate([{ $currentOp: everybody }, { $match: own }])
        .toArray();
    await until('the connections are closed', async () => (await open()).length === 0);
  });
});
