/** RFC 9457 problem details and OAuth 2.0 errors as plain text. */
import { z } from 'zod';
import { plainLine } from './terminal.ts';

const fault = z.object({
  path: z.string().optional(),
  code: z.string().optional(),
  expected: z.string().optional(),
});

const problemSchema = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(fault).optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
});

/** What an error answer says, every fault on a line of its own. An answer of another kind is told by its status only. */
export function describeProblem(status: number, body: string): string {
  const problem = parse(body);
  const title = problem.title ?? problem.error ?? 'refused';
  const detail = problem.detail ?? problem.error_description;
  const faults = problem.errors ?? [];
  const heading = `${title} (${String(status)})${detail === undefined ? '' : `\n  ${detail}`}`;
  return [heading, ...faults.map(describeFault)].map((line) => line.split('\n').map(plainLine).join('\n')).join('\n');
}

/** One fault of a request or a record on one line: `congDan.ngaySinh: date-impossible, expected an existing day`. */
export function describeFault(each: z.infer<typeof fault>): string {
  const expected = each.expected === undefined ? '' : `expected ${each.expected}`;
  const said = [each.code ?? '', expected].filter((part) => part !== '').join(', ');
  return `  ${each.path === undefined || each.path === '' ? '(whole)' : each.path}: ${said}`;
}

function parse(body: string): z.infer<typeof problemSchema> {
  try {
    return problemSchema.parse(JSON.parse(body));
  } catch {
    return {};
  }
}
