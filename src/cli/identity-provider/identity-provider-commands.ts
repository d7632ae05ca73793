import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Translator } from '../../messages/translate.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printable, printJson, printLine, printRows } from '../output.ts';
import { type GlobalOptions, type Session, withSession } from '../session.ts';

const PATH = '/api/identity-provider';

interface Shown {
  readonly issuer: string;
  readonly clientId: string;
  readonly hasClientSecret: boolean;
  readonly displayName: string;
  readonly userClaim: string;
  readonly passwordsToo: boolean;
  readonly anyAddress: boolean;
  readonly createdAt: string;
  readonly redirectPath: string;
}

interface SetOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile?: string;
  readonly public?: boolean;
  readonly name?: string;
  readonly claim: string;
  /** False with --no-passwords. */
  readonly passwords: boolean;
}

/** identity-provider show, set, remove: single sign-on with the tenant's OpenID provider. */
export function addIdentityProviderCommands(program: Command, t: Translator): void {
  const provider = program.command('identity-provider').description(t('identityProvider.command'));
  provider.addHelpText('after', `\n${t('cli.example')}\n  seatwise identity-provider show`);

  const show = provider.command('show', { isDefault: true }).description(t('identityProvider.show'));
  show.addHelpText('after', `\n${t('cli.example')}\n  seatwise identity-provider show --output json`);
  show.action(() =>
    withSession(show.optsWithGlobals<GlobalOptions>(), async (session) =>
      print(await session.client.get<Shown>(PATH), session),
    ),
  );

  const set = provider.command('set').description(t('identityProvider.set'));
  set
    .requiredOption('--issuer <address>', t('identityProvider.option.issuer'))
    .requiredOption('--client-id <id>', t('identityProvider.option.clientId'))
    .option('--client-secret-file <file>', t('identityProvider.option.clientSecretFile'))
    .option('--public', t('identityProvider.option.public'))
    .option('--name <name>', t('identityProvider.option.name'))
    .option('--claim <claim>', t('identityProvider.option.claim'), 'email')
    .option('--no-passwords', t('identityProvider.option.noPasswords'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise identity-provider set --issuer https://login.example.com --client-id seatwise --client-secret-file secret.txt --name "Example login"\n  pass show seatwise | seatwise identity-provider set --issuer https://id.example.com/realms/staff --client-id seatwise --client-secret-file - --claim preferred_username --no-passwords`,
    );
  set.action(async () => {
    const options = set.optsWithGlobals<GlobalOptions & SetOptions>();
    const clientSecret = await secretOf(options, t);
    await withSession(options, async (session) => {
      const { issuer, clientId, name, claim, passwords } = options;
      const kept = await session.client.send<Shown>('PUT', PATH, {
        issuer,
        clientId,
        userClaim: claim,
        passwordsToo: passwords,
        ...(name === undefined ? {} : { displayName: name }),
        ...(clientSecret === undefined ? {} : { clientSecret }),
      });
      if (session.output !== 'table') return print(kept, session);
      printLine(t('identityProvider.kept', { name: printable(kept.displayName) }));
      printLine(t('identityProvider.redirect', { address: addressOf(kept, t) }));
    });
  });

  const remove = provider.command('remove').description(t('identityProvider.remove'));
  remove.addHelpText('after', `\n${t('cli.example')}\n  seatwise identity-provider remove`);
  remove.action(() =>
    withSession(remove.optsWithGlobals<GlobalOptions>(), async ({ client }) => {
      await client.send('DELETE', PATH);
      printLine(t('identityProvider.gone'));
    }),
  );
}

function print(provider: Shown, { t, output }: Session): void {
  if (output === 'json') {
    printJson(provider);
    return;
  }
  const label = (
    name: 'name' | 'issuer' | 'clientId' | 'clientSecret' | 'userClaim' | 'passwords' | 'network' | 'redirect',
  ) => t(`identityProvider.label.${name}`);
  const { passwordsToo, hasClientSecret, anyAddress } = provider;
  const rows = [
    [label('name'), provider.displayName],
    [label('issuer'), provider.issuer],
    [label('clientId'), provider.clientId],
    [label('clientSecret'), t(hasClientSecret ? 'identityProvider.secretKept' : 'identityProvider.secretNone')],
    [label('userClaim'), provider.userClaim],
    [label('passwords'), t(passwordsToo ? 'identityProvider.passwordsToo' : 'identityProvider.passwordsNot')],
    [label('network'), t(anyAddress ? 'identityProvider.networkAny' : 'identityProvider.networkPublic')],
    [label('redirect'), addressOf(provider, t)],
  ];
  printRows(
    rows,
    [
      { header: t('identityProvider.label.what'), value: ([name = '']) => name },
      { header: t('identityProvider.label.value'), value: ([, value = '']) => value },
    ],
    output,
    '',
  );
}

/** Where the provider sends people back to. Only who calls a server over the network knows its address. */
function addressOf({ redirectPath }: Shown, t: Translator): string {
  const server = process.env.SEATWISE_SERVER;
  return server ? new URL(redirectPath, server).href : `${t('identityProvider.consoleAddress')}${redirectPath}`;
}

/** The secret travels in a file or a pipe: what stands on a command line can be read by everybody on the machine. */
async function secretOf(
  { clientSecretFile: file, public: isPublic }: SetOptions,
  t: Translator,
): Promise<string | null | undefined> {
  if (file !== undefined && isPublic) throw new CommandError(EXIT.usage, t('identityProvider.secretTwice'));
  if (file === undefined) return isPublic ? null : undefined;
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch(() => '');
  const secret = content.trim();
  if (secret === '') throw new CommandError(EXIT.usage, t('identityProvider.noSecret', { file }));
  return secret;
}
