import type { PeopleRequest } from '../../client/licensing.ts';
import type { PeopleQuestion } from '../../client/people.ts';
import type { Selection } from '../list/selection.ts';

/** What a list of people is asked for, as its address says it. */
export interface PeopleSearch {
  readonly q?: string;
  readonly filter?: string;
  readonly product?: string;
  readonly department?: string;
}

/** Ready-made filters, in the words of Graph's $filter. */
const FILTERS: Readonly<Record<string, string>> = {
  licensed: 'assignedLicenses/$count ne 0',
  unlicensed: 'assignedLicenses/$count eq 0',
  blocked: 'accountEnabled eq false',
  allowed: 'accountEnabled eq true',
  errors: "licenseAssignmentStates/any(x:x/state eq 'Error' or x/state eq 'ActiveWithError')",
  guests: "userType eq 'Guest'",
  blockedLicensed: 'accountEnabled eq false and assignedLicenses/$count ne 0',
  noLocation: 'usageLocation eq null',
};

/** The question behind a list. The same one is asked for "all who match", so that they are those whom the list shows. */
export function questionOf({ q, filter, product, department }: PeopleSearch): PeopleQuestion {
  const clauses = [
    ...(product === undefined ? [] : [`assignedLicenses/any(x:x/skuId eq ${product})`]),
    ...(filter === undefined ? [] : [FILTERS[filter] ?? '']),
    ...(department === undefined ? [] : [`department eq '${department.replaceAll("'", "''")}'`]),
  ].filter((clause) => clause !== '');
  return {
    ...(clauses.length > 0 ? { where: clauses.join(' and ') } : {}),
    ...(q === undefined || q.trim() === '' ? {} : { search: q.trim() }),
  };
}

/** The people whom a selection means, for a plan. Nobody's name travels where all who match are meant. */
export function peopleOf(
  selection: Selection<{ readonly id: string }>,
  { where, search }: PeopleQuestion,
): PeopleRequest {
  if (selection.kind === 'some') return { users: [...selection.rows.keys()] };
  const except = [...selection.except.keys()].map((id) => `'${id}'`);
  const clauses = [
    ...(where === undefined ? [] : [`(${where})`]),
    ...(except.length > 0 ? [`not (id in (${except.join(',')}))`] : []),
  ];
  // Everybody there is: whoever has an id.
  const all = clauses.length > 0 ? clauses.join(' and ') : 'id ne null';
  return { where: all, ...(search === undefined ? {} : { search }) };
}
