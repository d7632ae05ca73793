/** The address of the list of operations. */
export interface OperationsSearch {
  readonly status?: 'applied' | 'partlyApplied' | 'undone' | 'planned';
  readonly kind?: string;
  readonly by?: string;
  /** Only those that touched this product, or this person, by id. */
  readonly product?: string;
  readonly user?: string;
}

const STATUSES = ['applied', 'partlyApplied', 'undone', 'planned'] as const;

/** Reads the address; what makes no sense is left out. */
export function operationsSearch(search: Record<string, unknown>): OperationsSearch {
  const status = STATUSES.find((each) => each === search.status);
  const texts = Object.fromEntries(
    ['kind', 'by', 'product', 'user'].flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
  return { ...texts, ...(status ? { status } : {}) };
}
