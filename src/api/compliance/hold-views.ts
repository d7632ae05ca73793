import { type MailboxState, type Release, releaseOf } from '../../domain/compliance/holds.ts';
import { dateText, type TextContext } from '../../messages/license-texts.ts';
import type { HoldRefusal } from '../../operations/compliance/hold-refusal.ts';
import type { LitigationRefusal } from '../../operations/compliance/litigation-hold.ts';
import type { PolicyRefusal } from '../../operations/compliance/retention-policies.ts';
import type { Context } from '../../operations/context.ts';
import type { MailboxWithHolds, ReleasedMailboxes } from '../../queries/compliance/holds.ts';
import { fail } from '../problems.ts';

/** Why somebody's mailbox can't be put on hold, as values and in words. */
export function holdRefusalView(refusal: HoldRefusal, words: TextContext) {
  const deletedOn = 'deletedOn' in refusal ? refusal.deletedOn : null;
  const dated = deletedOn !== null && (refusal.reason === 'mailboxClosed' || refusal.reason === 'mailboxDeleted');
  const values = { name: refusal.displayName, ...(deletedOn === null ? {} : { day: dateText(deletedOn, words) }) };
  return {
    reason: refusal.reason,
    userId: refusal.userId,
    displayName: refusal.displayName,
    deletedOn: deletedOn === null ? null : new Date(deletedOn).toISOString(),
    message: words.t(
      dated && (refusal.reason === 'mailboxClosed' || refusal.reason === 'mailboxDeleted')
        ? `compliance.refusal.${refusal.reason}Until`
        : `compliance.refusal.${refusal.reason}`,
      values,
    ),
  };
}

/** Ends a request about a litigation hold that was refused. */
export function failLitigation(refusal: LitigationRefusal, words: TextContext): never {
  switch (refusal.reason) {
    case 'unknownUser':
      return fail(404, 'notFound', words.t('compliance.refusal.unknownUser'));
    case 'heldAlready': {
      const day = dateText(refusal.since, words);
      return fail(409, 'conflict', words.t('compliance.refusal.heldAlready', { name: refusal.displayName, day }));
    }
    case 'notHeld':
      return fail(409, 'conflict', words.t('compliance.refusal.notHeld', { name: refusal.displayName }));
    default: {
      const { message, ...details } = holdRefusalView(refusal, words);
      return fail(409, 'refused', message, details);
    }
  }
}

/** Ends a request about a retention policy that was refused. */
export function failPolicy(refusal: PolicyRefusal, words: TextContext): never {
  const { t } = words;
  switch (refusal.reason) {
    case 'unknownPolicy':
      return fail(404, 'notFound', t('compliance.refusal.unknownPolicy'));
    case 'nameTaken':
      return fail(409, 'nameTaken', t('compliance.refusal.nameTaken'));
    case 'unknownPeople': {
      const message = t('compliance.refusal.unknownPeople', { people: refusal.people.join(', ') });
      return fail(404, 'notFound', message, { people: refusal.people });
    }
    case 'notHoldable': {
      const refused = refusal.refused.map((one) => holdRefusalView(one, words));
      return fail(409, 'refused', t('compliance.refusal.notHoldable', { count: refused.length }), { refused });
    }
    case 'tooManyNamed':
      return fail(400, 'invalidInput', t('compliance.refusal.tooManyNamed', { most: refusal.most }));
    default:
      return fail(400, 'invalidInput', t(`compliance.refusal.${refusal.reason}`));
  }
}

/** A mailbox with its holds, for lists. */
export function heldMailboxView({ stateSince, deletedOn, holds, ...mailbox }: MailboxWithHolds, words: TextContext) {
  return {
    ...mailbox,
    stateText: words.t(`compliance.state.${mailbox.state}`),
    stateSince: stateSince.toISOString(),
    deletedOn: deletedOn?.toISOString() ?? null,
    holds: holds.map(({ since, until, ...hold }) => ({
      ...hold,
      kindText: words.t(`compliance.kind.${hold.kind}`),
      since: new Date(since).toISOString(),
      until: until === null ? null : new Date(until).toISOString(),
    })),
  };
}

/** What follows when a hold is lifted, by the state of the mailboxes that nothing else holds: dated, and in words. */
export function releaseView(
  { held, released }: { readonly held: number; readonly released: readonly ReleasedMailboxes[] },
  { now, tenant }: Context,
  words: TextContext,
) {
  const free = released.reduce((sum, { mailboxes }) => sum + mailboxes, 0);
  return {
    mailboxes: held,
    stillHeld: held - free,
    released: released.map(({ state, mailboxes, names }) => {
      const release = releaseOf(state, now, tenant.settings);
      return {
        state,
        mailboxes,
        names,
        delayUntil: new Date(release.delayUntil).toISOString(),
        purgedOn: release.purgedOn === null ? null : new Date(release.purgedOn).toISOString(),
        text: releaseText(state, mailboxes, release, words),
      };
    }),
    text: [
      ...released.map(({ state, mailboxes }) =>
        releaseText(state, mailboxes, releaseOf(state, now, tenant.settings), words),
      ),
      ...(held > free ? [words.t('compliance.release.stillHeld', { count: held - free })] : []),
      ...(held === 0 ? [words.t('compliance.release.nothing')] : []),
    ].join(' '),
  };
}

function releaseText(
  state: MailboxState,
  count: number,
  { delayUntil, purgedOn }: Release,
  words: TextContext,
): string {
  const key = state === 'keptByHold' || state === 'inactive' ? state : 'active';
  return words.t(`compliance.release.${key}`, {
    count,
    delayUntil: dateText(delayUntil, words),
    purgedOn: purgedOn === null ? '' : dateText(purgedOn, words),
  });
}
