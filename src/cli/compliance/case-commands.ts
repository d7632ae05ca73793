import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { confirm } from '../confirm.ts';
import { dayOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';
import { allCases, findCase } from './find-case.ts';

type YesOptions = GlobalOptions & { readonly yes?: boolean };

/** compliance case list, create, show, close, reopen, delete, add-member and remove-member. */
export function addCaseCommands(group: Command, t: Translator): void {
  const list = group.command('list').description(t('cli.eDiscovery.case.list'));
  list.addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance case list`);
  list.action(async () => {
    await withSession(list.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      printRows(
        await allCases(client),
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.eDiscovery.column.status'), value: ({ status }) => t(`cli.eDiscovery.status.${status}`) },
          { header: t('cli.eDiscovery.column.created'), value: ({ createdAt }) => dayOf(createdAt) },
          { header: t('cli.eDiscovery.column.by'), value: ({ createdBy }) => createdBy },
          { header: t('cli.column.id'), value: ({ id }) => id },
        ],
        output,
        t('cli.eDiscovery.case.none'),
      );
    });
  });

  const create = group.command('create').argument('<name>', t('cli.eDiscovery.case.name'));
  create
    .description(t('cli.eDiscovery.case.create'))
    .option('--description <text>', t('cli.eDiscovery.case.text'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance case create "Contoso v. Fabrikam"`);
  create.action(async (name: string) => {
    const { description, ...options } = create.optsWithGlobals<GlobalOptions & { description?: string }>();
    await withSession(options, async ({ client, output }) => {
      const body = { displayName: name, ...(description === undefined ? {} : { description }) };
      const made = await client.send('POST', '/api/compliance/cases', body);
      if (output === 'json') printJson(made);
      else printLine(t('cli.eDiscovery.case.made', { name }));
    });
  });

  const show = group.command('show').argument('<case>', t('cli.eDiscovery.case.case'));
  show
    .description(t('cli.eDiscovery.case.show'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance case show "Contoso v. Fabrikam"`);
  show.action(async (key: string) => {
    await withSession(show.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const found = await findCase(client, key, t);
      if (output === 'json') return printJson(found);
      printRows(
        found.custodians,
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.compliance.column.mailbox'), value: ({ email }) => email },
          { header: t('cli.eDiscovery.column.status'), value: ({ status }) => t(`cli.eDiscovery.status.${status}`) },
          {
            header: t('cli.eDiscovery.column.held'),
            value: ({ onHold }) => (onHold ? t('cli.eDiscovery.yes') : null),
          },
        ],
        output,
        t('cli.eDiscovery.case.noCustodians'),
      );
      if (output === 'csv') return;
      for (const { displayName, query } of found.searches) printLine(`${displayName}: ${query}`);
    });
  });

  const close = group.command('close').argument('<case>', t('cli.eDiscovery.case.case'));
  close
    .description(t('cli.eDiscovery.case.close'))
    .option('-y, --yes', t('cli.option.yes'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance case close "Contoso v. Fabrikam"`);
  close.action(async (key: string) => {
    const options = close.optsWithGlobals<YesOptions>();
    await withSession(options, async ({ client, output }) => {
      const { id, displayName: name } = await findCase(client, key, t);
      if (!options.yes) {
        printNote((await client.get<{ text: string }>(`/api/compliance/cases/${id}/release`)).text);
        await confirm(t, t('cli.eDiscovery.case.confirmClose', { name }));
      }
      const effect = await client.send<{ delayed: number; delayUntil: string | null }>(
        'POST',
        `/api/compliance/cases/${id}/close`,
      );
      if (output === 'json') return printJson(effect);
      printLine(t('cli.eDiscovery.case.closed', { name }));
      if (effect.delayUntil !== null) {
        const until = dayOf(effect.delayUntil);
        printLine(t('cli.eDiscovery.case.delayed', { count: effect.delayed, until }));
      }
    });
  });

  const reopen = group.command('reopen').argument('<case>', t('cli.eDiscovery.case.case'));
  reopen
    .description(t('cli.eDiscovery.case.reopen'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance case reopen "Contoso v. Fabrikam"`);
  reopen.action(async (key: string) => {
    await withSession(reopen.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const { id, displayName: name } = await findCase(client, key, t);
      await client.send('POST', `/api/compliance/cases/${id}/reopen`);
      printLine(t('cli.eDiscovery.case.reopened', { name }));
    });
  });

  const remove = group.command('delete').argument('<case>', t('cli.eDiscovery.case.case'));
  remove
    .description(t('cli.eDiscovery.case.delete'))
    .option('-y, --yes', t('cli.option.yes'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance case delete "Contoso v. Fabrikam"`);
  remove.action(async (key: string) => {
    const options = remove.optsWithGlobals<YesOptions>();
    await withSession(options, async ({ client }) => {
      const { id, displayName: name } = await findCase(client, key, t);
      if (!options.yes) await confirm(t, t('cli.eDiscovery.case.confirmDelete', { name }));
      await client.send('DELETE', `/api/compliance/cases/${id}`);
      printLine(t('cli.eDiscovery.case.deleted', { name }));
    });
  });

  const addMember = group.command('add-member').argument('<case>', t('cli.eDiscovery.case.case'));
  addMember
    .argument('<user>', t('cli.eDiscovery.case.user'))
    .description(t('cli.eDiscovery.case.member'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance case add-member "Contoso v. Fabrikam" ada@example.com`,
    );
  addMember.action(async (key: string, user: string) => {
    await withSession(addMember.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const { id } = await findCase(client, key, t);
      await client.send('POST', `/api/compliance/cases/${id}/members`, { user });
      printLine(t('cli.eDiscovery.case.memberAdded', { user }));
    });
  });

  const removeMember = group.command('remove-member').argument('<case>', t('cli.eDiscovery.case.case'));
  removeMember
    .argument('<user>', t('cli.eDiscovery.case.user'))
    .description(t('cli.eDiscovery.case.removeMember'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance case remove-member "Contoso v. Fabrikam" "Ada Lovelace"`,
    );
  removeMember.action(async (key: string, user: string) => {
    await withSession(removeMember.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const { id, members } = await findCase(client, key, t);
      const wanted = user.toLowerCase();
      const member = members.find((one) => one.id === wanted || one.displayName.toLowerCase() === wanted);
      if (!member) throw new CommandError(EXIT.notFound, t('cli.eDiscovery.case.noMember', { user }));
      await client.send('DELETE', `/api/compliance/cases/${id}/members/${member.id}`);
      printLine(t('cli.eDiscovery.case.memberGone', { user: member.displayName }));
    });
  });
}
