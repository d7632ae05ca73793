import type { Catalog } from '../domain/commerce/catalog.ts';
import type { Note } from '../domain/licensing/change.ts';
import type { Refusal } from '../domain/refusals.ts';
import type { Consequence } from '../domain/retention/consequences.ts';
import type { Translator } from './translate.ts';

/** What sentences need beside the values themselves: names, and the tenant's calendar. */
export interface TextContext {
  readonly t: Translator;
  readonly catalog: Catalog;
  readonly groupNames: ReadonlyMap<string, string>;
  readonly timeZone: string;
  /** ISO 4217 */
  readonly currency: string;
}

/** What happened, and what to do next. */
export interface RefusalText {
  readonly message: string;
  readonly fix: string;
}

/** A refusal in words. */
export function refusalText(refusal: Refusal, context: TextContext): RefusalText {
  const { t } = context;
  const values = refusalValues(refusal, context);
  return { message: t(`refusal.${refusal.reason}.message`, values), fix: t(`refusal.${refusal.reason}.fix`, values) };
}

function refusalValues(refusal: Refusal, context: TextContext): Record<string, string | number> {
  const sku: Record<string, string> = 'skuId' in refusal ? { sku: skuName(refusal.skuId, context) } : {};
  switch (refusal.reason) {
    case 'selfServicePurchase':
      return { ...sku, purchaser: refusal.purchaser };
    case 'inheritedFromGroup':
      return { ...sku, groups: groupNames(refusal.groups, context) };
    case 'usageLocationProhibited':
      return { ...sku, plan: planName(refusal.planId, context), country: countryName(refusal.country, context) };
    case 'planNotInSku':
      return {
        ...sku,
        plans: listOf(
          refusal.planIds.map((id) => planName(id, context)),
          context,
          'conjunction',
        ),
      };
    case 'notEnoughSeats':
      return { ...sku, count: refusal.needed };
    case 'mutuallyExclusive':
      return { plan: planName(refusal.planId, context), other: planName(refusal.otherPlanId, context) };
    case 'prerequisiteMissing':
      return {
        plan: planName(refusal.planId, context),
        bases: listOf(
          refusal.needsAnyOf.map((id) => planName(id, context)),
          context,
          'disjunction',
        ),
      };
    case 'dependentNeedsPlan':
      return { plan: planName(refusal.planId, context), dependent: skuName(refusal.dependentSkuId, context) };
    default:
      return sku;
  }
}

/** A consequence in words, with its dates in the tenant's time zone. */
export function consequenceText(
  { workload, event, on, recoverableUntil, coveredBy, rule }: Consequence,
  context: TextContext,
): string {
  const { t } = context;
  // The mailbox of somebody deleted comes back with the person, not with a license (T-6).
  const told = event === 'mailboxHeld' && rule === 'T-6' ? 'mailboxHeldWithPerson' : event;
  return t(`event.${told}`, {
    workload: t(`workload.${workload}`),
    on: dateText(on, context),
    until: recoverableUntil ? dateText(recoverableUntil, context) : '',
    by: listOf(
      (coveredBy ?? []).map((id) => skuName(id, context)),
      context,
      'conjunction',
    ),
  });
}

/** A note in words. */
export function noteText(note: Note, context: TextContext): string {
  const groups = 'groups' in note ? groupNames(note.groups, context) : '';
  return context.t(`note.${note.note}`, { sku: skuName(note.skuId, context), groups });
}

/** A product's name in the reader's language; its id where the catalog does not know it. */
export function skuName(skuId: string, { catalog, t }: Pick<TextContext, 'catalog' | 't'>): string {
  return catalog.products.get(skuId)?.displayName[t.language] ?? skuId;
}

/** A service plan's name in the reader's language; its id where the catalog does not know it. */
export function planName(planId: string, { catalog, t }: Pick<TextContext, 'catalog' | 't'>): string {
  return catalog.plans.get(planId)?.displayName[t.language] ?? planId;
}

/** A day in the reader's language and the tenant's time zone, such as 3 May 2027. */
export function dateText(moment: number, { t, timeZone }: Pick<TextContext, 't' | 'timeZone'>): string {
  return dateFormat(t.language === 'fr' ? 'fr-FR' : 'en-GB', timeZone).format(moment);
}

function groupNames(ids: readonly string[], context: TextContext): string {
  return listOf(
    ids.map((id) => context.groupNames.get(id) ?? id),
    context,
    'conjunction',
  );
}

function countryName(code: string, { t }: TextContext): string {
  return new Intl.DisplayNames(t.language, { type: 'region' }).of(code) ?? code;
}

/** Names as a list in the reader's language: a, b and c. */
export function listOf(names: readonly string[], { t }: TextContext, type: 'conjunction' | 'disjunction'): string {
  return listFormat(t.language, type).format(names);
}

const dateFormat = kept((locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }));
const listFormat = kept((locale, type) => new Intl.ListFormat(locale, { type: type as 'conjunction' | 'disjunction' }));

/** To make a format takes longer than to use it a hundred times, and an export has one date or list a line. */
function kept<Format>(make: (locale: string, option: string) => Format): (locale: string, option: string) => Format {
  const known = new Map<string, Format>();
  return (locale, option) => {
    const key = `${locale} ${option}`;
    const format = known.get(key) ?? make(locale, option);
    known.set(key, format);
    return format;
  };
}
