import type { DetailedOperation } from '../../api/views.ts';
import { ApiError } from '../../client/client.ts';
import { confirm } from '../confirm.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { printLine } from '../output.ts';
import { withProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { showOperation } from './show-plan.ts';

export interface ChangeOptions {
  readonly yes?: boolean;
  readonly keepGoing?: boolean;
  readonly ticket?: string;
}

/** Makes a plan, shows it, asks, applies it. */
export async function planAndApply(
  session: Session,
  body: Record<string, unknown>,
  options: ChangeOptions,
): Promise<void> {
  const ticket = options.ticket === undefined ? {} : { ticket: options.ticket };
  await confirmAndApply(session, await makePlan(session, { ...body, ...ticket }), options);
}

/** Has a plan made, with a bar for as long as it takes. */
export function makePlan({ client, t }: Session, body: Record<string, unknown>): Promise<DetailedOperation> {
  return withProgress(t('cli.plan.making'), (update) =>
    client.send<DetailedOperation>('POST', '/api/plans', body, update),
  );
}

/** Shows a plan that was made, asks, applies it. What is printed at the end is what was done. */
export async function confirmAndApply(
  session: Session,
  plan: DetailedOperation,
  options: ChangeOptions,
): Promise<void> {
  const { t, output } = session;
  const { changed, refused } = plan.totals;
  const forPeople = output === 'table';
  const stuck = changed === 0 || (refused > 0 && !options.keepGoing);
  if (stuck) {
    await showOperation(session, plan);
    if (refused === 0) {
      if (forPeople) printLine(`\n${t('cli.apply.nothing')}`);
      return;
    }
    const hint = changed > 0 ? t('cli.hint.keepGoing', { count: changed }) : undefined;
    throw new CommandError(EXIT.refused, t('cli.apply.refused', { count: refused }), hint);
  }
  if (!options.yes) {
    await showOperation({ ...session, output: 'table' }, plan);
    await confirm(session.t, session.t('cli.confirm.question', { count: changed }));
  } else if (forPeople) {
    await showOperation(session, plan);
  }
  const applied = await apply(session, plan, options);
  if (!forPeople) await showOperation(session, applied);
  else printLine(`\n${t('cli.apply.done', { count: applied.totals.changed, id: applied.id })}`);
  if (applied.status === 'partlyApplied') process.exitCode = EXIT.partly;
}

async function apply(
  { client, t }: Session,
  plan: DetailedOperation,
  options: ChangeOptions,
): Promise<DetailedOperation> {
  try {
    const body = { digest: plan.digest, keepGoing: options.keepGoing ?? false };
    return await withProgress(t('cli.apply.doing'), (update) =>
      client.send<DetailedOperation>('POST', `/api/plans/${plan.id}/apply`, body, update),
    );
  } catch (error) {
    if (error instanceof ApiError && error.code === 'worldMoved') {
      const { count, people } = error.details as { count: number; people: { displayName: string }[] };
      const names = people
        .map(({ displayName }) => displayName)
        .slice(0, 5)
        .join(', ');
      throw new CommandError(
        EXIT.refused,
        count > 0 ? t('cli.apply.moved', { count, names }) : t('cli.apply.movedSeats'),
        t('cli.hint.again'),
      );
    }
    throw error;
  }
}
