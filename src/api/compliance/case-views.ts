import type { KqlFault } from '../../domain/compliance/kql.ts';
import { PROPERTY_NAMES } from '../../domain/compliance/kql-properties.ts';
import { dateText, type TextContext } from '../../messages/license-texts.ts';
import type { CaseRefusal } from '../../operations/compliance/case-refusals.ts';
import type { CaseMember, Custodian, StoredCase, StoredSearch } from '../../queries/compliance/cases.ts';
import type { SearchHit } from '../../queries/compliance/search-hits.ts';
import type { LeftOut } from '../../queries/compliance/search-places.ts';
import { fail } from '../problems.ts';
import { holdRefusalView } from './hold-views.ts';

/** Ends a request about a case that was refused. */
export function failCase(refusal: CaseRefusal, words: TextContext): never {
  const { t } = words;
  switch (refusal.reason) {
    case 'unknownCase':
    case 'unknownCustodian':
    case 'unknownSearch':
    case 'notMember':
      return fail(404, 'notFound', t(`compliance.refusal.${refusal.reason}`));
    case 'unknownPeople': {
      const message = t('compliance.refusal.unknownPeople', { people: refusal.people.join(', ') });
      return fail(404, 'notFound', message, { people: refusal.people });
    }
    case 'nameTaken':
      return fail(409, 'nameTaken', t('compliance.refusal.nameTaken'));
    case 'onlyAdministrators':
      return fail(403, 'forbidden', t('compliance.refusal.onlyAdministrators'));
    case 'notHoldable': {
      const refused = refusal.refused.map((one) => holdRefusalView(one, words));
      return fail(409, 'refused', t('compliance.refusal.notHoldable', { count: refused.length }), { refused });
    }
    case 'custodianAlready':
    case 'custodianReleased':
      return fail(409, 'conflict', t(`compliance.refusal.${refusal.reason}`, { name: refusal.displayName }));
    case 'tooManyKeywords':
      return fail(400, 'invalidInput', t('compliance.refusal.tooManyKeywords', { most: refusal.most }));
    case 'invalidQuery': {
      const { row, fault } = refusal;
      const where = row === null ? '' : t('compliance.query.inRow', { row: row + 1 });
      const details = { row, fault: fault.fault, at: fault.at, found: fault.found };
      return fail(400, 'invalidFilter', `${where}${faultText(fault, words)}`, { ...details, where: fault.found });
    }
    case 'nowhere':
      return fail(400, 'invalidInput', t('compliance.refusal.nowhere'));
    default:
      return fail(409, 'conflict', t(`compliance.refusal.${refusal.reason}`));
  }
}

function faultText({ fault, at, found }: KqlFault, { t }: TextContext): string {
  return t(`compliance.query.${fault}`, { found, at: at + 1, names: [...PROPERTY_NAMES].sort().join(', ') });
}

/** A case as lists show it. */
export function caseView({ createdAt, modifiedAt, closedAt, ...found }: StoredCase) {
  const { createdById: _createdById, modifiedById: _modifiedById, closedById: _closedById, ...shown } = found;
  return {
    ...shown,
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

/** A member of a case. */
export function memberView({ addedAt, ...member }: CaseMember) {
  return { ...member, addedAt: addedAt.toISOString() };
}

/** A custodian of a case. */
export function custodianView({
  includesMailbox,
  includesDrive,
  createdAt,
  modifiedAt,
  releasedAt,
  ...rest
}: Custodian) {
  return {
    ...rest,
    mailbox: includesMailbox,
    drive: includesDrive,
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}

/** A search as it is kept. */
export function searchView({ createdAt, modifiedAt, caseId: _caseId, ...search }: StoredSearch) {
  const { createdById: _createdById, modifiedById: _modifiedById, ...shown } = search;
  return { ...shown, createdAt: createdAt.toISOString(), modifiedAt: modifiedAt.toISOString() };
}

/** Something that a search found. */
export function hitView({ sentAt, date, ...hit }: SearchHit) {
  return { ...hit, sentAt: sentAt?.toISOString() ?? null, date: date.toISOString() };
}

/** What a search means and can't look into, each with its reason, and the whole in one sentence (R-CO-7). */
export function leftOutView(
  { count, first }: { readonly count: number; readonly first: readonly LeftOut[] },
  words: TextContext,
) {
  return {
    count,
    text: count === 0 ? null : words.t('compliance.leftOut.summary', { count }),
    places: first.map(({ since, deletedOn, ...place }) => ({
      ...place,
      since: since.toISOString(),
      deletedOn: deletedOn?.toISOString() ?? null,
      text: words.t(`compliance.leftOut.${place.why}${deletedOn === null ? '' : 'Until'}`, {
        name: place.displayName,
        since: dateText(since.getTime(), words),
        ...(deletedOn === null ? {} : { day: dateText(deletedOn.getTime(), words) }),
      }),
    })),
  };
}
