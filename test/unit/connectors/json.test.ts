import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keepBytes } from '../../../connectors/lib/bytes.ts';
import { cutArray, cutMember, parseJson } from '../../../connectors/lib/json.ts';

describe('cutting JSON', function () {
  this.timeout(20_000);
  const sources = (text: string) => cutArray(text, parseJson(text), 'items')?.map(({ source }) => source);

  it('gives each element exactly as received', () => {
    const elements = ['{ "a" : "]},\\"" , "n":1.0}', '[ ]', '"\\\\"', 'null', '1e2', '{}'];
    assert.deepEqual(sources(` [ ${elements.join(' ,\n ')} ] `), elements);
    assert.deepEqual(sources(`{"x":["items"], "items" : [${elements.join()}], "y":"[" }`), elements);
  });

  it('takes the member JSON.parse takes, however its name is written', () => {
    assert.deepEqual(sources('{"items":[1],"\\u0069tems":[2, 3]}'), ['2', '3']);
    assert.deepEqual(sources('{"a":{"items":[1]},"items":[]}'), []);
  });

  it('says when there is no array', () => {
    assert.equal(sources('{"items":{}}'), undefined);
    assert.equal(sources('{}'), undefined);
    assert.equal(sources('1'), undefined);
  });

  it('gives a member exactly as received, and the one JSON.parse takes', () => {
    const member = (source: string) => cutMember({ value: parseJson(source), source }, 'a')?.source;
    assert.equal(member('{"b":{"a":1}, "a" : { "x" :"}," , "n":1.0 } ,"c":2}'), '{ "x" :"}," , "n":1.0 }');
    assert.equal(member('{"a":1,"\\u0061": [2 ]}'), '[2 ]');
    assert.equal(member('{"b":1}'), undefined);
    assert.equal(member('["a"]'), undefined);
  });

  it('agrees with JSON.parse on any JSON, with any spaces', () => {
    const spaces = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), spaces, (items, other, space) => {
        for (const value of [items, { other, items, after: other }]) {
          const text = JSON.stringify(value, undefined, space);
          const cut = cutArray(text, parseJson(text), 'items') ?? [];
          assert.deepEqual(
            cut.map(({ source }) => parseJson(source)),
            parseJson(JSON.stringify(items)),
          );
          assert.ok(cut.every(({ source }) => text.includes(source)));
        }
      }),
    );
  });
});

describe('keeping bytes', function () {
  this.timeout(20_000);
  it('loses none, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { contentType, body } = keepBytes('text/x', Buffer.from(bytes));
        const encoding = contentType === 'text/x' ? 'utf8' : 'latin1';
        assert.deepEqual(Buffer.from(body, encoding), Buffer.from(bytes));
      }),
    );
    assert.deepEqual(keepBytes('text/x', Buffer.from('Đ')), { contentType: 'text/x', body: 'Đ' });
    assert.equal(keepBytes('text/x', Buffer.from([0xff])).contentType, 'text/x; charset=iso-8859-1');
  });
});
