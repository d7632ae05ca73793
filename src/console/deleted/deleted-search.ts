/** The address of the deleted users. */
export interface DeletedSearch {
  /** What is searched for. */
  readonly q?: string;
}

/** Reads the address; what makes no sense is left out. */
export function deletedSearch({ q }: Record<string, unknown>): DeletedSearch {
  return (typeof q === 'string' && q !== '') || typeof q === 'number' ? { q: String(q) } : {};
}
