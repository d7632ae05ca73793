import { type Command, Option } from 'commander';
import type { DetailedOperation } from '../../api/views.ts';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printLine } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';
import { addPeopleOptions, type PeopleOptions, peopleFrom } from './people-options.ts';
import { type ChangeOptions, confirmAndApply, makePlan, planAndApply } from './run-change.ts';
import { showOperation } from './show-plan.ts';

interface ChangeKind {
  readonly name: 'assign' | 'unassign' | 'swap' | 'services';
  readonly addOptions: (command: Command, t: Translator) => Command;
  /** The change as the API takes it. */
  readonly change: (options: ProductOptions, t: Translator) => Record<string, unknown>;
  readonly example: string;
}

interface ProductOptions {
  readonly sku?: string[];
  readonly all?: boolean;
  readonly everyone?: boolean;
  readonly to?: string;
  readonly disable?: string[];
  readonly enable?: string[];
}

const KINDS: readonly ChangeKind[] = [
  {
    name: 'assign',
    addOptions: (command, t) =>
      command
        .requiredOption('-s, --sku <product...>', t('cli.option.sku'))
        .option('--disable <service...>', t('cli.option.disable')),
    change: ({ sku = [], disable }) => ({
      kind: 'assign',
      products: sku.map((product) => ({ product, ...(disable ? { disable } : {}) })),
    }),
    example: '--sku ENTERPRISEPACK --user ada@example.com --disable YAMMER_ENTERPRISE',
  },
  {
    name: 'unassign',
    addOptions: (command, t) =>
      command
        .option('-s, --sku <product...>', t('cli.option.sku'))
        .option('--all', t('cli.option.all'))
        .option('--everyone', t('cli.option.everyone')),
    change: ({ sku, all }, t) => {
      if ((sku === undefined) === (all === undefined)) throw new CommandError(EXIT.usage, t('cli.error.skuOrAll'));
      return sku ? { kind: 'unassign', products: sku } : { kind: 'unassignAll' };
    },
    example: '--sku ENTERPRISEPACK --from leavers.csv --keep-going',
  },
  {
    name: 'swap',
    addOptions: (command, t) =>
      command
        .requiredOption('-s, --sku <product...>', t('cli.option.swapFrom'))
        .requiredOption('--to <product>', t('cli.option.swapTo'))
        .option('--disable <service...>', t('cli.option.disable')),
    change: ({ sku = [], to, disable }, t) => {
      if (sku.length !== 1) throw new CommandError(EXIT.usage, t('cli.error.oneSku'));
      return { kind: 'swap', from: sku[0], to, ...(disable ? { disable } : {}) };
    },
    example: '--sku STANDARDPACK --to ENTERPRISEPACK --where "department eq \'Sales\'"',
  },
  {
    name: 'services',
    addOptions: (command, t) =>
      command
        .requiredOption('-s, --sku <product...>', t('cli.option.sku'))
        .option('--disable <service...>', t('cli.option.disable'))
        .option('--enable <service...>', t('cli.option.enable')),
    change: ({ sku = [], disable = [], enable = [] }, t) => {
      if (sku.length !== 1) throw new CommandError(EXIT.usage, t('cli.error.oneSku'));
      if (disable.length + enable.length === 0) throw new CommandError(EXIT.usage, t('cli.error.whichServices'));
      return { kind: 'setPlans', product: sku[0], disable, enable };
    },
    example: '--sku ENTERPRISEPACK --disable YAMMER_ENTERPRISE --holders-of ENTERPRISEPACK',
  },
];

/** assign, unassign, swap, services: each with a preview and a question before anything is taken. */
export function addChangeCommands(program: Command, t: Translator): void {
  for (const kind of KINDS) {
    const command = program.command(kind.name).description(t(`cli.command.${kind.name}`));
    addPeopleOptions(kind.addOptions(command, t), t);
    addApplyOptions(command, t);
    command.addHelpText('after', `\n${t('cli.example')}\n  seatwise ${kind.name} ${kind.example}`);
    command.action(async () => {
      const options = command.optsWithGlobals<GlobalOptions & ProductOptions & PeopleOptions & ChangeOptions>();
      const body = { change: kind.change(options, t), people: await peopleFrom(withEveryone(options, t), t) };
      await withSession(options, (session) => planAndApply(session, body, options));
    });
  }
}

/** plan assign | unassign | swap | services: the preview alone; plan apply: what was previewed. */
export function addPlanCommands(program: Command, t: Translator): void {
  const plan = program.command('plan').description(t('cli.command.plan'));
  plan.addHelpText('after', `\n${t('cli.example')}\n  seatwise plan unassign --sku ENTERPRISEPACK --from leavers.csv`);
  for (const kind of KINDS) {
    const command = plan.command(kind.name).description(t(`cli.command.${kind.name}`));
    addPeopleOptions(kind.addOptions(command, t), t);
    command.addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise plan ${kind.name} ${kind.example.replace(' --keep-going', '')}`,
    );
    command.action(async () => {
      const options = command.optsWithGlobals<GlobalOptions & ProductOptions & PeopleOptions>();
      const body = { change: kind.change(options, t), people: await peopleFrom(withEveryone(options, t), t) };
      await withSession(options, async (session) => {
        const made = await makePlan(session, body);
        await showOperation(session, made);
        if (session.output === 'table') printLine(`\n${t('cli.plan.made', { id: made.id })}`);
      });
    });
  }
  const apply = plan.command('apply').argument('<id>', t('cli.option.planId')).description(t('cli.command.planApply'));
  addApplyOptions(apply, t);
  apply.addHelpText('after', `\n${t('cli.example')}\n  seatwise plan apply 41 --yes`);
  apply.action(async (id: string) => {
    const options = apply.optsWithGlobals<GlobalOptions & ChangeOptions>();
    await withSession(options, async (session) => {
      const made = await session.client.get<DetailedOperation>(`/api/operations/${encodeURIComponent(id)}`);
      await confirmAndApply(session, made, options);
    });
  });
}

/** undo: the way back, with the same preview and question. */
export function addUndoCommand(program: Command, t: Translator): void {
  const undo = program
    .command('undo')
    .argument('<operation>', t('cli.option.operationId'))
    .description(t('cli.command.undo'));
  addApplyOptions(undo, t);
  undo.addHelpText('after', `\n${t('cli.example')}\n  seatwise undo 41`);
  undo.action(async (id: string) => {
    const options = undo.optsWithGlobals<GlobalOptions & ChangeOptions>();
    await withSession(options, async (session) => {
      const made = await session.client.send<DetailedOperation & { lossless: boolean; losslessUntil: string | null }>(
        'POST',
        `/api/operations/${encodeURIComponent(id)}/undo`,
        options.ticket === undefined ? {} : { ticket: options.ticket },
      );
      if (session.output === 'table') {
        const until = made.losslessUntil?.slice(0, 10) ?? '';
        if (!made.lossless) printLine(t('cli.undo.lossy', { until }));
        else printLine(until === '' ? t('cli.undo.lossless') : t('cli.undo.losslessUntil', { until }));
      }
      await confirmAndApply(session, made, options);
    });
  });
}

function addApplyOptions(command: Command, t: Translator): void {
  command
    .option('-y, --yes', t('cli.option.yes'))
    .option('--keep-going', t('cli.option.keepGoing'))
    .addOption(new Option('--ticket <text>', t('cli.option.ticket')));
}

/** `--everyone` means all who hold the one product that is taken. */
function withEveryone(options: ProductOptions & PeopleOptions, t: Translator): PeopleOptions {
  if (!options.everyone) return options;
  const [product, ...more] = options.sku ?? [];
  if (product === undefined || more.length > 0) throw new CommandError(EXIT.usage, t('cli.error.oneSku'));
  return { ...options, holdersOf: product };
}
