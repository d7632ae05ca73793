import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  readonly process: ChildProcess;
  /** The next value that the child prints (one JSON text a line); an exception when it ends before. */
  next(): Promise<unknown>;
  /** Wakes the child's `await told`. */
  tell(): void;
  /** Ends it, and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export const NOBODY = { uid: 65534, gid: 65534 };

/** Whether tests may start processes as another user: we are root, and our files are not hidden from others. */
export const NOBODY_CAN_RUN =
  process.geteuid?.() === 0 &&
  spawnSync('test', ['-x', process.execPath, '-a', '-r', import.meta.filename], { cwd: '/', ...NOBODY }).status === 0;

/**
 * Runs code in another Node process, for tests of what happens between processes. The code has `told` (a promise, see
 * `tell`) and `print`; its imports are full URLs.
 */
export function runChild(code: string, options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {}): Child {
  const preamble = `
    import { once } from 'node:events';
    const told = once(process.stdin, 'data').then(() => process.stdin.destroy());
    const print = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
  `;
  // Away from the terminal and from our process group, as another terminal's process is.
  const child = spawn(process.execPath, ['--input-type=module', '--eval', preamble + code], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    detached: true,
    ...options,
  });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    process: child,
    next: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error('The child ended and printed no more');
      return JSON.parse(value);
    },
    tell: () => child.stdin.end('go'),
    kill: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}
