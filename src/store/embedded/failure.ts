/** Why there is no embedded PostgreSQL. `detail` is for the person at the terminal: what happened, where, what to do. */
export interface EmbeddedFailure {
  readonly reason: 'noBinaries' | 'notPermitted' | 'folderUnusable' | 'didNotStart' | 'wrongVersion';
  readonly detail: string;
}

/** What ends most details: the way out that always works. */
export const USE_A_SERVER = 'or set DATABASE_URL to a PostgreSQL server (15 or newer)';

/** The failure that an exception of the file system stands for; any other exception is a mistake of ours and thrown on. */
export function folderFailure(folder: string, error: unknown): EmbeddedFailure {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return {
    reason: 'folderUnusable',
    detail: `The data folder ${folder} cannot be used (${error.message}): give this user write access to it, name another folder, ${USE_A_SERVER}.`,
  };
}
