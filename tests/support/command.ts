import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const BIN = resolve(import.meta.dirname, '../../bin/seatwise.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end, without a terminal. */
export function seatwise(args: readonly string[], env: Readonly<Record<string, string>>, input = ''): Promise<Ended> {
  const child = start(args, env);
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

export interface Server {
  readonly url: string;
  /** Everything that it printed until it was ready. */
  readonly printed: string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the server on a free port and waits until it says that it is ready. */
export async function serve(env: Readonly<Record<string, string>>): Promise<Server> {
  const child = start(['serve'], { SEATWISE_PORT: '0', ...env });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  let printed = '';
  const url = await new Promise<string>((ready, failed) => {
    const look = (chunk: Buffer) => {
      printed += chunk;
      const found = /(https?:\/\/\S+)/.exec(printed)?.[1];
      if (found !== undefined && printed.trimEnd().split('\n').length >= 5) ready(found);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', (chunk) => {
      printed += chunk;
    });
    void ended.then((code) => failed(new Error(`The server ended with ${code}: ${printed}`)));
  });
  return {
    url,
    printed,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  // What the developer has set must not decide what the tests see.
  const { PATH, HOME, TMPDIR } = process.env;
  return spawn(process.execPath, [BIN, ...args], {
    env: { PATH, HOME, TMPDIR, LANG: 'en_US.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}
