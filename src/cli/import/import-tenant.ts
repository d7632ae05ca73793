import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { importTenantFolder } from '../../server/bootstrap.ts';
import { chooseTenant } from '../../server/local.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine } from '../output.ts';
import { progressBar } from '../progress.ts';
import { type GlobalOptions, noTenant, operatorName, withLocal } from '../session.ts';

/** Refused objects that are listed; --output json has them all. */
const LISTED = 50;

/** import tenant: a whole tenant from the answers of Graph that any client saved. */
export function addImportTenantCommand(group: Command, t: Translator): void {
  const command = group
    .command('tenant')
    .argument('<folder>', t('cli.option.dir'))
    .description(t('cli.command.importTenant'));
  command
    .option('--keep-going', t('cli.option.keepGoing'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise import tenant ./graph-export`);
  command.action(async (folder: string) => {
    const options = command.optsWithGlobals<GlobalOptions & { keepGoing?: boolean }>();
    await withLocal(options, async (store) => {
      const tenant = options.tenant === undefined ? undefined : await chooseTenant(store, options.tenant);
      if (tenant && 'problem' in tenant) throw noTenant(tenant, options.tenant, t);
      const bar = progressBar(t('cli.importTenant.reading'));
      const result = await importTenantFolder(store, operatorName(), folder, {
        tenant,
        keepGoing: options.keepGoing ?? false,
        onProgress: (objects) => bar.update({ done: objects, total: null }),
      }).finally(() => bar.end());
      if (result.kind === 'unreadable' || result.kind === 'noTenant') {
        const { reason, ...values } = result.refusal;
        throw new CommandError(EXIT.usage, t(`cli.importTenant.${reason}`, values));
      }
      const { report } = result;
      if (options.output === 'json') printJson(result);
      else {
        if (result.kind === 'imported' && result.tenant) {
          printLine(
            t('cli.importTenant.into', { name: result.tenant.displayName, domain: result.tenant.defaultDomain }),
          );
        }
        printLine(t('cli.importTenant.people', { ...report.users }));
        printLine(t('cli.importTenant.groups', { ...report.groups, members: report.membersAdded }));
        printLine(t('cli.importTenant.paths', { ...report.paths }));
        printLine(t('cli.importTenant.subscriptions', { ...report.subscriptions, products: report.productsAdded }));
        for (const { skuId, consumed } of report.overAssigned)
          printLine(t('cli.importTenant.overAssigned', { sku: skuId, consumed }));
        if (report.unknownSkus.length > 0)
          printLine(t('cli.importTenant.unknownSkus', { ids: report.unknownSkus.join(', ') }));
        for (const { file, id, reason, ...values } of report.refused.slice(0, LISTED)) {
          const why = t(`cli.importTenant.${reason}`, values);
          printLine(printable(t('cli.importTenant.refused', { file, id: id ?? '–', why })));
        }
      }
      if (result.kind === 'refused')
        throw new CommandError(EXIT.refused, t('cli.import.nothingTaken'), t('cli.hint.importKeepGoing'));
      if (report.refused.length > 0) process.exitCode = EXIT.partly;
    });
  });
}
