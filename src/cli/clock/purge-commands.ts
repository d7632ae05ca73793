import type { Command } from 'commander';
import { clockCalls } from '../../client/clock.ts';
import type { cliEn } from '../../messages/cli-en.ts';
import type { Translator } from '../../messages/translate.ts';
import { confirm } from '../confirm.ts';
import { dayOf, minuteOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

/** purges list, purges confirm: the last look before data ends for good. */
export function addPurgeCommands(program: Command, t: Translator): void {
  const purges = program.command('purges').description(t('cli.purges.description'));
  const list = purges
    .command('list')
    .option('--days <days>', t('cli.purges.days'), '7')
    .description(t('cli.purges.list'));
  list.action(async () => {
    const options = list.optsWithGlobals<GlobalOptions & { days: string }>();
    if (!/^\d{1,4}$/.test(options.days)) throw new CommandError(EXIT.usage, t('cli.purges.wrongDays'));
    await withSession(options, async ({ client, output }) => {
      const coming = await clockCalls(client).comingPurges(Number(options.days));
      printRows(
        coming.value,
        [
          { header: t('cli.purges.when'), value: ({ dueAt }) => minuteOf(dueAt) },
          { header: t('cli.purges.whose'), value: ({ name }) => printable(name) },
          {
            header: t('cli.purges.what'),
            value: ({ kind, dueAt }) =>
              t(`cli.deadline.${kind as keyof (typeof cliEn)['deadline']}`, { on: dayOf(dueAt) }),
          },
          {
            header: t('cli.purges.announced'),
            value: ({ announcedAt }) => (announcedAt ? minuteOf(announcedAt) : '–'),
          },
          { header: t('cli.purges.confirmed'), value: ({ confirmedBy }) => printable(confirmedBy ?? '–') },
          { header: 'id', value: ({ id }) => id },
        ],
        output,
        t('cli.purges.none'),
      );
    });
  });

  const agree = purges
    .command('confirm')
    .argument('[ids...]', t('cli.purges.ids'))
    .option('--all', t('cli.purges.all'))
    .option('--yes', t('cli.purges.yes'))
    .description(t('cli.purges.confirm'));
  agree.action(async (ids: string[]) => {
    const options = agree.optsWithGlobals<GlobalOptions & { all?: boolean; yes?: boolean }>();
    if ((ids.length === 0) !== (options.all === true)) throw new CommandError(EXIT.usage, t('cli.purges.which'));
    await withSession(options, async ({ client, output }) => {
      if (!options.yes) await confirm(t, t('cli.purges.question'));
      const result = await clockCalls(client).confirmPurges(options.all ? null : ids);
      if (output === 'json') printJson(result);
      else printLine(t('cli.purges.done', { count: result.confirmed }));
    });
  });
}
