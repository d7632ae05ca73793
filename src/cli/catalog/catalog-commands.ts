import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { importCatalogFile } from '../../server/bootstrap.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine, printRows } from '../output.ts';
import { type GlobalOptions, withLocal, withSession } from '../session.ts';

interface ProductRow {
  readonly partNumber: string;
  readonly name: string;
  readonly skuId: string;
  readonly servicePlans: number;
  readonly monthlyPriceCents: number | null;
}

interface PlanRow {
  readonly name: string;
  readonly displayName: string;
  readonly workloads: readonly string[];
  readonly needsAnyOf: readonly string[];
  readonly excludes: readonly string[];
}

/** catalog: every product known; catalog show: one with its services; catalog import: all others from Microsoft's list. */
export function addCatalogCommands(program: Command, t: Translator): void {
  const catalog = program.command('catalog').description(t('cli.command.catalog'));
  catalog.addHelpText(
    'after',
    `\n${t('cli.example')}\n  seatwise catalog show ENTERPRISEPACK\n  seatwise catalog import products.csv`,
  );
  catalog.action(async () => {
    await withSession(catalog.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value } = await client.get<{ value: ProductRow[] }>('/api/products');
      printRows(
        value,
        [
          { header: t('cli.column.partNumber'), value: ({ partNumber }) => partNumber },
          { header: t('cli.column.product'), value: ({ name }) => name },
          { header: t('cli.column.services'), value: ({ servicePlans }) => servicePlans, right: true },
          { header: 'skuId', value: ({ skuId }) => skuId },
        ],
        output,
        t('cli.empty.catalog'),
      );
    });
  });

  const show = catalog
    .command('show')
    .argument('<product>', t('cli.option.product'))
    .description(t('cli.command.catalogShow'));
  show.addHelpText('after', `\n${t('cli.example')}\n  seatwise catalog show "Microsoft 365 E3"`);
  show.action(async (product: string) => {
    await withSession(show.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const found = await client.get<{ name: string; servicePlans: PlanRow[] }>(
        `/api/products/${encodeURIComponent(product)}`,
      );
      if (output === 'json') return printJson(found);
      printRows(
        found.servicePlans,
        [
          { header: t('cli.column.service'), value: ({ name }) => name },
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.column.gives'), value: ({ workloads }) => workloads.join(', ') },
          { header: t('cli.column.needs'), value: ({ needsAnyOf }) => needsAnyOf.join(' / ') },
          { header: t('cli.column.excludes'), value: ({ excludes }) => excludes.join(', ') },
        ],
        output,
        t('cli.empty.catalog'),
      );
    });
  });

  const load = catalog
    .command('import')
    .argument('<file>', t('cli.option.catalogFile'))
    .description(t('cli.command.catalogImport'));
  load.addHelpText('after', `\n${t('cli.example')}\n  seatwise catalog import products.csv`);
  load.action(async (file: string) => {
    const options = load.optsWithGlobals<GlobalOptions>();
    await withLocal(options, async ({ db }) => {
      const report = await importCatalogFile(db, createReadStream(file));
      if (report.kind === 'missingColumns') {
        throw new CommandError(
          EXIT.usage,
          t('cli.catalog.missingColumns', { file, columns: report.columns.join(', ') }),
        );
      }
      if (report.kind === 'unreadable')
        throw new CommandError(EXIT.usage, t('cli.catalog.unreadable', { file, line: report.line }));
      if (options.output === 'json') printJson(report);
      else {
        printLine(t('cli.catalog.imported', { added: report.added, extended: report.extended }));
        for (const { line, reason, column, value } of report.refused.slice(0, 50)) {
          printLine(
            `  ${t('cli.plan.line', { line })} ${t(`cli.catalog.${reason}`, { column, value: printable(value) })}`,
          );
        }
      }
      if (report.refused.length > 0) process.exitCode = EXIT.partly;
    });
  });
}
