import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Translator } from '../../messages/translate.ts';
import { confirm } from '../confirm.ts';
import { dayOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';
import { type CustodianRow, findCase } from './find-case.ts';

interface Effect {
  readonly placed: number;
  readonly lifted: number;
  readonly delayed: number;
  readonly delayUntil: string | null;
}

/** compliance case add, hold, lift and release: the custodians of a case. */
export function addCustodianCommands(group: Command, t: Translator): void {
  const add = group.command('add').argument('<case>', t('cli.eDiscovery.case.case'));
  add
    .argument('<users...>', t('cli.eDiscovery.case.users'))
    .description(t('cli.eDiscovery.case.add'))
    .option('--hold', t('cli.eDiscovery.case.holdOption'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance case add "Contoso v. Fabrikam" ada@example.com --hold`,
    );
  add.action(async (key: string, users: string[]) => {
    const options = add.optsWithGlobals<GlobalOptions & { hold?: boolean }>();
    await withSession(options, async ({ client, output }) => {
      const { id } = await findCase(client, key, t);
      const ids: string[] = [];
      for (const user of users) {
        const made = await client.send<{ id: string }>('POST', `/api/compliance/cases/${id}/custodians`, { user });
        ids.push(made.id);
        if (output !== 'json') printLine(t('cli.eDiscovery.case.added', { user }));
      }
      const effect = options.hold ? await change(client, id, 'applyHold', ids) : undefined;
      if (output === 'json') printJson({ ids, ...effect });
      else if (effect) printLine(t('cli.eDiscovery.case.held', { count: effect.placed }));
    });
  });

  for (const [name, action] of [
    ['hold', 'applyHold'],
    ['lift', 'removeHold'],
    ['release', 'release'],
  ] as const) {
    const command = group.command(name).argument('<case>', t('cli.eDiscovery.case.case'));
    command
      .argument('[users...]', t('cli.eDiscovery.case.users'))
      .description(t(`cli.eDiscovery.case.${name}`))
      .addHelpText(
        'after',
        `\n${t('cli.example')}\n  seatwise compliance case ${name} "Contoso v. Fabrikam" ada@example.com`,
      );
    if (name !== 'hold') command.option('-y, --yes', t('cli.option.yes'));
    command.action(async (key: string, users: string[]) => {
      const options = command.optsWithGlobals<GlobalOptions & { yes?: boolean }>();
      await withSession(options, async ({ client, output }) => {
        const { id, displayName, custodians } = await findCase(client, key, t);
        const meant =
          users.length === 0
            ? custodians.filter(({ status }) => status === 'active')
            : users.map((user) => named(custodians, user, t));
        if (meant.length === 0) throw new CommandError(EXIT.notFound, t('cli.eDiscovery.case.noCustodians'));
        if (name !== 'hold' && !options.yes) {
          const people = meant.map((one) => one.displayName).join(', ');
          printNote(t('cli.eDiscovery.case.lifting'));
          await confirm(t, t('cli.eDiscovery.case.confirmLift', { name: displayName, people }));
        }
        const effect = await change(
          client,
          id,
          action,
          meant.map((one) => one.id),
        );
        if (output === 'json') return printJson(effect);
        const { placed, lifted, delayed, delayUntil } = effect;
        if (name === 'hold') printLine(t('cli.eDiscovery.case.held', { count: placed }));
        else printLine(t('cli.eDiscovery.case.lifted', { count: lifted }));
        if (delayUntil !== null) {
          printLine(t('cli.eDiscovery.case.delayed', { count: delayed, until: dayOf(delayUntil) }));
        }
      });
    });
  }
}

function change(client: Client, caseId: string, action: string, ids: readonly string[]): Promise<Effect> {
  return client.send<Effect>('POST', `/api/compliance/cases/${caseId}/custodians/${action}`, { ids });
}

function named(custodians: readonly CustodianRow[], user: string, t: Translator): CustodianRow {
  const wanted = user.toLowerCase();
  const found = custodians.find(({ id, userId, email, displayName }) =>
    [id, userId, email.toLowerCase(), displayName.toLowerCase()].includes(wanted),
  );
  if (!found) throw new CommandError(EXIT.notFound, t('cli.eDiscovery.case.noCustodian', { user }));
  return found;
}
