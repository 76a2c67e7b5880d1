/** What the page asks of its own server, which was built with it: what comes is of the types they share. */
import type { Choice, Citizen, Opening, Report, Start, Submission, Trouble, Verified } from '../contract.ts';

/** Something the server could not do. */
export class Refused extends Error {
  readonly code: Trouble['code'] | 'server-silent';

  constructor(code: Trouble['code'] | 'server-silent') {
    super(code);
    this.code = code;
  }
}

/** The citizens and forms to choose from. All of these throw Refused. */
export function fetchStart(): Promise<Start> {
  return call<Start>('start');
}

/** The citizen at an index of the sandbox. */
export function findCitizen(index: number): Promise<Citizen> {
  return call<Citizen>('citizens', { index });
}

/** A form, filled for a citizen. */
export function openForm(choice: Choice): Promise<Opening> {
  return call<Opening>('openings', choice);
}

/** Hands a form in. */
export function handIn(submission: Submission): Promise<Verified> {
  return call<Verified>('submissions', submission);
}

/** What was saved this month. */
export function fetchReport(): Promise<Report> {
  return call<Report>('report');
}

async function call<T>(path: string, body?: object): Promise<T> {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`api/${path}`, request).catch(() => undefined);
  if (response === undefined) throw new Refused('server-silent');
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(codeOf(answer));
  return answer as T;
}

function codeOf(answer: unknown): Refused['code'] {
  const hasCode = typeof answer === 'object' && answer !== null && 'code' in answer;
  return hasCode ? (answer.code as Trouble['code']) : 'server-silent';
}
