import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

/** tenant settings: shows them, or changes some. */
export function addSettingsCommand(tenant: Command, t: Translator): void {
  const settings = tenant.command('settings').description(t('cli.audit.settings'));
  settings
    .option('--set <name=value...>', t('cli.audit.set'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise tenant settings\n  seatwise tenant settings --set approvalAbove=500 sessionIdleMinutes=30`,
    );
  settings.action(async () => {
    const options = settings.optsWithGlobals<GlobalOptions & { set?: string[] }>();
    await withSession(options, async ({ client, output }) => {
      const shown = options.set
        ? await client.send<Record<string, unknown>>('PATCH', '/api/settings', changesOf(options.set, t))
        : await client.get<Record<string, unknown>>('/api/settings');
      printRows(
        Object.entries(shown),
        [
          { header: t('cli.audit.setting'), value: ([name]) => name },
          { header: t('cli.audit.value'), value: ([, value]) => String(value) },
        ],
        output,
        '',
      );
    });
  });
}

function changesOf(texts: readonly string[], t: Translator): Record<string, unknown> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name = '', value = ''] = /^(\w+)=(null|true|false|\d{1,9})$/.exec(text) ?? [];
      if (name === '') throw new CommandError(EXIT.usage, t('cli.audit.wrongSetting', { text }));
      return [name, JSON.parse(value)];
    }),
  );
}
