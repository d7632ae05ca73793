import type { auditComplianceEn } from './audit-compliance-en.ts';
import { fieldsIn, numberText, type Seen, type Telling, textIn, textsIn } from './audit-details.ts';
import { dateText, listOf, type TextContext } from './license-texts.ts';

/** A litigation hold that was placed or lifted: why, and until when the mailbox counts as held all the same. */
export function tellHold(told: 'placeHold' | 'liftHold', { after }: Seen, context: TextContext): Telling {
  const { reason, delayUntil } = fieldsIn(after);
  const until = dayIn(delayUntil, context);
  const text = textIn(reason);
  const because = text === '' ? '' : `: ${context.t('audit.quoted', { text })}`;
  const values = { because: context.t.language === 'fr' ? because.replace(/^:/, ' :') : because };
  return told === 'liftHold' && until !== undefined
    ? { told: 'liftHoldUntil', values: { ...values, until } }
    : { told, values };
}

/** The end of the delay after a mailbox's last hold: when it is deleted, if it is. */
export function tellDelay({ after }: Seen, context: TextContext): Telling {
  const until = dayIn(fieldsIn(after).purgedOn, context);
  return until === undefined ? { told: 'endDelay' } : { told: 'endDelayUntil', values: { until } };
}

/** A retention policy: how many mailboxes it holds by what was done, and how many no longer. */
export function tellPolicy(
  told: 'addPolicy' | 'updatePolicy' | 'deletePolicy',
  { after }: Seen,
  context: TextContext,
): Telling {
  const { placed, lifted } = fieldsIn(after);
  return {
    told,
    values: { placed: numberText(placed, context) ?? '0', lifted: numberText(lifted, context) ?? '0' },
  };
}

/** What a retention policy deleted. */
export function tellExpired({ after }: Seen, context: TextContext): Telling {
  const { items, olderThanDays } = fieldsIn(after);
  const values = { items: numberText(items, context) ?? '0', days: numberText(olderThanDays, context) ?? '0' };
  return { told: 'deleteExpired', values };
}

/** Something about a case, its custodians or its searches, with the names and numbers that stand in the entry. */
export function tellCase(told: keyof typeof auditComplianceEn, { before, after }: Seen, context: TextContext): Telling {
  const held = { ...fieldsIn(before), ...fieldsIn(after) };
  const something = context.t('audit.something');
  const custodians = textsIn(held.custodians);
  return {
    told,
    values: {
      case: textIn(held.case) || something,
      member: textIn(held.member) || something,
      custodians: custodians.length === 0 ? something : listOf(custodians, context, 'conjunction'),
      lifted: numberText(held.lifted, context) ?? '0',
      items: numberText(held.items, context) ?? '0',
    },
  };
}

function dayIn(value: unknown, context: TextContext): string | undefined {
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : dateText(moment, context);
}
