/** The example system, played by nock. */
import nock from 'nock';

const host = 'https://example.invalid';

export const settings = { baseUrl: `${host}/api`, apiKey: 'quiet' };

export type PlayedExample = { records: string[] };

export function record(sequence: number, personalNumber: string): string {
  const id = `r-${String(sequence)}`;
  return `{"sequence": ${String(sequence)}, "id":"${id}", "kind":"insurance-card", "personalNumber":"${personalNumber}"}`;
}

/** Starts playing; the state can be changed while it plays. */
export function playExample(): PlayedExample {
  const state: PlayedExample = { records: [] };
  nock(host)
    .persist()
    .get('/api/records')
    .query(true)
    .reply(function (uri) {
      if (this.req.headers['x-api-key'] !== settings.apiKey) return [401, ''];
      const query = new URL(uri, host).searchParams;
      const after = Number(query.get('after'));
      const records = state.records.slice(after, after + Number(query.get('limit')));
      return [200, `{"records":[${records.join(', ')}],"last":${String(state.records.length)}}`];
    });
  return state;
}
