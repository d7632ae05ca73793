import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine } from '../output.ts';
import { withProgress } from '../progress.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface Report {
  readonly imported: number;
  readonly known: number;
  readonly failed: number;
  readonly failures: readonly {
    readonly no: number;
    readonly subject: string | null;
    readonly fault: 'unreadable' | 'tooLarge' | 'overQuota';
  }[];
}

/** Failures that are listed of each file; --output json has more. */
const LISTED = 50;

/** import mail: messages of .eml and .mbox files into somebody's mailbox. */
export function addImportMailCommand(group: Command, t: Translator): void {
  const command = group
    .command('mail')
    .argument('<files...>', t('cli.importMail.files'))
    .description(t('cli.importMail.description'));
  command
    .requiredOption('--user <user>', t('cli.option.oneUser'))
    .option('--folder <folder>', t('cli.importMail.folder'), 'inbox')
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise import mail --user ada@example.com archive.mbox --folder "Old mail"`,
    );
  command.action(async (files: string[]) => {
    const options = command.optsWithGlobals<GlobalOptions & { user: string; folder: string }>();
    const { user, folder } = options;
    const found: { file: string; size: number; type: string }[] = [];
    for (const file of files) found.push({ file, ...(await look(file, t)) });
    await withSession(options, async ({ client, output }) => {
      const reports: (Report & { file: string })[] = [];
      for (const { file, size, type } of found) {
        const query = new URLSearchParams({ folder });
        const report = await withProgress(t('cli.importMail.reading', { file: printable(file) }), (update) =>
          client.upload<Report>(
            `/api/users/${encodeURIComponent(user)}/mail?${query}`,
            type,
            createReadStream(file),
            ({ done }) => update({ done, total: size }),
          ),
        );
        reports.push({ file, ...report });
        if (output !== 'json') printReport(file, report, t);
      }
      if (output === 'json') printJson(reports);
      if (reports.some(({ failed }) => failed > 0)) process.exitCode = EXIT.partly;
    });
  });
}

function printReport(file: string, { imported, known, failed, failures }: Report, t: Translator): void {
  printLine(printable(t('cli.importMail.done', { file, imported, known, failed })));
  for (const { no, subject, fault } of failures.slice(0, LISTED)) {
    const why = t(`cli.importMail.fault.${fault}`);
    printLine(printable(t('cli.importMail.failed', { no, subject: subject ?? '–', why })));
  }
  if (failed > LISTED) printLine(t('cli.plan.more', { count: failed - LISTED }));
}

/** How large a file is, and whether it is many messages or one. */
async function look(file: string, t: Translator): Promise<{ size: number; type: string }> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
      const isMbox = buffer.subarray(0, bytesRead).toString('latin1') === 'From ';
      return { size: (await handle.stat()).size, type: isMbox ? 'application/mbox' : 'message/rfc822' };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CommandError(EXIT.usage, t('cli.error.file', { file, why: (error as Error).message }));
  }
}
