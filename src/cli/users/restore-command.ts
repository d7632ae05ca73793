import type { Command } from 'commander';
import { ApiError, type Client } from '../../client/client.ts';
import type { DeletedUser, RestoredUser } from '../../client/user-accounts.ts';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine, printNote } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

/** users restore: brings deleted people back with their licenses, each for themselves. */
export function addRestoreCommand(program: Command, t: Translator): void {
  const users = program.commands.find((command) => command.name() === 'users') ?? program.command('users');
  const restore = users
    .command('restore')
    .argument('<users...>', t('cli.restore.users'))
    .option('--name <user-name>', t('cli.restore.name'))
    .description(t('cli.restore.description'));
  restore.addHelpText(
    'after',
    `\n${t('cli.example')}\n  seatwise users restore ada@example.com\n  seatwise users restore ada@example.com --name ada.lovelace@example.com`,
  );
  restore.action(async (wanted: string[]) => {
    const options = restore.optsWithGlobals<GlobalOptions & { name?: string }>();
    if (options.name !== undefined && wanted.length > 1) throw new CommandError(EXIT.usage, t('cli.restore.oneName'));
    const body = options.name === undefined ? {} : { userPrincipalName: options.name };
    await withSession(options, async ({ client, output }) => {
      const restored: RestoredUser[] = [];
      const failures: unknown[] = [];
      for (const user of wanted) {
        try {
          const id = await idOf(user, client, t);
          const one = await client.send<RestoredUser>('POST', `/api/deleted-users/${id}/restore`, body);
          restored.push(one);
          if (output !== 'json') tell(one, t);
        } catch (error) {
          if (wanted.length === 1 || !(error instanceof ApiError || error instanceof CommandError)) throw error;
          failures.push(error);
          printNote(`${printable(user)}: ${error.message}`);
        }
      }
      if (output === 'json') printJson(restored);
      if (failures.length === 0) return;
      const counts = { failed: failures.length, all: wanted.length };
      throw new CommandError(restored.length === 0 ? EXIT.refused : EXIT.partly, t('cli.restore.failed', counts));
    });
  });
}

/** The object id of the deleted person whom a user name means; what is no user name is an id. */
async function idOf(user: string, client: Client, t: Translator): Promise<string> {
  if (!user.includes('@')) return encodeURIComponent(user);
  const { value } = await client.get<{ value: DeletedUser[] }>('/api/deleted-users', { search: user, top: 500 });
  const named = value.filter(({ userPrincipalName }) => userPrincipalName.toLowerCase() === user.toLowerCase());
  const [one, ...others] = named;
  if (!one) throw new CommandError(EXIT.notFound, t('cli.restore.nobody', { user }));
  if (others.length === 0) return one.id;
  const ids = named.map(({ id }) => id).join(', ');
  throw new CommandError(EXIT.usage, t('cli.restore.several', { user, ids }));
}

function tell(one: RestoredUser, t: Translator): void {
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join(', ');
  const { displayName, userPrincipalName, password, restored, lost, overAssigned, droppedAddresses, roles } = one;
  printLine(t('cli.restore.done', { name: printable(displayName), user: userPrincipalName }));
  if (password !== null) printLine(`  ${t('cli.restore.password', { password })}`);
  if (restored.length > 0) printLine(`  ${t('cli.restore.licenses', { names: names(restored) })}`);
  if (lost.length > 0) printLine(`  ${t('cli.restore.lost', { names: names(lost) })}`);
  for (const { name, by } of overAssigned) printLine(`  ${t('cli.restore.over', { product: name, count: by })}`);
  if (droppedAddresses.length > 0)
    printLine(`  ${t('cli.restore.dropped', { names: printable(droppedAddresses.join(', ')) })}`);
  if (roles.length > 0) printLine(`  ${t('cli.restore.roles', { names: roles.join(', ') })}`);
}
