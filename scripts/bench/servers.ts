/** The processes that the prefill benchmark asks, each with a way to know what it uses of the processor. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { nodeFlags } from './constants.ts';

export type MeasuredServer = {
  /** The first line it printed that holds the text it was started with. */
  line: string;
  /** Microseconds of the processor, all threads together, since it began. */
  cpuMicros(): Promise<number>;
  end(): void;
};

type ServerOptions = { args?: readonly string[]; env?: NodeJS.ProcessEnv; readyText: string };

const usageSchema = z.object({ user: z.number(), system: z.number() });

/** Starts a program of this project; answers once it has printed a line that holds `readyText`. */
export async function startServer(
  program: URL,
  { args = [], env = {}, readyText }: ServerOptions,
): Promise<MeasuredServer> {
  const child = fork(fileURLToPath(program), args, {
    execArgv: [...nodeFlags, '--import', new URL('./report-cpu.js', import.meta.url).href],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  const line = await lineWith(child, readyText);
  return {
    line,
    cpuMicros: async () => {
      child.send('cpu');
      const told = (await once(child, 'message')) as unknown[];
      const { user, system } = usageSchema.parse(told[0]);
      return user + system;
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** The first line of output that holds `text`; what comes after is thrown away. Fails if the process ends before. */
function lineWith(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const line = output
        .split('\n')
        .slice(0, -1)
        .find((each) => each.includes(text));
      if (line === undefined) return;
      child.stdout?.off('data', listen).resume();
      resolve(line);
    };
    child.stdout?.on('data', listen);
    child.on('exit', (code) => reject(new Error(`benchmarking prefill: a server ended with code ${String(code)}`)));
  });
}
