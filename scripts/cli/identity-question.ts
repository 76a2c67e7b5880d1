/** A question as `lienthong identity show` prints it: what the two say, field by field, in full. */
import { citizenFields } from '../../mappings/canonical/citizen.ts';
import type { AddressTools } from '../../mappings/forms/written-addresses.ts';
import { inWords } from './canonical-words.ts';
import type { HeldNumber, ReviewDetail } from './identity-shapes.ts';
import { plainLine, section, table } from './terminal.ts';

/** Both sides, what speaks for and against, and what was decided or how to decide. */
export function describeQuestion(question: ReviewDetail, tools: AddressTools): string {
  const { id, sides, fields, evidence, decision, status, band, score, rule, rulesVersion } = question;
  const said = evidence.filter(({ weight, level }) => weight !== 0 || level !== 'missing');
  const lines = [
    id,
    `${status}; ${score.toFixed(2)} bits, band ${band}, by rule ${rule} of ${rulesVersion}`,
    '',
    ...sides.flatMap(describeSide),
    '',
    '≠ they differ, = they agree, without a mark: only one says it',
    '',
    ...fields.flatMap((field) => describeField(field, tools)),
  ];
  return [
    ...lines.map(plainLine),
    ...section('Evidence in bits', [
      table(
        [{ title: 'FIELD' }, { title: 'LEVEL' }, { title: 'WEIGHT', align: 'right' }],
        said.map(({ field, level, weight }) => [field, level, weight.toFixed(2)]),
      ),
    ]),
    ...(decision === undefined
      ? ['', 'Decide with: lienthong identity decide <id> --same --reason "…", or --not-same']
      : section('Decided', [
          plainLine(`  ${decision.at} by ${decision.by}: ${decision.reason}`),
          plainLine(`  act ${decision.act}`),
        ])),
    '',
  ].join('\n');
}

/** A personal number, and until when it was theirs. */
export function describeNumber({ number, until, replacedBy }: HeldNumber): string {
  if (until === undefined) return number;
  return `${number} until ${until}${replacedBy === undefined ? '' : `, then ${replacedBy}`}`;
}

function describeSide({ key, person, numbers, systems }: ReviewDetail['sides'][number], index: number): string[] {
  const whose = person === key ? '' : `, which leads to ${person ?? 'nobody'}`;
  const known = numbers.length === 0 ? 'no personal number' : numbers.map(describeNumber).join('; ');
  return [`${String(index + 1)}  ${key}${whose}`, `   ${known}; by ${systems.join(', ')}`];
}

function describeField({ field, values }: ReviewDetail['fields'][number], tools: AddressTools): string[] {
  const written = values.map((value) => inWords(value, tools));
  const [first = '', ...others] = written;
  const label = labelOf(field);
  if (others.every((other) => first !== '' && other.toLowerCase() === first.toLowerCase())) {
    return [`= ${label}`, `     ${first}`];
  }
  const isOneSided = written.filter((text) => text !== '').length < 2;
  const sides = written.flatMap((text, index) => (text === '' ? [] : [`  ${String(index + 1)}  ${text}`]));
  return [`${isOneSided ? ' ' : '≠'} ${label}`, ...sides];
}

/** As the canonical model calls it; a field that this version does not know, as the hub does. */
function labelOf(field: string): string {
  const labels = new Map<string, { vi: string; en: string }>(Object.entries(citizenFields)).get(field);
  return labels === undefined ? field : `${labels.vi} / ${labels.en}`;
}
