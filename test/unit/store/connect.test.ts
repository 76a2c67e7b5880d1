/** Connecting to MongoDB with settings that can never work. */
import assert from 'node:assert/strict';
import { classify, StartRefused } from '../../../hub/errors.ts';
import { connectDatabase } from '../../../hub/store/connect.ts';

const secret = 'w0rd';

const wrong = {
  'a password with an @ in it': `mongodb://hub:p@ss:${secret}@db1/?replicaSet=x`,
  'a misspelt option': `mongodb://hub:${secret}@db1/?replicSet=x`,
  'a port that is none': `mongodb://hub:${secret}@db1:99999/`,
  'a value that is none': `mongodb://hub:${secret}@db1/?readPreference=foo`,
  'a way to log in without a user': 'mongodb://db1/?authMechanism=PLAIN',
};

describe('connecting to MongoDB', () => {
  for (const [what, uri] of Object.entries(wrong)) {
    it(`with ${what} is refused, naming the setting and no secret`, async () => {
      await assert.rejects(connectDatabase({ uri, database: 'x' }), (error) => {
        assert.ok(error instanceof StartRefused);
        assert.match(error.message, /mongodb\.uri: expected/);
        assert.ok(!error.message.includes(secret) && !error.message.includes('db1'));
        return true;
      });
    });
  }

  it('while nobody answers is to be tried again', async () => {
    const uri = 'mongodb://127.0.0.1:1/';
    await assert.rejects(connectDatabase({ uri, database: 'x' }), (error) => {
      assert.deepEqual(classify(error), { code: 'store-unavailable', disposition: 'transient' });
      return true;
    });
  });
});
