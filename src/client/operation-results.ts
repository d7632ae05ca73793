import type { Client, Progress } from './client.ts';
import type { DetailedOperation, OperationPerson } from './licensing.ts';

/** What came of operations, or will. All of it throws ApiError where the server refuses. */
export interface ResultCalls {
  /** The people of some profiles who share one result, page by page. */
  peopleOf(
    id: number,
    profiles: readonly number[],
    page: { readonly after: number; readonly top: number; readonly result?: OperationPerson['result'] },
  ): Promise<{ readonly value: readonly OperationPerson[]; readonly next: number | null }>;
  /** Plans the same change for those only whom it refused. */
  retry(
    id: number,
    wanted: { readonly ticket?: string; readonly includeSelf?: boolean },
    onProgress: (progress: Progress) => void,
  ): Promise<DetailedOperation>;
  /** The address of everybody with their result, as a file. */
  exportPath(id: number, language: string): string;
}

/** The result calls of a server. */
export function resultCalls(client: Client): ResultCalls {
  return {
    peopleOf: (id, profiles, page) =>
      client.get(`/api/operations/${id}/profiles/people`, { no: profiles.join(','), ...page }),
    retry: (id, wanted, onProgress) => client.send('POST', `/api/operations/${id}/retry`, wanted, onProgress),
    exportPath: (id, language) => `/api/operations/${id}/people/export?${new URLSearchParams({ language })}`,
  };
}
