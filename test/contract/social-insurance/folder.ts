/** Social insurance, played by putting files into a folder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../lib/harness.ts';
import { file, line, manifest } from './wire.ts';

export type PlayedFolder = {
  folder: string;
  /** Puts a whole delivery there. */
  deliver: (sequence: number, content: Buffer, name?: string) => void;
  /** Puts anything there. */
  put: (name: string, content: string | Buffer) => void;
  /** The path of something there. */
  path: (name: string) => string;
  remove: () => void;
};

/** Makes an empty folder. */
export function playFolder(): PlayedFolder {
  const folder = mkdtempSync(join(tmpdir(), 'social-insurance-'));
  const put = (name: string, content: string | Buffer): void => {
    writeFileSync(join(folder, name), content);
  };
  return {
    folder,
    put,
    path: (name) => join(folder, name),
    deliver: (sequence, content, name = `d-${String(sequence)}`) => {
      put(`${name}.csv`, content);
      put(`${name}.manifest.json`, JSON.stringify(manifest(name, sequence, content)));
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A system that has made three deliveries of eight lines, one of which cannot be routed. */
export function playSocialInsurance(): World {
  const { folder, deliver, remove } = playFolder();
  const broken = 'HS-4,1,MOI';
  deliver(1, file(['HS-1', 'HS-2', 'HS-3'].map((record) => line({ record, address: '1 "A"\nB, C' }))));
  deliver(2, file([broken]));
  deliver(3, file(['HS-5', 'HS-6', 'HS-7', 'HS-8'].map((record) => line({ record }))));
  const keys = ['HS-1', 'HS-2', 'HS-3', 'HS-5', 'HS-6', 'HS-7', 'HS-8'];
  const body = file([broken]).toString('utf8').trimEnd();
  const stop = () => {
    remove();
    return Promise.resolve();
  };
  return { settings: { folder, pageSize: 2 }, sourceKeys: [...keys, body], stop };
}
