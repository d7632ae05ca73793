import type { Progress } from '../client/client.ts';

const BAR = 30;

/** A bar on the terminal's error stream for long work; nothing where that is no terminal. */
export function progressBar(label: string): { update: (progress: Progress) => void; end: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { update: () => {}, end: () => {} };
  let drawn = 0;
  return {
    update: ({ done, total }) => {
      // Redrawing costs more than the work if it follows every step.
      if (Date.now() - drawn < 80) return;
      drawn = Date.now();
      const share = total === null || total === 0 ? null : Math.min(1, done / total);
      const bar =
        share === null ? '' : `[${'='.repeat(Math.round(share * BAR)).padEnd(BAR)}] ${Math.round(share * 100)} % `;
      stderr.write(`\r\u001b[K${label} ${share === null ? done.toLocaleString() : bar}`);
    },
    end: () => {
      if (drawn > 0) stderr.write('\r\u001b[K');
    },
  };
}

/** Does long work with a bar that is gone when it ends. */
export async function withProgress<Result>(
  label: string,
  work: (update: (progress: Progress) => void) => Promise<Result>,
): Promise<Result> {
  const bar = progressBar(label);
  try {
    return await work(bar.update);
  } finally {
    bar.end();
  }
}
