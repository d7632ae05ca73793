import { checkChainPage, readChainHead, readEntryHash, readToldCut } from '../../store/audit-log.ts';
import type { Database } from '../../store/database.ts';
import { seeOneMoment } from '../../store/lock.ts';
import type { Context } from '../context.ts';

/** The end of a chain, to keep somewhere else: whoever rewrites the whole log cannot rewrite that. */
export interface Head {
  readonly id: number;
  readonly hash: string;
}

interface Broken {
  readonly kind: 'broken';
  /** The first entry that is not as it was written. */
  readonly at: number;
  /**
   * changed: the entry or its hash; missing: it is not there; head: the log does not end where its chain does;
   * cut: the log does not begin where it says itself; rewritten: the entry has another hash than was kept.
   */
  readonly why: 'changed' | 'missing' | 'head' | 'cut' | 'rewritten';
}

export type Verification =
  | {
      readonly kind: 'whole';
      readonly entries: number;
      readonly from: number;
      readonly to: number;
      readonly head: Head;
      /** The head that was kept: it is still the same, or its entry was removed after the retention time. */
      readonly kept: 'same' | 'removed' | null;
    }
  | Broken;

const PAGE = 5_000;

/**
 * Computes a tenant's audit chain anew from its entries and compares, page by page in the database. Anybody can do the
 * same with an export as JSON lines. Each line holds `text`, `previousHash` and `hash`:
 *
 * - hash = SHA-256 of the 32 bytes of `previousHash` followed by the UTF-8 of `text`;
 * - `previousHash` is the `hash` of the line before; before entry 1 it is 32 zero bytes;
 * - `text` is a JSON array of all that the entry holds: tenant, number, time in microseconds since 1970, activity, actor's
 *   id and name, channel, target's type, id and name, before and after (each as a text of JSON), operation, request;
 *   numbers rise by one.
 */
export async function verifyAudit(context: Context, kept?: Head): Promise<Verification> {
  const { db, tenant, onProgress } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx): Promise<Verification> => {
    await seeOneMoment(tx);
    const chain = await readChainHead(tx, tenantId);
    if (!chain) return broken(0, 'head');
    const { lastId, lastHash, cutId, cutHash } = chain;
    let last: Head = { id: cutId, hash: cutHash };
    let entries = 0;
    while (last.id < lastId) {
      const page = await checkChainPage(tx, tenantId, last, lastId, PAGE);
      const { missingId, wrongId } = page;
      if (missingId !== null && (wrongId === null || missingId <= wrongId)) return broken(missingId, 'missing');
      if (wrongId !== null) return broken(wrongId, 'changed');
      if (page.lastId === null || page.lastHash === null) return broken(last.id + 1, 'missing');
      last = { id: page.lastId, hash: page.lastHash };
      entries += page.entries;
      onProgress?.({ done: entries, total: lastId - cutId });
    }
    if (last.hash !== lastHash) return broken(lastId, 'head');
    const beyond = await checkChainPage(tx, tenantId, last, Number.MAX_SAFE_INTEGER, 1);
    if (beyond.entries > 0) return broken(lastId + 1, 'head');
    if (cutId > 0 && (await readToldCut(tx, tenantId)) !== cutId) return broken(cutId + 1, 'cut');
    const compared = kept ? await compareKept(tx, tenantId, kept, chain) : null;
    if (compared !== null && typeof compared === 'object') return compared;
    return {
      kind: 'whole',
      entries,
      from: cutId + 1,
      to: lastId,
      head: { id: lastId, hash: lastHash },
      kept: compared,
    };
  });
}

async function compareKept(
  tx: Database,
  tenantId: string,
  kept: Head,
  { lastId, cutId, cutHash }: { readonly lastId: number; readonly cutId: number; readonly cutHash: string },
): Promise<Broken | 'same' | 'removed'> {
  if (kept.id < cutId) return 'removed';
  if (kept.id > lastId) return broken(lastId + 1, 'missing');
  const hash = kept.id === cutId ? cutHash : await readEntryHash(tx, tenantId, kept.id);
  return hash === kept.hash ? 'same' : broken(kept.id, 'rewritten');
}

function broken(at: number, why: Broken['why']): Broken {
  return { kind: 'broken', at, why };
}
