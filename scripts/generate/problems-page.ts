/** docs/reference/problems.md, from the closed list of the API's problems. */
import { problemBase, problems } from '../../hub/http/problems.ts';
import { code, page, table } from './markdown.ts';

/** The page as Markdown. */
export function problemsPage(): string {
  return page(
    '# Problems of the API',
    'Source: `problems` in `hub/http/problems.ts`.',
    `What an error answer (\`application/problem+json\`, RFC 9457) can say. Its \`type\` is \`${problemBase}<code>\`, its
\`title\` is in English or Vietnamese by \`Accept-Language\`, and \`errors\` lists every fault of the request at once as
\`{path, code, expected}\`, \`expected\` in the same language; never a value that was sent. The codes of faults are in [faults.md](faults.md).`,
    table(
      ['code', 'status', 'English', 'Vietnamese'],
      Object.entries(problems).map(([name, { status, en, vi }]) => [code(name), String(status), en, vi]),
    ),
  );
}
