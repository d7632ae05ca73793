/** The address of a product's page: which tab, and which of its people. */
export interface ProductSearch {
  readonly tab?: 'users' | 'groups' | 'subscriptions' | 'services' | 'history';
  readonly q?: string;
  readonly filter?: 'blocked' | 'allowed' | 'errors';
  readonly department?: string;
  readonly sort?: 'displayName' | 'userPrincipalName';
  readonly desc?: true;
  /** Whose pane is open, by id, and at which tab. */
  readonly user?: string;
  readonly pane?: 'licenses' | 'account' | 'data' | 'history';
}

const TABS = ['users', 'groups', 'subscriptions', 'services', 'history'] as const;
const FILTERS = ['blocked', 'allowed', 'errors'] as const;
const PANES = ['licenses', 'account', 'data', 'history'] as const;
const SORTS = ['displayName', 'userPrincipalName'] as const;

/** Reads the address; what makes no sense is left out. */
export function productSearch(search: Record<string, unknown>): ProductSearch {
  const { q, department, user } = search;
  const tab = TABS.find((each) => each === search.tab);
  const filter = FILTERS.find((each) => each === search.filter);
  const sort = SORTS.find((each) => each === search.sort);
  const pane = PANES.find((each) => each === search.pane);
  return {
    ...(isText(user) ? { user: String(user) } : {}),
    ...(pane ? { pane } : {}),
    ...(tab ? { tab } : {}),
    ...(isText(q) ? { q: String(q) } : {}),
    ...(filter ? { filter } : {}),
    ...(isText(department) ? { department: String(department) } : {}),
    ...(sort ? { sort } : {}),
    ...(search.desc === true ? { desc: true } : {}),
  };
}

function isText(value: unknown): value is string {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
