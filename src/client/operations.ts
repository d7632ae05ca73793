import type { Client, Progress } from './client.ts';
import type { Operation, OperationProfile, OperationStatus } from './licensing.ts';

/** An operation in a list. */
export interface ListedOperation extends Operation {
  /** Until when an undo loses nothing; null: there is no such limit. */
  readonly undoLosslessUntil: string | null;
  /** Whom it is about, where it is one person. */
  readonly onePerson: { readonly userId: string; readonly displayName: string } | null;
  /** What it did to the person who was asked about, or why not. */
  readonly person: Pick<OperationProfile, 'result' | 'assigns' | 'unassigns' | 'refusals'> | null;
}

/** Which operations are meant; all that is given must hold. */
export interface OperationsAsked {
  readonly status?: OperationStatus | undefined;
  readonly kind?: string | undefined;
  /** The beginning of the name of who asked for it. */
  readonly by?: string | undefined;
  readonly channel?: string | undefined;
  /** Products and people by id. */
  readonly sku?: string | undefined;
  readonly user?: string | undefined;
  /** Only what undid this operation, for some or for all. */
  readonly undoOf?: number | undefined;
}

/** A page of something, newest first; `next` is what the page after it is asked with as `before`. */
interface NewestFirst<Item> {
  readonly value: readonly Item[];
  readonly next: number | null;
}

interface Page {
  readonly before?: number | undefined;
  readonly top: number;
}

/** Something that needs a second administrator. Moments are the machine's. */
export interface Approval {
  readonly id: number;
  readonly kind: 'removal' | 'purge';
  /** The plan that waits; null for a purge. */
  readonly operationId: number | null;
  /** Whose data would be deleted; null for a removal. */
  readonly userId: string | null;
  readonly userName: string | null;
  readonly people: number;
  /** What was said with the decision. */
  readonly reason: string | null;
  readonly requestedBy: string | null;
  readonly requestedByName: string;
  readonly requestedAt: string;
  readonly decision: 'approved' | 'rejected' | null;
  readonly decidedByName: string | null;
  readonly decidedAt: string | null;
  readonly usedAt: string | null;
}

/** An entry of the audit log, in words. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly activity: string;
  readonly operationId: number | null;
  readonly sentence: string;
}

/** Which entries are meant, by the beginnings of names. */
export interface EntriesAsked {
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly channel?: string | undefined;
}

/** The log is as it was written. `head` proves it again later, if it is kept elsewhere. */
interface AuditProof {
  readonly entries: number;
  readonly head: { readonly id: number; readonly hash: string };
}

/** What was done and what waits. All of it throws ApiError where the server refuses. */
export interface OperationCalls {
  list(asked: OperationsAsked, page: Page): Promise<NewestFirst<ListedOperation>>;
  /** What waits for a second administrator and what was decided, newest first; of one plan, or all. */
  approvals(operationId?: number): Promise<readonly Approval[]>;
  decide(id: number, decision: 'approve' | 'reject', reason: string): Promise<Approval>;
  /** Entries of the audit log, newest first. */
  entries(asked: EntriesAsked, page: Page): Promise<NewestFirst<AuditEntry>>;
  /** The address of the log from its beginning, as a file. */
  entriesPath(asked: EntriesAsked, format: 'csv' | 'jsonl', language: string): string;
  /** Computes the log's chain of hashes anew. Throws auditBroken where it was tampered with. */
  verify(onProgress: (progress: Progress) => void): Promise<AuditProof>;
  /** What was done to somebody, by the audit log. */
  entriesAbout(userId: string, page: Page): Promise<NewestFirst<AuditEntry>>;
}

/** The operation calls of a server. */
export function operationCalls(client: Client): OperationCalls {
  return {
    list: (asked, page) => client.get('/api/operations', { ...asked, ...page }),
    approvals: async (operation) => {
      const { value } = await client.get<{ value: readonly Approval[] }>('/api/approvals', { all: 'true', operation });
      return value;
    },
    decide: (id, decision, reason) =>
      client.send('POST', `/api/approvals/${id}/${decision}`, reason === '' ? {} : { reason }),
    entries: (asked, page) => client.get('/api/audit', { ...asked, ...page }),
    entriesPath: (asked, format, language) => {
      const given = Object.entries({ ...asked, format, language }).filter(([, value]) => value !== undefined);
      return `/api/audit/export?${new URLSearchParams(given as [string, string][])}`;
    },
    verify: (onProgress) => client.send('GET', '/api/audit/verify', undefined, onProgress),
    entriesAbout: (target, page) =>
      // Signing in is nothing that was done to them.
      client.get('/api/audit', { target, except: 'Sign in,Sign-in slowed', ...page }),
  };
}
