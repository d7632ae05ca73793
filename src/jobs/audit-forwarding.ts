import { newId } from '../base/id.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { type EntryToSend, sendEntries } from '../operations/audit/send-entries.ts';
import { claimDestination, markFailed, markSent, readDueDestinations } from '../store/audit-destinations.ts';
import { type AuditEntry, readAuditPage } from '../store/audit-log.ts';
import type { Database } from '../store/database.ts';

const BATCH = 100;
/** After so many batches a destination lets others go first. */
const MOST_BATCHES = 20;
/** Destinations that are sent to at the same time: one that does not answer must not hold up all others. */
const LANES = 4;
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 3_600_000;

/** Entries in words, for who reads the log elsewhere. */
export type Tell = (tenantId: string, entries: readonly AuditEntry[]) => Promise<readonly string[]>;

export interface ForwardingHost {
  /** A door to every tenant. */
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly tell: Tell;
  readonly onFailure: (error: unknown) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends every tenant's new entries on: in order, at least once, each destination by one server at a time. Numbers have no
 * gaps and are committed in order, so what has arrived is one number. `now` is the machine's. Gives how many arrived.
 */
export async function forwardAudit(host: ForwardingHost, now: number): Promise<number> {
  const due = await readDueDestinations(host.db, new Date(now));
  let arrived = 0;
  const lane = async () => {
    for (let next = due.shift(); next && !host.signal?.aborted; next = due.shift()) {
      try {
        const sent = await drain(host, next, now);
        arrived += sent;
      } catch (error) {
        host.onFailure(error);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return arrived;
}

async function drain(
  host: ForwardingHost,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
  now: number,
): Promise<number> {
  let arrived = 0;
  for (let batch = 0; batch < MOST_BATCHES && !host.signal?.aborted; batch += 1) {
    const sent = await sendBatch(host, tenantId, id, now);
    arrived += sent;
    if (sent < BATCH) break;
  }
  return arrived;
}

/** Gives how many entries arrived. No transaction is open while the network is waited for. */
async function sendBatch(host: ForwardingHost, tenantId: string, id: string, now: number): Promise<number> {
  const { secrets, tell, signal } = host;
  const db = host.db.ofTenant(tenantId);
  const lease = newId();
  const destination = await claimDestination(db, tenantId, id, { lease, now: new Date(now), most: BATCH });
  if (!destination) return 0;
  const { sentId, tryingId, failures } = destination;
  const entries = await readAuditPage(db, tenantId, {}, { after: sentId, top: tryingId - sentId });
  const sentences = await tell(tenantId, entries);
  const told: EntryToSend[] = entries.map((entry, index) => ({ ...entry, sentence: sentences[index] ?? '' }));
  try {
    await sendEntries(destination, told, { tenantId, secrets, now, signal });
  } catch (error) {
    // Given up because the server ends: no fault of theirs. Whoever comes next takes it over when the lease is out.
    if (signal?.aborted) return 0;
    const why = error instanceof Error ? error.message : String(error);
    const nextTryAt = new Date(now + delayAfter(failures));
    await markFailed(db, tenantId, id, { lease, error: why.slice(0, 500), nextTryAt });
    return 0;
  }
  await markSent(db, tenantId, id, lease);
  return tryingId - sentId;
}

/** Doubles with each failure, up to an hour; a part of chance keeps many from trying at once. */
function delayAfter(failures: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 20));
  return delay * (0.75 + Math.random() / 4);
}
