import type { Health } from '../../observability/health.ts';
import { bind, type Operation, type Route } from '../operation.ts';
import { aliveSchema, notReadyExample, readySchema } from '../schemas/health.ts';

/** Whether the process answers at all. */
export const liveOperation: Operation = {
  id: 'live',
  method: 'get',
  path: '/health/live',
  tag: 'Health',
  summary: 'Is the process alive?',
  description: 'Answers as long as the process can answer anything; asks nobody else.',
  scope: undefined,
  answers: { 200: { description: 'It is alive.', schema: aliveSchema } },
  problems: [],
};

/** Whether the hub can work. */
export const readyOperation: Operation = {
  id: 'ready',
  method: 'get',
  path: '/health/ready',
  tag: 'Health',
  summary: 'Can the hub do its work?',
  description:
    'Not ready while a server or stage the hub needs is away. An outside system that is away is listed under ' +
    '`degraded`; the hub works on without it.',
  scope: undefined,
  answers: {
    200: { description: 'Ready.', schema: readySchema },
    503: { description: 'Not ready; `waiting` says what for.', schema: readySchema, example: notReadyExample },
  },
  problems: [],
};

/** Liveness and readiness, in the API and beside the metrics alike. */
export function healthRoutes(health: () => Health): Route[] {
  return [
    bind(liveOperation, () => Promise.resolve({ status: 200, body: { alive: true } })),
    bind(readyOperation, () => {
      const { ready, waiting, degraded } = health();
      return Promise.resolve({ status: ready ? 200 : 503, body: { ready, waiting, degraded } });
    }),
  ];
}
