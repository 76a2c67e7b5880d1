/** The examples of the OpenAPI document: each request does what it says here, each answer is one that can come. */
import assert from 'node:assert/strict';
import { documentedOperations } from '../../support/documented.ts';
import { exampleWorld } from './support/example-world.ts';
import { send, startTestHub, type TestHub } from './support/hub.ts';

describe('the examples of the OpenAPI document', () => {
  const operations = documentedOperations();
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub(exampleWorld());
  });
  after(() => hub.close());

  it('are there for everything a request needs', () => {
    const bare = operations.flatMap(({ id, missing }) => missing.map((what) => `${id}: ${what}`));
    assert.deepEqual(bare, []);
  });

  it('are there for every answer', () => {
    const answers = operations.flatMap(({ id, statuses }) => statuses.map((status) => `${id} ${status}`));
    const shown = new Set(operations.flatMap(({ examples }) => examples.map(({ where }) => where)));
    assert.ok(answers.length > 60);
    assert.deepEqual(answers.filter((answer) => !shown.has(answer)), []); // prettier-ignore
  });

  it('are as their schemas say', () => {
    const wrong = operations.flatMap(({ examples }) => examples.filter(({ fault }) => fault !== undefined));
    assert.deepEqual(wrong, []);
  });

  for (const { id, scope, request, faultOf } of operations) {
    it(`${id}: the request is done, and the answer is one that is documented`, async () => {
      const { method, path, body } = request;
      const token = scope === undefined ? {} : { token: await hub.issuer.token('portal', scope) };
      const answer = await send(hub, path, { method, ...token, ...(body === undefined ? {} : { body }) });
      assert.ok(answer.status >= 200 && answer.status < 300, `${answer.status} ${answer.text}`);
      const contentType = answer.headers.get('content-type') ?? '';
      assert.equal(faultOf({ status: answer.status, contentType, json: answer.body }), undefined);
    });
  }
});
