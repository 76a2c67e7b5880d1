/** Logging in to MongoDB. */
import assert from 'node:assert/strict';
import { StartRefused } from '../../../hub/errors.ts';
import { connectDatabase } from '../../../hub/store/connect.ts';

describe('connecting to MongoDB', () => {
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
});
