/** The address of the audit log: by whom, to whom, from where. */
export interface AuditSearch {
  readonly actor?: string;
  readonly target?: string;
  readonly channel?: string;
}

/** Reads the address; what makes no sense is left out. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  return Object.fromEntries(
    ['actor', 'target', 'channel'].flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}
