import type { Command } from 'commander';
import type { DetailedOperation, OperationSummary } from '../../api/views.ts';
import type { Translator } from '../../messages/translate.ts';
import { minuteOf } from '../dates.ts';
import { showOperation, titleOf } from '../licenses/show-plan.ts';
import { printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

/** operations: what was done, newest first; operations show: one of them. */
export function addOperationCommands(program: Command, t: Translator): void {
  const operations = program.command('operations').description(t('cli.command.operations'));
  operations
    .option('--plans', t('cli.option.plans'))
    .option('--top <n>', t('cli.option.top'), '20')
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise operations\n  seatwise operations show 41 --output csv > results.csv`,
    );
  operations.action(async () => {
    const options = operations.optsWithGlobals<GlobalOptions & { plans?: boolean; top: string }>();
    await withSession(options, async (session) => {
      const { value } = await session.client.get<{ value: OperationSummary[] }>('/api/operations', {
        planned: options.plans ? 'true' : 'false',
        top: options.top,
      });
      printRows(
        value,
        [
          { header: t('cli.column.id'), value: ({ id }) => id, right: true },
          { header: t('cli.column.when'), value: ({ appliedAt, plannedAt }) => minuteOf(appliedAt ?? plannedAt) },
          { header: t('cli.column.what'), value: (operation) => titleOf(operation, session) },
          {
            header: t('cli.column.products'),
            value: ({ totals }) => totals.skus.map(({ partNumber }) => partNumber).join(', '),
          },
          { header: t('cli.column.changed'), value: ({ totals }) => totals.changed, right: true },
          { header: t('cli.column.refused'), value: ({ totals }) => totals.refused, right: true },
          { header: t('cli.column.by'), value: ({ by, channel }) => `${by} (${channel})` },
          {
            header: t('cli.column.state'),
            value: ({ status, undoneBy }) =>
              undoneBy === null ? t(`cli.state.${status}`) : t('cli.state.undoneBy', { id: undoneBy }),
          },
        ],
        session.output,
        t('cli.empty.operations'),
      );
    });
  });
  const show = operations
    .command('show')
    .argument('<id>', t('cli.option.operationId'))
    .description(t('cli.command.operationsShow'));
  show.addHelpText('after', `\n${t('cli.example')}\n  seatwise operations show 41`);
  show.action(async (id: string) => {
    const options = show.optsWithGlobals<GlobalOptions>();
    await withSession(options, async (session) => {
      await showOperation(
        session,
        await session.client.get<DetailedOperation>(`/api/operations/${encodeURIComponent(id)}`),
      );
    });
  });
}
