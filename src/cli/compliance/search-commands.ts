import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { minuteOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';
import { findCase, findSearch } from './find-case.ts';

interface Estimate {
  readonly items: number;
  readonly bytes: number;
  readonly mailboxes: { readonly searched: number; readonly withHits: number };
  readonly places: readonly {
    readonly displayName: string;
    readonly address: string | null;
    readonly items: number;
    readonly bytes: number;
  }[];
  readonly leftOut: {
    readonly count: number;
    readonly text: string | null;
    readonly places: readonly { readonly text: string }[];
  };
}

interface Hit {
  readonly displayName: string;
  readonly subject: string;
  readonly fromAddress: string;
  readonly date: string;
  readonly size: number;
}

interface AddOptions extends GlobalOptions {
  readonly query?: string;
  readonly keywords?: string[];
  readonly everyone?: boolean;
  readonly files?: boolean;
  readonly user?: string[];
}

/** compliance search add, run, hits and remove. */
export function addSearchCommands(group: Command, t: Translator): void {
  const add = group.command('add').argument('<case>', t('cli.eDiscovery.case.case'));
  add
    .argument('<name>', t('cli.eDiscovery.search.name'))
    .description(t('cli.eDiscovery.search.add'))
    .option('--query <query>', t('cli.eDiscovery.search.query'))
    .option('--keywords <rows...>', t('cli.eDiscovery.search.keywords'))
    .option('--everyone', t('cli.eDiscovery.search.everyone'))
    .option('--user <users...>', t('cli.eDiscovery.search.users'))
    .option('--files', t('cli.eDiscovery.search.files'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance search add "Contoso v. Fabrikam" Budget --query "subject:budget sent>=2026-01-01" --everyone`,
    );
  add.action(async (key: string, name: string) => {
    const { query, keywords, everyone, user, files, ...options } = add.optsWithGlobals<AddOptions>();
    await withSession(options, async ({ client, output }) => {
      const { id } = await findCase(client, key, t);
      const mailboxes = user ? 'named' : everyone ? 'everyone' : 'custodians';
      const made = await client.send<{ id: string }>('POST', `/api/compliance/cases/${id}/searches`, {
        displayName: name,
        ...(query === undefined ? {} : { query }),
        ...(keywords === undefined ? {} : { keywords }),
        scope: { mailboxes, ...(files ? { drives: mailboxes } : {}), ...(user ? { users: user } : {}) },
      });
      if (output === 'json') printJson(made);
      else printLine(t('cli.eDiscovery.search.made', { name, case: id, id: made.id }));
    });
  });

  const run = group.command('run').argument('<case>', t('cli.eDiscovery.case.case'));
  run
    .argument('<search>', t('cli.eDiscovery.search.search'))
    .description(t('cli.eDiscovery.search.run'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance search run "Contoso v. Fabrikam" Budget`);
  run.action(async (caseKey: string, key: string) => {
    await withSession(run.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { path } = await findSearch(client, caseKey, key, t);
      const found = await client.send<Estimate>('POST', `${path}/estimate`);
      if (output === 'json') return printJson(found);
      printRows(
        found.places,
        [
          { header: t('cli.eDiscovery.column.owner'), value: ({ displayName }) => displayName },
          { header: t('cli.compliance.column.mailbox'), value: ({ address }) => address },
          { header: t('cli.eDiscovery.column.items'), value: ({ items }) => items, right: true },
          { header: t('cli.eDiscovery.column.size'), value: ({ bytes }) => bytes, right: true },
        ],
        output,
        t('cli.eDiscovery.search.nothing'),
      );
      if (output === 'csv') return;
      printLine(t('cli.eDiscovery.search.found', { count: found.items, size: sizeText(found.bytes, t) }));
      printLine(t('cli.eDiscovery.search.searched', found.mailboxes));
      if (found.leftOut.text === null) return;
      printNote(found.leftOut.text);
      for (const { text } of found.leftOut.places) printNote(`  ${text}`);
    });
  });

  const hits = group.command('hits').argument('<case>', t('cli.eDiscovery.case.case'));
  hits
    .argument('<search>', t('cli.eDiscovery.search.search'))
    .description(t('cli.eDiscovery.search.hits'))
    .option('--top <n>', t('cli.eDiscovery.search.top'), '50')
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance search hits "Contoso v. Fabrikam" Budget --top 20`,
    );
  hits.action(async (caseKey: string, key: string) => {
    const options = hits.optsWithGlobals<GlobalOptions & { top: string }>();
    await withSession(options, async ({ client, output }) => {
      const { path } = await findSearch(client, caseKey, key, t);
      const { value } = await client.get<{ value: Hit[] }>(`${path}/hits`, { top: options.top });
      printRows(
        value,
        [
          { header: t('cli.eDiscovery.column.date'), value: ({ date }) => minuteOf(date) },
          { header: t('cli.eDiscovery.column.owner'), value: ({ displayName }) => displayName },
          { header: t('cli.eDiscovery.column.from'), value: ({ fromAddress }) => fromAddress },
          { header: t('cli.eDiscovery.column.subject'), value: ({ subject }) => subject },
          { header: t('cli.eDiscovery.column.size'), value: ({ size }) => size, right: true },
        ],
        output,
        t('cli.eDiscovery.search.nothing'),
      );
    });
  });

  const remove = group.command('remove').argument('<case>', t('cli.eDiscovery.case.case'));
  remove
    .argument('<search>', t('cli.eDiscovery.search.search'))
    .description(t('cli.eDiscovery.search.remove'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance search remove "Contoso v. Fabrikam" Budget`);
  remove.action(async (caseKey: string, key: string) => {
    await withSession(remove.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const { path, displayName: name } = await findSearch(client, caseKey, key, t);
      await client.send('DELETE', path);
      printLine(t('cli.eDiscovery.search.removed', { name }));
    });
  });
}

/** compliance export: all that a search finds, as a ZIP file. */
export function addExportCommand(compliance: Command, t: Translator): void {
  const exporting = compliance.command('export').argument('<case>', t('cli.eDiscovery.case.case'));
  exporting
    .argument('<search>', t('cli.eDiscovery.search.search'))
    .argument('<file>', t('cli.eDiscovery.export.file'))
    .description(t('cli.eDiscovery.export.description'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance export "Contoso v. Fabrikam" Budget budget.zip`,
    );
  exporting.action(async (caseKey: string, key: string, file: string) => {
    await withSession(exporting.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const { path } = await findSearch(client, caseKey, key, t);
      const body = await client.download(`${path}/export`, {});
      try {
        const end = file !== '-';
        await pipeline(Readable.from(body), end ? createWriteStream(file) : process.stdout, { end });
      } catch (error) {
        throw new CommandError(EXIT.usage, t('cli.error.file', { file, why: (error as Error).message }));
      }
      if (file !== '-') printNote(t('cli.eDiscovery.export.done', { file }));
    });
  });
}

function sizeText(bytes: number, { language }: Translator): string {
  const [unit, factor] = bytes < 1024 ** 2 ? (['kilobyte', 1024] as const) : (['megabyte', 1024 ** 2] as const);
  const format = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', format).format(bytes / factor);
}
