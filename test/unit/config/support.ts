/** A project folder of its own for each test, and a schema with a setting of every type. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { loadConfiguration, type LoadResult } from '../../../config/load.ts';

/** Never to be seen in anything that is printed. */
export const canary = 'canary-b71e0c';

/** The settings every installation has to give, as environment variables. */
export const required = {
  KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092',
  MONGODB_URI: `mongodb://hub:${canary}@mongo:27017/?replicaSet=rs0`,
  IDENTITY_PSEUDONYM_KEY: `${canary}-and-so-on-to-thirty-two`,
  AUTH_ISSUER: 'https://login.example.vn',
  AUTH_JWKS_URI: 'https://login.example.vn/jwks',
};

const weather = z
  .strictObject({
    baseUrl: z.url().meta({ description: 'Address.' }),
    apiKey: z.string().min(8).meta({ description: 'Key.', secret: true }),
    ratio: z.number().min(0).max(1).default(0.5).meta({ description: 'A number.' }),
    verbose: z.boolean().default(false).meta({ description: 'A truth value.' }),
    stations: z.array(z.string()).default([]).meta({ description: 'A list of texts.' }),
    hours: z.array(z.int()).default([6, 18]).meta({ description: 'A list of numbers.' }),
    codes: z.record(z.string(), z.int()).default({}).meta({ description: 'A map.' }),
    officer: z.string().optional().meta({ description: 'A text that may be left out.' }),
    watchers: z
      .array(z.strictObject({ url: z.url(), token: z.string().meta({ secret: true }) }))
      .default([])
      .meta({ description: 'A list whose entries hold a secret.' }),
    limits: z.strictObject({ perSecond: z.int().default(5).meta({ description: 'A nested setting.' }) }).prefault({}),
  })
  .refine((settings) => !settings.verbose || settings.stations.length > 0, {
    path: ['verbose'],
    error: 'expected false where no stations are listed',
  });

export const connectors = { 'weather-service': weather };

export type Project = {
  root: string;
  write: (path: string, text: string) => void;
  load: (environment: Record<string, string>) => LoadResult;
};

/** A folder with an empty config/default.yaml. `remove` it afterwards. */
export function createProject(): Project & { remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'lienthong-config-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('config/default.yaml', '');
  return {
    root,
    write,
    load: (environment) => loadConfiguration({ connectors, root, environment }),
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}
