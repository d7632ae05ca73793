import { Command, CommanderError, Option } from 'commander';
import { ApiError } from '../client/client.ts';
import { LANGUAGES, type Translator } from '../messages/translate.ts';
import { addApprovalCommands } from './access/approval-commands.ts';
import { addRoleCommands } from './access/role-commands.ts';
import { addUnitCommands } from './access/unit-commands.ts';
import { addAppCommands } from './app/app-commands.ts';
import { addAuditCommands } from './audit/audit-commands.ts';
import { addCatalogCommands } from './catalog/catalog-commands.ts';
import { addClockCommands } from './clock/clock-commands.ts';
import { addPurgeCommands } from './clock/purge-commands.ts';
import { addComplianceCommands } from './compliance/compliance-commands.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { addIdentityProviderCommands } from './identity-provider/identity-provider-commands.ts';
import { addImportCommands } from './import/import-commands.ts';
import { addChangeCommands, addPlanCommands, addUndoCommand } from './licenses/change-commands.ts';
import { addMailboxCommands } from './mailbox/mailbox-commands.ts';
import { addOperationCommands } from './operations/operation-commands.ts';
import { OUTPUT_FORMATS, printNote } from './output.ts';
import { addServeCommand } from './serve.ts';
import { textsFor } from './session.ts';
import { addAccountCommands } from './sign-in/account-commands.ts';
import { addSkuCommands } from './skus/sku-commands.ts';
import { addTenantCommands } from './tenant/tenant-commands.ts';
import { addRestoreCommand } from './users/restore-command.ts';
import { addUserCommands } from './users/user-commands.ts';

/** The program with all its commands, in a language. */
function programIn(t: Translator): Command {
  const program = new Command('seatwise')
    .description(t('cli.program.description'))
    .addOption(new Option('-t, --tenant <tenant>', t('cli.option.tenant')).env('SEATWISE_TENANT'))
    .addOption(
      new Option('-o, --output <format>', t('cli.option.output')).choices([...OUTPUT_FORMATS]).default('table'),
    )
    .addOption(new Option('--language <language>', t('cli.option.language')).choices([...LANGUAGES]))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise plan unassign --sku ENTERPRISEPACK --where "accountEnabled eq false"\n\n${t('cli.program.environment')}\n\n${t('cli.program.exitCodes')}`,
    )
    .showSuggestionAfterError()
    .exitOverride();
  addServeCommand(program, t);
  addTenantCommands(program, t);
  addImportCommands(program, t);
  addCatalogCommands(program, t);
  addSkuCommands(program, t);
  addUserCommands(program, t);
  addAccountCommands(program, t);
  addRestoreCommand(program, t);
  addClockCommands(program, t);
  addPurgeCommands(program, t);
  addPlanCommands(program, t);
  addChangeCommands(program, t);
  addOperationCommands(program, t);
  addUndoCommand(program, t);
  addAppCommands(program, t);
  addAuditCommands(program, t);
  addRoleCommands(program, t);
  addUnitCommands(program, t);
  addApprovalCommands(program, t);
  addIdentityProviderCommands(program, t);
  addMailboxCommands(program, t);
  addComplianceCommands(program, t);
  for (const command of allCommands(program)) command.exitOverride().showSuggestionAfterError();
  return program;
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

/** The language must be known before the options are declared, whose descriptions are in it. */
function languageArgument(args: readonly string[]): string | undefined {
  const at = args.indexOf('--language');
  return (
    args.find((arg) => arg.startsWith('--language='))?.slice('--language='.length) ??
    (at >= 0 ? args[at + 1] : undefined)
  );
}

/** Runs one command, and gives the code to end with. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const language = LANGUAGES.find((known) => known === languageArgument(args));
  const t = textsFor(language === undefined ? {} : { language });
  try {
    await programIn(t).parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return told(error, t);
  }
}

/** The names of all commands, each with those above it. */
export function commandNames(): string[] {
  const below = (command: Command, path: readonly string[]): string[] =>
    command.commands.flatMap((child) => [[...path, child.name()].join(' '), ...below(child, [...path, child.name()])]);
  return below(programIn(textsFor({})), []);
}

/** Says what went wrong, and gives the code to end with. */
function told(error: unknown, t: Translator): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandError) {
    printNote(error.message);
    if (error.hint !== undefined) printNote(error.hint);
    return error.exitCode;
  }
  if (error instanceof ApiError) return toldByServer(error, t);
  printNote(t('cli.error.internal', { why: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  return EXIT.failed;
}

interface NamedProduct {
  readonly partNumber: string;
  readonly name: string;
}

function toldByServer({ code, status, message, details }: ApiError, t: Translator): number {
  const product = String(details.product ?? '');
  const named = (list: unknown) =>
    ((list ?? []) as NamedProduct[]).map(({ partNumber, name }) => `${partNumber} (${name})`).join(', ');
  switch (code) {
    case 'unknownProduct': {
      const names = named(details.suggestions);
      printNote(t('cli.error.unknownProduct', { product }));
      if (names !== '') printNote(t('cli.hint.suggestions', { names }));
      return EXIT.notFound;
    }
    case 'ambiguousProduct':
      printNote(t('cli.error.ambiguousProduct', { product, candidates: named(details.candidates) }));
      return EXIT.usage;
    case 'invalidFilter':
      printNote(t('cli.error.invalidFilter', { where: String(details.where), why: message }));
      return EXIT.usage;
    default:
      printNote(message);
      if (Array.isArray(details.known)) printNote(t('cli.hint.suggestions', { names: details.known.join(', ') }));
      return status === 404
        ? EXIT.notFound
        : status === 409 || status === 403
          ? EXIT.refused
          : status >= 500
            ? EXIT.failed
            : EXIT.usage;
  }
}
