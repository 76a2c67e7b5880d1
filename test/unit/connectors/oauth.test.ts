import assert from 'node:assert/strict';
import { ConnectorError } from '../../../connectors/errors.ts';
import type { HttpClient, HttpRequest } from '../../../connectors/lib/http.ts';
import { makeTokenLease, withToken } from '../../../connectors/lib/oauth.ts';

const settings = { tokenEndpoint: 'https://x.invalid/token', clientId: 'a:b', clientSecret: 'c d%', scope: 'feed' };
const { signal } = new AbortController();

/** A token endpoint that gives out token-1, token-2, … */
function play(answer: { status?: number; text?: string } = {}) {
  const state = { now: 1_000_000, requests: [] as HttpRequest[] };
  const http: HttpClient = {
    send: (request) => {
      state.requests.push(request);
      const token = { access_token: `token-${String(state.requests.length)}`, expires_in: 600 };
      const text = answer.text ?? JSON.stringify(token);
      return Promise.resolve({
        status: answer.status ?? 200,
        contentType: '',
        date: undefined,
        retryAfter: undefined,
        text,
      });
    },
    judge: () => new ConnectorError('refused', { system: 'test', operation: 'trying' }),
    close: () => undefined,
  };
  return { state, token: makeTokenLease({ system: 'test', now: () => state.now, http, settings }) };
}

const ok = (text: string) => ({ status: 200, contentType: '', date: undefined, retryAfter: undefined, text });
const unauthorised = new ConnectorError('wrong-credentials', { system: 'test', operation: 'trying', status: 401 });

describe('access token', function () {
  this.timeout(20_000);
  it('is fetched once for all who ask at the same time, with form-encoded basic credentials', async () => {
    const { state, token } = play();
    const tokens = await Promise.all([token.get(signal), token.get(signal), token.get(signal)]);
    assert.deepEqual(tokens, ['token-1', 'token-1', 'token-1']);
    assert.equal(state.requests.length, 1);
    const header = state.requests[0]?.headers?.['authorization'] ?? '';
    assert.equal(Buffer.from(header.slice(6), 'base64').toString(), 'a%3Ab:c+d%25');
    assert.equal(state.requests[0]?.body, 'grant_type=client_credentials&scope=feed');
  });

  it('is kept until shortly before its end', async () => {
    const { state, token } = play();
    await token.get(signal);
    state.now += 569_000;
    assert.equal(await token.get(signal), 'token-1');
    state.now += 2_000;
    assert.equal(await token.get(signal), 'token-2');
  });

  it('one who gives up does not take the fetch away from the others', async () => {
    const { token } = play();
    const other = token.get(signal);
    await assert.rejects(token.get(AbortSignal.abort()));
    assert.equal(await other, 'token-1');
  });

  it('is renewed once on 401, and a second 401 is passed on', async () => {
    const { state, token } = play();
    const used: string[] = [];
    const call = (refused: readonly string[]) => (bearer: string) => {
      used.push(bearer);
      return refused.includes(bearer) ? Promise.reject(unauthorised) : Promise.resolve(ok('yes'));
    };
    assert.equal((await withToken(token, signal, call(['token-1']))).text, 'yes');
    assert.deepEqual(used, ['token-1', 'token-2']);
    await assert.rejects(withToken(token, signal, call(['token-2', 'token-3'])), unauthorised);
    assert.equal(state.requests.length, 3);
  });

  it('found dead by two at once is renewed once', async () => {
    const { state, token } = play();
    const call = (bearer: string) =>
      bearer === 'token-1' ? Promise.reject(unauthorised) : Promise.resolve(ok(bearer));
    const answers = await Promise.all([withToken(token, signal, call), withToken(token, signal, call)]);
    assert.deepEqual(
      answers.map(({ text }) => text),
      ['token-2', 'token-2'],
    );
    assert.equal(state.requests.length, 2);
  });

  it('other failures of the call do not cost a token', async () => {
    const { state, token } = play();
    const failure = new ConnectorError('upstream-error', { system: 'test', operation: 'trying', status: 503 });
    await assert.rejects(
      withToken(token, signal, () => Promise.reject(failure)),
      failure,
    );
    assert.equal(await token.get(signal), 'token-1');
    assert.equal(state.requests.length, 1);
  });

  it('refused with 400 means wrong credentials; an answer without one is malformed', async () => {
    const code = (expected: string) => (error: unknown) => error instanceof ConnectorError && error.code === expected;
    await assert.rejects(play({ status: 400 }).token.get(signal), code('wrong-credentials'));
    await assert.rejects(play({ text: '{"token_type":"Bearer"}' }).token.get(signal), code('malformed-answer'));
  });
});
