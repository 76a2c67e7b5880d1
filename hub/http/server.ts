/** Listening, with limits on how long a caller may take, and closing without cutting anyone off. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { problemBase, problems } from './problems.ts';

export type RunningServer = {
  /** `http://host:port`, with the port that was given where 0 was asked for. */
  address: string;
  port: number;
  /** Takes no new requests, lets those under way finish, and ends the rest after `graceMs` (default 5 s). */
  close(graceMs?: number): Promise<void>;
};

type ListenOptions = { app: RequestListener; host: string; port: number };

const limits = {
  /** All headers must have come. */
  headersTimeout: 10_000,
  /** The whole request must have come. */
  requestTimeout: 30_000,
  /** Longer than a load balancer keeps an idle connection (60 s), so that it is never the hub that hangs up first. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  connectionsCheckingInterval: 5000,
} as const;

const closeGraceMs = 5000;

/** Listens; throws (EADDRINUSE, EACCES) if it cannot. */
export async function startHttp({ app, host, port }: ListenOptions): Promise<RunningServer> {
  const server = createServer(limits, app);
  server.on('clientError', answerUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    close: (graceMs = closeGraceMs) => drain(server, graceMs),
  };
}

/** Answers what is not even HTTP, before there is a request to answer. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({
    type: `${problemBase}malformed-request`,
    title: problems['malformed-request'].en,
    status: problems['malformed-request'].status,
  });
  socket.end(
    'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

async function drain(server: Server, graceMs: number): Promise<void> {
  // A connection kept alive would go on bringing requests, and would stay open after its last answer.
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
