/** docs/reference/errors.md, from the closed lists of error codes and the comment over each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorErrorDispositions, type Disposition } from '../../connectors/errors.ts';
import { hubErrorDispositions } from '../../hub/errors.ts';
import { code, page, table } from './markdown.ts';

type Codes = Readonly<Record<string, Disposition>>;

/** The page as Markdown. `root` is the project's folder: the meanings are the comments in the sources. */
export function errorsPage(root: string): string {
  return page(
    '# Errors',
    'Source: `connectorErrorDispositions` in `connectors/errors.ts`, `hubErrorDispositions` in `hub/errors.ts`.',
    `Every error has a code from a closed list, and every code says what is to be done. **transient**: tried again with
growing pauses, then the part of the stream is paused until it works. **permanent**: the record goes to the failure
store as it came and the stream goes on. **configuration**: an operator has to change something.`,
    '## An outside system failed us',
    codesTable(connectorErrorDispositions, readFileSync(join(root, 'connectors', 'errors.ts'), 'utf8')),
    '## The hub could not do its work',
    codesTable(hubErrorDispositions, readFileSync(join(root, 'hub', 'errors.ts'), 'utf8')),
  );
}

function codesTable(codes: Codes, source: string): string {
  const meanings = commentsOf(source);
  return table(
    ['code', 'disposition', 'meaning'],
    Object.entries(codes).map(([name, disposition]) => [code(name), disposition, meaningOf(name, meanings)]),
  );
}

function meaningOf(name: string, meanings: ReadonlyMap<string, string>): string {
  const meaning = meanings.get(name);
  if (meaning === undefined) throw new Error(`describing error codes: no comment stands over ${name}`);
  return meaning;
}

/** The comment over each key of a list, by key. */
function commentsOf(source: string): Map<string, string> {
  const entry = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*'?([a-z][a-z-]*)'?: '[a-z]+',/g;
  return new Map(
    [...source.matchAll(entry)].map(([, comment = '', name = '']) => [
      name,
      comment.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim(),
    ]),
  );
}
