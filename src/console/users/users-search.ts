import { isGuid } from '../../base/id.ts';

/** The address of the active users: which of them are listed, in which order, and whose pane is open. */
export interface UsersSearch {
  /** What is searched for. */
  readonly q?: string;
  readonly filter?: (typeof FILTERS)[number];
  /** A product's id. */
  readonly product?: string;
  readonly department?: string;
  readonly sort?: 'displayName' | 'userPrincipalName';
  readonly desc?: true;
  /** Columns that are shown, where it is not the usual ones; with commas between. */
  readonly columns?: string;
  /** Whose pane is open, by id, and at which tab. */
  readonly user?: string;
  readonly tab?: 'licenses' | 'account' | 'data' | 'history';
  /** The form for a new user is open. */
  readonly add?: true;
}

const FILTERS = [
  'licensed',
  'unlicensed',
  'allowed',
  'blocked',
  'blockedLicensed',
  'errors',
  'noLocation',
  'guests',
] as const;
const SORTS = ['displayName', 'userPrincipalName'] as const;
const TABS = ['licenses', 'account', 'data', 'history'] as const;

/** Reads the address; what makes no sense is left out. */
export function usersSearch(search: Record<string, unknown>): UsersSearch {
  const { q, department, product, columns, user } = search;
  const one = <Value extends string>(value: unknown, known: readonly Value[]) => known.find((each) => each === value);
  const [filter, sort, tab] = [one(search.filter, FILTERS), one(search.sort, SORTS), one(search.tab, TABS)];
  return {
    ...(isText(q) ? { q: String(q) } : {}),
    ...(filter ? { filter } : {}),
    ...(isText(product) && isGuid(product) ? { product } : {}),
    ...(isText(department) ? { department: String(department) } : {}),
    ...(sort ? { sort } : {}),
    ...(search.desc === true ? { desc: true } : {}),
    ...(isText(columns) ? { columns } : {}),
    ...(isText(user) ? { user } : {}),
    ...(tab ? { tab } : {}),
    ...(search.add === true ? { add: true } : {}),
  };
}

function isText(value: unknown): value is string {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
