/** Puts a system's answer on the wire, through the faults set for it. */
import type { ServerResponse } from 'node:http';
import type { Reply } from '../lib/reply.ts';
import type { Malformation, Switchboard, System } from './faults.ts';

type Target = { system: System; switchboard: Switchboard };

/** Handles one request of a system: latency, outage, errors, the system's own answer, and what spoils it. */
export async function serve(response: ServerResponse, to: Target, answer: () => Reply | Promise<Reply>): Promise<void> {
  const verdict = await to.switchboard.judge(to.system);
  if (response.destroyed) return;
  if (verdict.kind === 'cut') response.destroy();
  else if (verdict.kind === 'answer') send(response, verdict.reply);
  else spoilAndSend(response, await answer(), verdict.spoil);
}

/** The same for a server that writes its answers itself: a spoiled answer is one like it. */
export async function serveForeign(
  response: ServerResponse,
  to: Target,
  own: { handle: () => void; alike: Reply },
): Promise<void> {
  const verdict = await to.switchboard.judge(to.system);
  if (response.destroyed) return;
  if (verdict.kind === 'cut') response.destroy();
  else if (verdict.kind === 'answer') send(response, verdict.reply);
  else if (verdict.spoil === undefined) own.handle();
  else spoilAndSend(response, own.alike, verdict.spoil);
}

/** Sends an answer as it is. */
export function send(response: ServerResponse, reply: Reply): void {
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body);
  response.writeHead(reply.status, {
    'Content-Type': reply.contentType,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    ...reply.headers,
  });
  response.end(body);
}

function spoilAndSend(response: ServerResponse, reply: Reply, spoil: Malformation | undefined): void {
  if (spoil === undefined) send(response, reply);
  else if (spoil === 'html-page') send(response, { status: 200, contentType: 'text/html; charset=utf-8', body: page });
  else if (spoil === 'broken-body') send(response, { ...reply, body: half(reply) });
  else sendHalf(response, reply);
}

const page =
  '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Service is being maintained</h1></body></html>';

function half({ body }: Reply): Buffer {
  const whole = Buffer.from(body);
  return whole.subarray(0, Math.ceil(whole.length / 2));
}

/** Announces the whole body and cuts the line after half of it. */
function sendHalf(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'Content-Type': reply.contentType,
    'Content-Length': Buffer.from(reply.body).length,
  });
  response.write(half(reply), () => response.destroy());
}
