import { createInterface } from 'node:readline/promises';
import type { Translator } from '../messages/translate.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { printNote } from './output.ts';

/** Asks a question at the terminal; anything but a yes ends the command, and so does nobody to ask. */
export async function confirm(t: Translator, question: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError(EXIT.notConfirmed, t('cli.confirm.noTerminal'), t('cli.hint.yes'));
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`\n${question} `);
    if (!/^(y|yes|o|oui)$/i.test(answer.trim())) throw new CommandError(EXIT.notConfirmed, t('cli.confirm.no'));
  } finally {
    prompt.close();
  }
  printNote('');
}
