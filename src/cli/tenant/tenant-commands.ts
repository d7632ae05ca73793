import { type Command, Option } from 'commander';
import { LANGUAGES, type Translator } from '../../messages/translate.ts';
import {
  CLOUD_NAMES,
  createEmptyTenant,
  createSample,
  listTenants,
  makeSetupLink,
  type SetupLink,
} from '../../server/bootstrap.ts';
import { chooseTenant } from '../../server/local.ts';
import { minuteOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printRows } from '../output.ts';
import { progressBar } from '../progress.ts';
import { type GlobalOptions, noTenant, operatorName, withLocal } from '../session.ts';
import { serverAddress } from '../sign-in/server-address.ts';
import { addSettingsCommand } from './settings-command.ts';

interface CreateOptions {
  readonly name?: string;
  readonly domain?: string;
  readonly cloud: (typeof CLOUD_NAMES)[number];
  readonly production?: boolean;
  readonly country: string;
  readonly tenantLanguage: (typeof LANGUAGES)[number];
  readonly timeZone: string;
  readonly currency: string;
  readonly sample?: boolean;
  readonly users: string;
  readonly seed: string;
}

/** tenant list, tenant create: an empty one to load people into, or a sample of any size. */
export function addTenantCommands(program: Command, t: Translator): void {
  const tenant = program.command('tenant').description(t('cli.command.tenant'));
  tenant.addHelpText('after', `\n${t('cli.example')}\n  seatwise tenant list`);
  const list = tenant.command('list', { isDefault: true }).description(t('cli.command.tenantList'));
  list.addHelpText('after', `\n${t('cli.example')}\n  seatwise tenant list`);
  list.action(async () => {
    const options = list.optsWithGlobals<GlobalOptions>();
    await withLocal(options, async ({ db }) => {
      printRows(
        await listTenants(db),
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.column.domain'), value: ({ defaultDomain }) => defaultDomain },
          { header: t('cli.column.kind'), value: ({ kind }) => t(`cli.tenant.${kind}`) },
          { header: t('cli.column.people'), value: ({ people }) => people, right: true },
          { header: t('cli.column.cloud'), value: ({ cloud }) => cloud },
          { header: 'tenantId', value: ({ tenantId }) => tenantId },
        ],
        options.output,
        t('cli.empty.tenants'),
      );
    });
  });

  const setup = tenant.command('setup-link').description(t('cli.signIn.setupLink'));
  setup.addHelpText('after', `\n${t('cli.example')}\n  seatwise tenant setup-link --tenant fabrikam.example`);
  setup.action(async () => {
    const options = setup.optsWithGlobals<GlobalOptions>();
    await withLocal(options, async (store) => {
      const wanted = await chooseTenant(store, options.tenant);
      if ('problem' in wanted) throw noTenant(wanted, options.tenant, t);
      const link = await makeSetupLink(store.db, wanted);
      if (!link) throw new CommandError(EXIT.refused, t('cli.signIn.hasAdministrator', { tenant: wanted.displayName }));
      printSetupLink(link, t);
    });
  });

  addSettingsCommand(tenant, t);

  const create = tenant.command('create').description(t('cli.command.tenantCreate'));
  create
    .option('--name <name>', t('cli.option.tenantName'))
    .option('--domain <domain>', t('cli.option.domain'))
    .addOption(new Option('--cloud <cloud>', t('cli.option.cloud')).choices([...CLOUD_NAMES]).default('worldwide'))
    .option('--production', t('cli.option.production'))
    .option('--country <code>', t('cli.option.country'), 'US')
    .addOption(
      new Option('--tenant-language <language>', t('cli.option.tenantLanguage')).choices([...LANGUAGES]).default('en'),
    )
    .option('--time-zone <zone>', t('cli.option.timeZone'), 'UTC')
    .option('--currency <code>', t('cli.option.currency'), 'USD')
    .option('--sample', t('cli.option.sample'))
    .option('--users <n>', t('cli.option.sampleUsers'), '60')
    .option('--seed <n>', t('cli.option.seed'), '1')
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise tenant create --sample --users 1000\n  seatwise tenant create --name "Fabrikam" --domain fabrikam.example --country FR`,
    );
  create.action(async () => {
    const options = create.optsWithGlobals<GlobalOptions & CreateOptions>();
    await withLocal(options, async ({ db }) => {
      const made = options.sample ? await sample(db, options, t) : await createEmptyTenant(db, operatorName(), options);
      if ('wrong' in made) throw new CommandError(EXIT.usage, t(`cli.error.${made.wrong}`));
      const link = made.kind === 'production' ? await makeSetupLink(db, made) : undefined;
      if (options.output === 'json') printJson(link ? { ...made, setupLink: `${serverAddress()}${link.path}` } : made);
      else printLine(t('cli.tenant.created', { domain: made.defaultDomain, id: made.tenantId }));
      if (link && options.output !== 'json') printSetupLink(link, t);
    });
  });
}

function printSetupLink({ tenant, path, expiresAt }: SetupLink, t: Translator): void {
  printLine(t('cli.signIn.setup', { tenant: tenant.displayName, until: minuteOf(expiresAt.toISOString()) }));
  printLine(`  ${serverAddress()}${path}`);
}

async function sample(db: Parameters<typeof createSample>[0], { users, seed, name }: CreateOptions, t: Translator) {
  for (const text of [users, seed]) {
    if (!/^\d{1,9}$/.test(text)) throw new CommandError(EXIT.usage, t('cli.error.wholeNumber', { text }));
  }
  const bar = progressBar(t('cli.tenant.making'));
  try {
    const options = { users: Number(users), seed: Number(seed), ...(name === undefined ? {} : { displayName: name }) };
    return await createSample(db, options, (done, total) => bar.update({ done, total }));
  } finally {
    bar.end();
  }
}
