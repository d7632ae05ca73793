import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';

export interface PeopleOptions {
  readonly user?: string[];
  readonly from?: string;
  readonly where?: string;
  readonly holdersOf?: string;
}

/** Adds the four ways to say whom a change is for. */
export function addPeopleOptions(command: Command, t: Translator): Command {
  return command
    .addOption(new Option('-u, --user <person...>', t('cli.option.user')))
    .addOption(new Option('-f, --from <file>', t('cli.option.from')))
    .addOption(new Option('-w, --where <filter>', t('cli.option.where')))
    .addOption(new Option('--holders-of <product>', t('cli.option.holdersOf')));
}

/** The people of a request, as the API takes them. Exactly one way must be used. */
export async function peopleFrom(options: PeopleOptions, t: Translator): Promise<Record<string, unknown>> {
  const given = [options.user, options.from, options.where, options.holdersOf].filter((value) => value !== undefined);
  if (given.length !== 1) throw new CommandError(EXIT.usage, t('cli.error.whom'), t('cli.hint.whom'));
  if (options.user) return { users: options.user };
  if (options.where !== undefined) return { where: options.where };
  if (options.holdersOf !== undefined) return { holders: options.holdersOf };
  return { csv: await readInput(options.from ?? '', t) };
}

async function readInput(file: string, t: Translator): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(EXIT.usage, t('cli.error.file', { file, why: (error as Error).message }));
  }
}
