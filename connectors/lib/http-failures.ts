/** What an HTTP exchange that did not go well means, as a code of the closed list. Total: every input has an answer. */
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';

/** Where an error happened, in words that hold no address and no data. */
export type Place = { system: string; operation: string };

/** The parts of an answer that decide what it means. */
export type AnswerHead = {
  status: number;
  contentType: string;
  date: string | undefined;
  retryAfter: string | undefined;
};

/** What the judgement of an answer depends on besides the answer. Times in milliseconds. */
export type Judge = { now: number; clockToleranceMs: number };

const longestRetryAfterMs = 86_400_000;

/** A Date header has whole seconds and the answer took time to come: a difference this small proves nothing. */
const dateResolutionMs = 2_000;

const cutConnection = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNABORTED']);

/** Reads Retry-After (RFC 9110, 10.2.3: seconds or a date) as milliseconds from `now`; undefined if it is neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const value = header.trim();
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestRetryAfterMs);
}

function differsInTime(date: string | undefined, judge: Judge): boolean {
  const theirs = date === undefined ? Number.NaN : Date.parse(date);
  return Math.abs(theirs - judge.now) > judge.clockToleranceMs - dateResolutionMs;
}

/** Whether an answer is a web page, by its declared type or its first characters. */
export function isHtml(contentType: string, text: string): boolean {
  return (
    /^\s*(text\/html|application\/xhtml\+xml)/i.test(contentType) || /^\s*<(!doctype\s+html|html[\s>])/i.test(text)
  );
}

const codesByStatus: ReadonlyMap<number, ConnectorErrorCode> = new Map([
  [403, 'wrong-credentials'],
  [404, 'wrong-address'],
  [405, 'wrong-address'],
  [408, 'timeout'],
  [429, 'rate-limited'],
]);

/**
 * What a status outside 2xx means. A redirect is a wrong address: following it would send credentials to wherever
 * the answer says.
 */
export function codeOfStatus(head: AnswerHead, text: string, judge: Judge): ConnectorErrorCode {
  if (head.status === 401) return differsInTime(head.date, judge) ? 'clock-skew' : 'wrong-credentials';
  const known = codesByStatus.get(head.status);
  if (known !== undefined) return known;
  if (head.status >= 500) return isHtml(head.contentType, text) ? 'html-answer' : 'upstream-error';
  return head.status >= 400 ? 'refused' : 'wrong-address';
}

/** The error for an answer whose status says that the call did not succeed. */
export function statusError(place: Place, head: AnswerHead, answer: { text: string; judge: Judge }): ConnectorError {
  const wait = retryAfterMs(head.retryAfter, answer.judge.now);
  return new ConnectorError(codeOfStatus(head, answer.text, answer.judge), {
    ...place,
    status: head.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** What the failure of an exchange means, by the code of the underlying error and how far the exchange had come. */
export function codeOfFailure(
  code: string,
  progress: { callerGaveUp: boolean; outOfTime: boolean; answered: boolean },
): ConnectorErrorCode {
  if (progress.callerGaveUp) return 'aborted';
  if (progress.outOfTime) return 'timeout';
  if (progress.answered || code.startsWith('HPE_') || code === 'ERR_BAD_RESPONSE') return 'malformed-answer';
  return cutConnection.has(code) ? 'connection-reset' : 'unreachable';
}

/**
 * An error that names only the code of the one it stands for. The original of an HTTP library carries address,
 * headers and body, and its message may quote them.
 */
export function strippedCause(code: string): Error {
  return new Error(code);
}
