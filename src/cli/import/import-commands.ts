import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { MessageKey, Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine } from '../output.ts';
import { progressBar } from '../progress.ts';
import { type GlobalOptions, type Session, withSession } from '../session.ts';
import { addImportMailCommand } from './import-mail.ts';
import { addImportTenantCommand } from './import-tenant.ts';

interface Refusal {
  readonly line?: number;
  readonly userPrincipalName?: string | null;
  readonly reason: string;
  readonly [detail: string]: unknown;
}

interface Report {
  readonly rows: number;
  readonly taken: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: readonly Refusal[];
  readonly licenses: { readonly assigned: number; readonly refused: number; readonly operationId: number | null };
  readonly subscriptionsAdded: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly domainsAdded: readonly string[];
  readonly unknownHeaders: readonly string[];
}

type ImportResult =
  | { readonly kind: 'imported' | 'refused'; readonly report: Report }
  | { readonly kind: 'unreadable'; readonly refusal: Refusal };

/** Refused rows that are listed; --output json has them all. */
const LISTED = 50;

/** import users: people and their licenses from a CSV file; import tenant: a whole tenant from saved Graph answers;
 * import mail: messages into somebody's mailbox. */
export function addImportCommands(program: Command, t: Translator): void {
  const group = program.command('import').description(t('cli.command.import'));
  group.addHelpText('after', `\n${t('cli.example')}\n  seatwise import users users.csv`);
  const users = group
    .command('users')
    .argument('<file>', t('cli.option.file'))
    .description(t('cli.command.importUsers'));
  users
    .option('--keep-going', t('cli.option.keepGoing'))
    .option('--add-domains', t('cli.option.addDomains'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise import users users.csv --keep-going --add-domains`);
  users.action(async (file: string) => {
    const options = users.optsWithGlobals<GlobalOptions & { keepGoing?: boolean; addDomains?: boolean }>();
    const size = await sizeOf(file, t);
    await withSession(options, async (session) => {
      const bar = progressBar(t('cli.import.reading'));
      const query = new URLSearchParams({
        keepGoing: String(options.keepGoing ?? false),
        addDomains: String(options.addDomains ?? false),
      });
      const result = await session.client
        .upload<ImportResult>(`/api/imports/users?${query}`, 'text/csv', createReadStream(file), ({ done }) => {
          bar.update({ done, total: size });
        })
        .finally(() => bar.end());
      if (result.kind === 'unreadable') {
        throw new CommandError(EXIT.usage, t('cli.error.file', { file, why: reasonText(result.refusal, t) }));
      }
      if (options.output === 'json') printJson(result);
      else await printReport(result, session);
      if (result.kind === 'refused')
        throw new CommandError(EXIT.refused, t('cli.import.nothingTaken'), t('cli.hint.importKeepGoing'));
      if (result.report.refused.length + result.report.licenses.refused > 0) process.exitCode = EXIT.partly;
    });
  });
  addImportTenantCommand(group, t);
  addImportMailCommand(group, t);
}

async function printReport(
  { kind, report }: Extract<ImportResult, { report: Report }>,
  { t, client }: Session,
): Promise<void> {
  const { taken, changed, same, refused, licenses, subscriptionsAdded, domainsAdded, unknownHeaders } = report;
  printLine(t('cli.import.rows', { taken, changed, same, refused: refused.length }));
  if (licenses.assigned > 0) printLine(t('cli.import.licenses', { count: licenses.assigned }));
  if (licenses.refused > 0) printLine(t('cli.import.licensesRefused', { count: licenses.refused }));
  if (kind === 'imported' && licenses.operationId !== null)
    printLine(t('cli.import.operation', { id: licenses.operationId }));
  for (const { skuId, quantity } of subscriptionsAdded) {
    const { name } = await client.get<{ name: string }>(`/api/products/${skuId}`);
    printLine(t('cli.import.subscriptionAdded', { name, count: quantity }));
  }
  for (const name of domainsAdded) printLine(t('cli.import.domainAdded', { name }));
  if (unknownHeaders.length > 0)
    printLine(t('cli.import.unknownHeaders', { names: printable(unknownHeaders.join(', ')) }));
  for (const refusal of refused.slice(0, LISTED)) {
    const person = printable(refusal.userPrincipalName ?? '–');
    printLine(t('cli.import.refusedRow', { line: refusal.line ?? 0, person, why: reasonText(refusal, t) }));
  }
  if (refused.length > LISTED) printLine(t('cli.plan.more', { count: refused.length - LISTED }));
}

function reasonText(refusal: Refusal, t: Translator): string {
  const values = Object.entries(refusal).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)] as const,
  );
  const hasSimilar =
    refusal.reason === 'unknownProduct' && Array.isArray(refusal.suggestions) && refusal.suggestions.length > 0;
  const reason = hasSimilar ? 'unknownProductSimilar' : refusal.reason;
  return printable(t(`cli.import.reason.${reason}` as MessageKey, Object.fromEntries(values)));
}

async function sizeOf(file: string, t: Translator): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw new CommandError(EXIT.usage, t('cli.error.file', { file, why: (error as Error).message }));
  }
}
