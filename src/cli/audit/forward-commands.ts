import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface DestinationView {
  readonly id: string;
  readonly address: string;
  readonly waiting: number;
  readonly lastError: string | null;
}

/** audit forward list, add, remove, test. */
export function addForwardCommands(audit: Command, t: Translator): void {
  const forward = audit.command('forward').description(t('cli.audit.forward'));
  const example = (command: Command, ...lines: readonly string[]) =>
    command.addHelpText(
      'after',
      `\n${t('cli.example')}\n${lines.map((line) => `  seatwise audit forward ${line}`).join('\n')}`,
    );
  example(forward, 'list');

  const list = forward.command('list', { isDefault: true }).description(t('cli.audit.forwardList'));
  example(list, 'list');
  list.action(async () => {
    await withSession(list.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const { value } = await client.get<{ value: DestinationView[] }>('/api/audit/destinations');
      printRows(
        value,
        [
          { header: t('cli.audit.address'), value: ({ address }) => address },
          { header: t('cli.audit.waiting'), value: ({ waiting }) => waiting, right: true },
          { header: t('cli.audit.lastError'), value: ({ lastError }) => lastError },
          { header: 'id', value: ({ id }) => id },
        ],
        output,
        t('cli.audit.noDestinations'),
      );
    });
  });

  const add = forward
    .command('add')
    .argument('<address>', t('cli.audit.toAddress'))
    .description(t('cli.audit.forwardAdd'));
  example(add, 'add https://siem.example.com/seatwise', 'add tls://logs.example.com:6514');
  add.action(async (address: string) => {
    await withSession(add.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      const made = await client.send<{ id: string; secret: string | null }>('POST', '/api/audit/destinations', {
        address,
      });
      if (output === 'json') return printJson(made);
      printLine(t('cli.audit.forwarded', { address }));
      if (made.secret !== null) printLine(`${t('cli.audit.secret')}\n  ${made.secret}`);
    });
  });

  const remove = forward
    .command('remove')
    .argument('<id>', t('cli.audit.destinationId'))
    .description(t('cli.audit.forwardRemove'));
  example(remove, 'remove 2d7a6c5e-7a0b-4c1d-9c39-0d2f0c5e8b11');
  remove.action(async (id: string) => {
    await withSession(remove.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      await client.send('DELETE', `/api/audit/destinations/${encodeURIComponent(id)}`);
      printLine(t('cli.audit.removed'));
    });
  });

  const test = forward
    .command('test')
    .argument('<id>', t('cli.audit.destinationId'))
    .description(t('cli.audit.forwardTest'));
  example(test, 'test 2d7a6c5e-7a0b-4c1d-9c39-0d2f0c5e8b11');
  test.action(async (id: string) => {
    await withSession(test.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      const path = `/api/audit/destinations/${encodeURIComponent(id)}/test`;
      const { error } = await client.send<{ error: string | null }>('POST', path);
      if (error !== null) throw new CommandError(EXIT.failed, t('cli.audit.notArrived', { why: error }));
      printLine(t('cli.audit.arrived'));
    });
  });
}
