import assert from 'node:assert/strict';
import { describeShares, sharesOf } from '../../../scripts/bench/shares.ts';

const frame = (functionName: string, url = '') => ({ functionName, url: url && `file:///x/dist/${url}.js` });

/** A profile with one sample of each of these stacks, outermost first, for so long. */
function profileOf(stacks: readonly (readonly [number, ...ReturnType<typeof frame>[]])[]): string {
  const nodes = [{ id: 1, callFrame: frame('(root)'), children: [] as number[] }];
  const samples = stacks.map(([, ...frames]) => {
    let parent = nodes[0];
    for (const callFrame of frames) {
      const node = { id: nodes.length + 1, callFrame, children: [] };
      parent?.children.push(node.id);
      nodes.push(node);
      parent = node;
    }
    return parent?.id;
  });
  // A sample lasts until the next one.
  return JSON.stringify({ nodes, samples: [...samples, 1], timeDeltas: [0, ...stacks.map(([time]) => time)] });
}

describe('the shares of the normalise stage', () => {
  const stage = frame('stage', 'hub/normalise/stage');
  const decode = frame('decode', 'hub/normalise/decode');
  const profile = profileOf([
    [20, stage, decode, frame('map', 'mappings/population/mapping'), frame('parse')],
    [10, stage, decode, frame('personKey', 'hub/identity/keys'), frame('digest')],
    [5, stage, frame('fold', 'hub/normalise/apply'), frame('mergeSlices', 'mappings/precedence')],
    [30, stage, frame('writeMany', 'hub/store/citizens'), frame('serialize', 'node_modules/bson/lib/bson')],
    [15, frame('(garbage collector)')],
    [20, stage],
    [1000, frame('(idle)')],
  ]);

  it('count for the innermost part a sample is in, of the time that is not idle', () => {
    const shares = sharesOf(profile);
    const expected = {
      identity: 0.1,
      mapping: 0.2,
      survivorship: 0.05,
      store: 0.3,
      topics: 0,
      garbage: 0.15,
      rest: 0.2,
    };
    assert.deepEqual(shares, expected);
  });

  it('are told with garbage shared out', () => {
    assert.match(describeShares(sharesOf(profile)).join('\n'), /^mapping and identity +35 % of the stage's busy time/);
  });
});
