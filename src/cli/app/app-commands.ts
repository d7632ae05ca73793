import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { createApp, deleteApp, listApps } from '../../server/bootstrap.ts';
import { chooseTenant } from '../../server/local.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printRows } from '../output.ts';
import { type GlobalOptions, noTenant, operatorName, withLocal } from '../session.ts';

/** app create, list, delete: the clients that may get tokens. */
export function addAppCommands(program: Command, t: Translator): void {
  const app = program.command('app').description(t('cli.command.app'));
  app.addHelpText('after', `\n${t('cli.example')}\n  seatwise app create --name Script --role "License Administrator"`);

  const create = app.command('create').description(t('cli.command.appCreate'));
  create
    .requiredOption('--name <name>', t('cli.option.appName'))
    .option('--role <role...>', t('cli.option.role'))
    .option('--permission <permission...>', t('cli.option.permission'))
    .option('--public', t('cli.option.public'))
    .option('--redirect <address...>', t('cli.option.redirect'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise app create --name "Offboarding script" --role "License Administrator" --output json\n  seatwise app create --name "License tool" --public --redirect http://localhost --permission LicenseAssignment.ReadWrite.All`,
    );
  create.action(async () => {
    const options = create.optsWithGlobals<
      GlobalOptions & { name: string; role?: string[]; permission?: string[]; public?: boolean; redirect?: string[] }
    >();
    await withLocal(options, async (store) => {
      const tenant = await chooseTenant(store, options.tenant);
      if ('problem' in tenant) throw noTenant(tenant, options.tenant, t);
      const made = await createApp(store, tenant, operatorName(), options);
      if ('unknown' in made) {
        const names = { wrong: made.unknown, known: made.known.join(', ') };
        throw new CommandError(EXIT.usage, t(`cli.error.${made.what}`, names));
      }
      if (options.output === 'json') return printJson(made);
      printLine(t('cli.app.created', { name: options.name }));
      printLine(`  tenantId      ${made.tenantId}\n  clientId      ${made.clientId}`);
      if (made.clientSecret === null) return;
      printLine(`  clientSecret  ${made.clientSecret}`);
      printLine(t('cli.app.once'));
    });
  });

  const list = app.command('list').description(t('cli.command.appList'));
  list.addHelpText('after', `\n${t('cli.example')}\n  seatwise app list`);
  list.action(async () => {
    const options = list.optsWithGlobals<GlobalOptions>();
    await withLocal(options, async (store) => {
      const tenant = await chooseTenant(store, options.tenant);
      if ('problem' in tenant) throw noTenant(tenant, options.tenant, t);
      printRows(
        await listApps(store.db, tenant),
        [
          { header: t('cli.column.name'), value: ({ name }) => name },
          { header: 'clientId', value: ({ clientId }) => clientId },
          { header: t('cli.column.roles'), value: ({ roles, permissions }) => [...roles, ...permissions].join(', ') },
        ],
        options.output,
        t('cli.empty.apps'),
      );
    });
  });

  const remove = app
    .command('delete')
    .argument('<clientId>', t('cli.option.clientId'))
    .description(t('cli.command.appDelete'));
  remove.addHelpText('after', `\n${t('cli.example')}\n  seatwise app delete 5c0f5f7e-6a0e-4f0a-9a0e-0d5d0c6c2b11`);
  remove.action(async (clientId: string) => {
    const options = remove.optsWithGlobals<GlobalOptions>();
    await withLocal(options, async (store) => {
      const tenant = await chooseTenant(store, options.tenant);
      if ('problem' in tenant) throw noTenant(tenant, options.tenant, t);
      const gone = await deleteApp(store, tenant, operatorName(), clientId);
      if (!gone) throw new CommandError(EXIT.notFound, t('cli.error.unknownApp', { clientId }));
      printLine(t('cli.app.deleted'));
    });
  });
}
