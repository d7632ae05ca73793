import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Translator } from '../../messages/translate.ts';
import { confirm } from '../confirm.ts';
import { dayOf } from '../dates.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote, printRows } from '../output.ts';
import { type GlobalOptions, withSession } from '../session.ts';

interface Policy {
  readonly id: string;
  readonly displayName: string;
  readonly actionText: string;
  readonly durationDays: number | null;
  readonly everyone: boolean;
  readonly people: readonly { readonly displayName: string; readonly userPrincipalName: string | null }[];
  readonly mailboxes: number;
  readonly deletesFrom: string | null;
}

interface Effect {
  readonly id: string;
  readonly placed: number;
  readonly lifted: number;
  readonly delayed: number;
  readonly delayUntil: string | null;
}

interface PolicyOptions extends GlobalOptions {
  readonly everyone?: boolean;
  readonly except?: string[];
  readonly user?: string[];
  readonly action?: string;
  readonly days?: string;
  readonly forever?: boolean;
  readonly name?: string;
  readonly description?: string;
  readonly yes?: boolean;
}

/** compliance policy list, add, change and remove. */
export function addPolicyCommands(compliance: Command, t: Translator): void {
  const policy = compliance.command('policy').description(t('cli.compliance.policy.description'));

  const list = policy.command('list').description(t('cli.compliance.policy.list'));
  list.addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance policy list`);
  list.action(async () => {
    await withSession(list.optsWithGlobals<GlobalOptions>(), async ({ client, output }) => {
      printRows(
        await allPolicies(client),
        [
          { header: t('cli.column.name'), value: ({ displayName }) => displayName },
          { header: t('cli.compliance.column.action'), value: ({ actionText }) => actionText },
          { header: t('cli.compliance.column.days'), value: ({ durationDays }) => durationDays, right: true },
          { header: t('cli.compliance.column.whom'), value: (one) => whomOf(one, t) },
          { header: t('cli.compliance.column.mailboxes'), value: ({ mailboxes }) => mailboxes, right: true },
          {
            header: t('cli.compliance.column.deletes'),
            value: ({ deletesFrom }) => (deletesFrom === null ? null : dayOf(deletesFrom)),
          },
          { header: t('cli.column.id'), value: ({ id }) => id },
        ],
        output,
        t('cli.compliance.policy.none'),
      );
    });
  });

  const add = withFields(policy.command('add').argument('<name>', t('cli.compliance.policy.name')), t)
    .description(t('cli.compliance.policy.add'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance policy add "Seven years" --everyone --days 2555\n  seatwise compliance policy add "Board" --user ada@example.com ben@example.com`,
    );
  add.action(async (name: string) => {
    const options = add.optsWithGlobals<PolicyOptions>();
    await withSession(options, async ({ client, output }) => {
      const fields = fieldsOf(options);
      if (!('everyone' in fields)) throw new CommandError(EXIT.usage, t('cli.compliance.policy.whom'));
      const effect = await client.send<Effect>('POST', '/api/compliance/policies', { displayName: name, ...fields });
      if (output === 'json') printJson(effect);
      else printLine(t('cli.compliance.policy.made', { name, count: effect.placed }));
    });
  });

  const change = withFields(policy.command('change').argument('<policy>', t('cli.compliance.policy.policy')), t)
    .description(t('cli.compliance.policy.change'))
    .option('--name <name>', t('cli.compliance.policy.newName'))
    .option('--forever', t('cli.compliance.policy.forever'))
    .addHelpText(
      'after',
      `\n${t('cli.example')}\n  seatwise compliance policy change "Seven years" --except eve@example.com`,
    );
  change.action(async (key: string) => {
    const options = change.optsWithGlobals<PolicyOptions>();
    await withSession(options, async ({ client, output }) => {
      const { id, displayName: name } = await findPolicy(client, key, t);
      const effect = await client.send<Effect>('PATCH', `/api/compliance/policies/${id}`, fieldsOf(options));
      if (output === 'json') printJson(effect);
      else {
        const { placed, lifted } = effect;
        printLine(t('cli.compliance.policy.changed', { name: options.name ?? name, placed, lifted }));
        printDelay(effect, t);
      }
    });
  });

  const remove = policy.command('remove').argument('<policy>', t('cli.compliance.policy.policy'));
  remove
    .description(t('cli.compliance.policy.remove'))
    .option('-y, --yes', t('cli.option.yes'))
    .addHelpText('after', `\n${t('cli.example')}\n  seatwise compliance policy remove "Seven years"`);
  remove.action(async (key: string) => {
    const options = remove.optsWithGlobals<PolicyOptions>();
    await withSession(options, async ({ client, output }) => {
      const { id, displayName: name } = await findPolicy(client, key, t);
      if (!options.yes) {
        printNote((await client.get<{ text: string }>(`/api/compliance/policies/${id}/release`)).text);
        await confirm(t, t('cli.compliance.policy.confirm', { name }));
      }
      const effect = await client.send<Effect>('DELETE', `/api/compliance/policies/${id}`);
      if (output === 'json') printJson(effect);
      else {
        printLine(t('cli.compliance.policy.removed', { name, count: effect.lifted }));
        printDelay(effect, t);
      }
    });
  });
}

function withFields(command: Command, t: Translator): Command {
  return command
    .option('--everyone', t('cli.compliance.policy.everyone'))
    .option('--except <users...>', t('cli.compliance.policy.except'))
    .option('--user <users...>', t('cli.compliance.policy.people'))
    .option('--action <action>', t('cli.compliance.policy.action'))
    .option('--days <days>', t('cli.compliance.policy.days'))
    .option('--description <text>', t('cli.compliance.policy.text'));
}

function fieldsOf({ everyone, except, user, action, days, forever, name, description }: PolicyOptions) {
  const whom = user
    ? { everyone: false, people: user }
    : except || everyone
      ? { everyone: true, people: except ?? [] }
      : {};
  return {
    ...whom,
    ...(name === undefined ? {} : { displayName: name }),
    ...(description === undefined ? {} : { description }),
    ...(action === undefined ? {} : { action }),
    ...(forever ? { durationDays: null } : days === undefined ? {} : { durationDays: Number(days) }),
  };
}

function printDelay({ delayed, delayUntil }: Effect, t: Translator): void {
  if (delayUntil !== null) printLine(t('cli.compliance.policy.delayed', { count: delayed, until: dayOf(delayUntil) }));
}

function whomOf({ everyone, people }: Policy, t: Translator): string {
  const names = people.map(({ userPrincipalName, displayName }) => userPrincipalName ?? displayName).join(', ');
  if (!everyone) return names;
  return names === ''
    ? t('cli.compliance.policy.everybody')
    : t('cli.compliance.policy.everybodyBut', { people: names });
}

async function allPolicies(client: Client): Promise<readonly Policy[]> {
  return (await client.get<{ value: Policy[] }>('/api/compliance/policies')).value;
}

async function findPolicy(client: Client, key: string, t: Translator): Promise<Policy> {
  const wanted = key.toLowerCase();
  const found = (await allPolicies(client)).find(
    ({ id, displayName }) => id === wanted || displayName.toLowerCase() === wanted,
  );
  if (!found) throw new CommandError(EXIT.notFound, t('cli.compliance.policy.unknown', { name: key }));
  return found;
}
