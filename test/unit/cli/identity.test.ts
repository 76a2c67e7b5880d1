import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useNock } from '../../support/nock.ts';
import { createStage, playApi, playToken } from './support.ts';

const [one, other] = ['Zc1nXgVQ3m4pC8s0aKq7Tw', 'q3xQ0b8R2mZJ5yq0rVw9bA'];
const number = '079190000001';
const act = `${one}.m0n5p2r8t4v6x1z3b7d9fA`;
const review = {
  ...{ id: `${one}.${other}`, people: [one, other], status: 'open', band: 'review', score: 33.99, rule: 'scored' },
  ...{ rulesVersion: 'v1', openedAt: '2026-01-02T03:04:05.678Z' },
};
const filed = { id: act, kind: 'same', people: [one, other], moves: [{ from: other, to: one, records: 2 }] };

describe('lienthong identity', () => {
  useNock({ complete: true });
  const stage = createStage();
  after(() => {
    stage.remove();
  });

  const run = (args: readonly string[], input = '') => {
    playToken();
    return stage.run(['identity', ...args], {}, input);
  };
  const takes = (body: object, kind = 'same') => playApi().post('/v1/identity/acts', body as never).reply(202, { ...filed, kind, ...(kind === 'protected' && { moves: [] }) }); // prettier-ignore

  it('lists questions and says how to go on', async () => {
    playApi().get('/v1/identity/reviews').query({ status: 'open', limit: 1, after: 'x' }).reply(200, { reviews: [review], total: 143, next: 'n' }); // prettier-ignore
    const { out } = await run(['reviews', '--limit', '1', '--after', 'x']);
    assert.match(out, /33\.99 +review +scored +2026-01-02T03:04:05\.678Z/);
    assert.match(out, /1 of 143 questions\. There are more: add --after n\nSee one with: lienthong identity show <id>/);
  });

  it('shows both sides of a question in words and in full, what differs, and the evidence', async () => {
    const side = (key: string) => ({ key, person: key, numbers: [], systems: ['health'] });
    const street = 'Tổ 14, hẻm 55/28/9 đường Võ Văn Tần nối dài, khu phố 5, chung cư Hòa Bình, lầu 12, căn 1204';
    const ward = { country: 'VN', catalogue: 'since-2025-07', province: '79', commune: '26791', detail: street };
    const old = { country: 'VN', catalogue: 'before-2025-07', province: '79', district: '761', commune: '26787' };
    const father = { name: { text: 'Tạ Văn Cả' }, personalNumber: '079060000001' };
    const fields = [
      { field: 'fullName', values: [{ text: 'Tạ\u001b Vân', keys: {} }, { text: 'TẠ\u001b VÂN', keys: {} }], compared: 'name' },
      { field: 'birthDate', values: [{ year: 1988, month: 8, day: 27 }, { year: 1988 }] },
      { field: 'sex', values: [{ scheme: 'sex', code: 'male' }, { scheme: 'sex', code: 'female' }] },
      { field: 'currentResidence', values: [ward, old] },
      { field: 'father', values: [father, null] },
      { field: 'religion', values: [null, { scheme: 'religion-qcvn109', code: '01' }] },
    ]; // prettier-ignore
    const evidence = [{ field: 'name', level: 'exact', weight: 18.53 }, { field: 'phone', level: 'missing', weight: 0 }]; // prettier-ignore
    playApi().get(`/v1/identity/reviews/${review.id}`).reply(200, { ...review, sides: [side(one), side(other)], fields, evidence }); // prettier-ignore
    const { out } = await run(['show', review.id]);
    assert.ok(out.includes('= Họ, chữ đệm và tên khai sinh / Full name\n     Tạ\\u{1b} Vân\n'), out);
    assert.ok(out.includes('≠ Ngày, tháng, năm sinh / Date of birth\n  1  27/08/1988\n  2  1988\n'), out);
    assert.ok(out.includes('≠ Giới tính / Sex\n  1  Nam\n  2  Nữ\n'), out);
    assert.match(out, new RegExp(`  1  ${street}, Phường [^,]+, Thành phố Hồ Chí Minh\n`));
    assert.ok(out.includes(
      '  2  Phường Tân Hưng Thuận, Quận 12, Thành phố Hồ Chí Minh (nay / today: Phường Đông Hưng Thuận, Thành phố Hồ Chí Minh)\n',
    ), out); // prettier-ignore
    assert.ok(out.includes('  Cha / Father\n  1  Tạ Văn Cả, Số định danh cá nhân 079060000001\n'), out);
    assert.ok(out.includes('  Tôn giáo / Religion\n  2  01 (religion-qcvn109)\n'), out);
    assert.match(out, /name +exact +18\.53/);
    assert.ok(!out.includes('missing'));
    assert.match(out, /Decide with: lienthong identity decide/);
  });

  it('shows a person by a number from standard input', async () => {
    const record = { system: 'health', sourceKey: 'HS-1', key: one, asOf: '2026-01-02', isInForce: false };
    const said = { id: act, kind: 'distinct', people: [one, other], by: 'clerk', reason: 'sisters', at: 'T', effectiveOn: '2026-01-02' }; // prettier-ignore
    const numbers = [{ number }, { number: '079190000002', until: '2026-01-02', replacedBy: number }];
    playApi()
      .post('/v1/identity/people/query', { personalNumber: number })
      .reply(200, {
        person: one,
        key: other,
        revision: 4,
        numbers,
        companions: [other],
        records: [record],
        acts: [said],
      });
    const { out } = await run(['person'], `${number}\n`);
    assert.match(out, new RegExp(`person +${one}, to whom ${other} leads`));
    assert.match(out, /079190000002 until 2026-01-02, then 079190000001/);
    assert.match(out, /health +HS-1 +2026-01-02 .*taken back/);
    assert.match(out, /distinct from 2026-01-02\n +T by clerk: sisters/);
  });

  it('takes no number on the command line, and repeats none', async () => {
    for (const args of [
      ['person', number],
      ['merge', one, number, '--reason', 'x'],
      ['replace-number', number, '--reason', 'x'],
    ]) {
      // prettier-ignore
      const { code, err } = await stage.run(['identity', ...args], {}, number);
      assert.equal(code, 1);
      assert.match(err, /does not belong on the command line/);
      assert.ok(!err.includes(number));
    }
    const { err } = await stage.run(['identity', 'person'], {}, '07919000000');
    assert.match(err, /has to hold one personal number of twelve digits/);
    assert.ok(!err.includes('07919000000'));
  });

  it('decides a question and says what was done', async () => {
    const body = { decision: 'same', survivor: { person: one }, reason: 'register', effectiveOn: '2026-01-02' };
    playApi().post(`/v1/identity/reviews/${review.id}/decide`, body).reply(202, filed);
    const { out } = await run(['decide', review.id, '--same', '--survivor', one, '--reason', 'register', '--effective-on', '2026-01-02']); // prettier-ignore
    assert.equal(
      out,
      `The two are one person.\n2 records will go from ${other} to ${one}.\nIt takes effect within moments.\n` +
        `See it with: lienthong identity person ${one}\nTake it back with: lienthong identity annul ${act} --reason "…"\n`,
    );
    assert.match((await stage.run(['identity', 'decide', 'x', '--reason', 'y'])).err, /either --same or --not-same/);
  });

  it('says who decided a question before, and how to take that back', async () => {
    const decision = { by: 'clerk', reason: 'sisters', at: '2026-01-02T03:04:05.678Z', act };
    playApi().post(`/v1/identity/reviews/${review.id}/decide`).reply(409, { title: 'The question is not open.' });
    playApi().get(`/v1/identity/reviews/${review.id}`).reply(200, { ...review, status: 'distinct', decision, sides: [], fields: [], evidence: [] }); // prettier-ignore
    playToken();
    const { code, err } = await run(['decide', review.id, '--same', '--reason', 'x']);
    assert.equal(code, 1);
    assert.ok(
      err.includes('not open') && err.endsWith(`\nDecided 2026-01-02T03:04:05.678Z by clerk: sisters\nTake it back with: lienthong identity annul ${act} --reason "…"\n`), err); // prettier-ignore
  });

  it('tells everything that stands in the way', async () => {
    const errors = [{ path: 'people', code: 'contradicts-act', expected: `act ${act} to be annulled first` }];
    playApi().post('/v1/identity/acts').reply(409, { title: 'An act in force says otherwise.', errors });
    const { code, err } = await run(['merge', one, other, '--reason', 'x']);
    assert.equal(code, 1);
    assert.ok(err.includes(`people: contradicts-act, expected act ${act} to be annulled first`));
  });

  it('files every kind of act', async () => {
    const reason = 'x';
    takes({ kind: 'same', people: [{ person: one }, { personalNumber: number }], reason });
    assert.equal((await run(['merge', one, '--reason', reason], number)).code, 0);
    takes({ kind: 'distinct', people: [{ person: one }, { person: other }], reason }, 'distinct');
    assert.match((await run(['not-same', one, other, '--reason', reason])).out, /two persons, and stay so/);
    const [old, replacement] = [{ personalNumber: number }, { personalNumber: '079190000002' }];
    takes({ kind: 'number-replaced', old, replacement, reason }, 'number-replaced');
    assert.equal((await run(['replace-number', '--reason', reason], `${number}\r\n079190000002\n`)).code, 0);
    const file = join(stage.root, 'records.txt');
    writeFileSync(file, 'health HS 1\n\ncivil-status KT-2\n');
    const records = [{ system: 'health', sourceKey: 'HS 1' }, { system: 'civil-status', sourceKey: 'KT-2' }]; // prettier-ignore
    takes({ kind: 'split', from: { person: one }, records, into: { new: true }, reason }, 'split');
    assert.equal((await run(['split', one, '--records', file, '--new', '--reason', reason])).code, 0);
    takes({ kind: 'protected', person: { personalNumber: number }, reason }, 'protected');
    assert.match((await run(['protect', '--reason', reason], number)).out, /^The person is protected.*\nNo record moves\./); // prettier-ignore
    writeFileSync(file, 'health\n');
    assert.match((await stage.run(['identity', 'split', one, '--records', file, '--new', '--reason', reason])).err, /^Line 1 of/); // prettier-ignore
  });

  it('takes keys that begin with a hyphen, wherever a key may stand', async () => {
    const [hyphen, two] = ['-XQpa3Zt8s0aKq7TwLmB1g', '--hdY7b8R2mZJ5yq0rVw9A'];
    const [hyphenAct, question] = [`${hyphen}.${one}`, `${two}.-3m4pC8s0aKq7TwXgVQb5n`];
    playApi().post(`/v1/identity/acts/${hyphenAct}/annul`, { reason: 'wrong' }).reply(202, { id: hyphenAct, kind: 'same', people: [hyphen, two] }); // prettier-ignore
    const { code, out } = await run(['annul', hyphenAct, '--reason', 'wrong']);
    assert.equal(code, 0);
    for (const printed of out.split('\n').filter((line) => line.startsWith('  lienthong identity '))) {
      playApi().post('/v1/identity/people/query', { person: printed.split(' ').at(-1) ?? '' }).reply(404, { title: 'Nobody.' }); // prettier-ignore
      assert.match((await run(printed.trim().split(' ').slice(2))).err, /Nobody/);
    }
    takes({ kind: 'same', people: [{ person: hyphen }, { person: two }], survivor: { person: hyphen }, reason: 'x' });
    assert.equal((await run(['merge', hyphen, '--survivor', hyphen, two, '--reason', 'x'])).code, 0);
    takes({ kind: 'distinct', people: [{ person: hyphen }, { person: two }], reason: 'x' }, 'distinct');
    assert.equal((await run(['not-same', hyphen, '--reason', 'x', '--', two])).code, 0);
    const records = join(stage.root, 'moved.txt');
    writeFileSync(records, 'health HS-1\n');
    takes({ kind: 'split', from: { person: hyphen }, records: [{ system: 'health', sourceKey: 'HS-1' }], into: { person: two }, reason: 'x' }, 'split'); // prettier-ignore
    assert.equal((await run(['split', '--into', two, '--records', records, '--reason', 'x', hyphen])).code, 0);
    playApi().get(`/v1/identity/reviews/${question}`).reply(404, { title: 'No such question.' });
    assert.match((await run(['show', question, '--json'])).err, /No such question/);
    assert.match((await stage.run(['identity', 'person', '--no-such-option-there'])).err, /unknown option/);
  });

  it('takes an act back', async () => {
    playApi().post(`/v1/identity/acts/${act}/annul`, { reason: 'wrong' }).reply(202, { id: act, kind: 'same', people: [one, other] }); // prettier-ignore
    const { out } = await run(['annul', act, '--reason', 'wrong']);
    assert.match(out, new RegExp(`is taken back; .*\n.*\n  lienthong identity person ${one}\n  lienthong identity person ${other}\n$`)); // prettier-ignore
  });
});
