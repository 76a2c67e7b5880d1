/** docs/reference/faults.md, from the closed list of the mappings' faults. */
import { faultsIn } from '../../hub/http/expectations.ts';
import { faultCodes } from '../../mappings/contract.ts';
import { code, page, table } from './markdown.ts';

/** The page as Markdown. */
export function faultsPage(): string {
  return page(
    '# Faults in records',
    'Source: `faultCodes` in `mappings/contract.ts`, and `faultWords` in `hub/http/fault-words.ts`.',
    `What can be wrong with a record that was sent. Every fault of a record is named at once, with the path to it in the
sender's own terms and what was expected; never the value, which may be personal data. Some are only warnings: the
record is taken and the fault noted. A record that is refused is kept as it came (\`npx lienthong failures list\`) and
can be replayed when the mapping or the list it failed on has been mended.`,
    table(
      ['code', 'English', 'Vietnamese'],
      Object.entries(faultCodes).map(([name, meaning]) => [code(name), meaning, inVietnamese(name, meaning)]),
    ),
  );
}

function inVietnamese(name: string, meaning: string): string {
  const [told] = faultsIn('vi', [{ path: '', code: name, expected: meaning }]);
  return told?.expected ?? '';
}
