import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { minuteOf } from '../dates.ts';
import { printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface ApprovalView {
  readonly id: number;
  readonly kind: 'removal' | 'purge';
  readonly operationId: number | null;
  readonly userName: string | null;
  readonly people: number;
  readonly requestedByName: string;
  readonly requestedAt: string;
  readonly decision: 'approved' | 'rejected' | null;
  readonly decidedByName: string | null;
}

/** approvals: what waits for a second administrator; approvals approve, approvals reject. */
export function addApprovalCommands(program: Command, t: Translator): void {
  const approvals = program.command('approvals').description(t('cli.access.approvals'));
  approvals
    .option('--all', t('cli.access.all'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise approvals\n  seatwise approvals approve 3`);
  approvals.action(async () => {
    const options = approvals.optsWithGlobals<GlobalOptions & { all?: boolean }>();
    await withSession(options, async ({ client, output }) => {
      const { value } = await client.get<{ value: ApprovalView[] }>('/api/approvals', {
        all: options.all ? 'true' : 'false',
      });
      printRows(
        value,
        [
          { header: t('cli.column.id'), value: ({ id }) => id, right: true },
          {
            header: t('cli.access.column.what'),
            value: ({ kind, operationId, userName }) =>
              kind === 'purge'
                ? t('cli.access.purge', { name: userName ?? '' })
                : t('cli.access.removal', { id: operationId ?? '' }),
          },
          { header: t('cli.access.column.people'), value: ({ people }) => people, right: true },
          { header: t('cli.column.by'), value: ({ requestedByName }) => requestedByName },
          { header: t('cli.access.column.asked'), value: ({ requestedAt }) => minuteOf(requestedAt) },
          { header: t('cli.access.column.decision'), value: (row) => decisionOf(row, t) },
        ],
        output,
        t('cli.access.noApprovals'),
      );
    });
  });

  for (const [verb, text] of [
    ['approve', t('cli.access.approvalsApprove')],
    ['reject', t('cli.access.approvalsReject')],
  ] as const) {
    const command = approvals.command(verb).argument('<id>', t('cli.access.approvalId')).description(text);
    command.addHelpText('after', `\n${t('cli.example')}\n  seatwise approvals ${verb} 3`);
    command.action(async (id: string) => {
      await withSession(command.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
        const decided = await client.send<ApprovalView>('POST', `/api/approvals/${encodeURIComponent(id)}/${verb}`);
        printLine(t('cli.access.decided', { id, decision: decisionOf(decided, t) }));
      });
    });
  }
}

function decisionOf({ decision, decidedByName }: ApprovalView, t: Translator): string {
  return decision === null ? t('cli.access.waiting') : t(`cli.access.${decision}`, { name: decidedByName ?? '' });
}
