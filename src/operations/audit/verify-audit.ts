import { checkChainPage, readChainHead, readEntryHash } from '../../store/audit-log.ts';
import { seeOneMoment } from '../../store/lock.ts';
import type { Context } from '../context.ts';

/** The end of a chain, to keep somewhere else: whoever rewrites the whole log cannot rewrite that. */
export interface Head {
  readonly id: number;
  readonly hash: string;
}

export type Verification =
  | { readonly kind: 'whole'; readonly entries: number; readonly from: number; readonly head: Head }
  | {
      readonly kind: 'broken';
      readonly at: number;
      /** changed: the entry, or its hash; missing: entries before it; head: the end is not where the chain says; rewritten: another hash than was kept. */
      readonly why: 'changed' | 'missing' | 'head' | 'rewritten';
    };

const PAGE = 5_000;

/**
 * Computes a tenant's audit chain anew from its entries and compares. The same can be done by anybody with an export as
 * JSON lines: hash = SHA-256 of the hash before it (32 bytes; zeros at first) followed by the UTF-8 of `text`.
 */
export async function verifyAudit(context: Context, kept?: Head): Promise<Verification> {
  const { db, tenant, onProgress } = context;
  const { tenantId } = tenant;
  return db.transaction(async (tx): Promise<Verification> => {
    await seeOneMoment(tx);
    const chain = await readChainHead(tx, tenantId);
    if (!chain) return { kind: 'broken', at: 0, why: 'head' };
    const { lastId, lastHash, cutId, cutHash } = chain;
    let last = { id: cutId, hash: cutHash };
    let entries = 0;
    while (last.id < lastId) {
      const page = await checkChainPage(tx, tenantId, last, lastId, PAGE);
      if (page.gapAt !== null && (page.wrongId === null || page.gapAt <= page.wrongId)) {
        return { kind: 'broken', at: page.gapAt, why: 'missing' };
      }
      if (page.wrongId !== null) return { kind: 'broken', at: page.wrongId, why: 'changed' };
      if (page.lastId === null || page.lastHash === null) return { kind: 'broken', at: last.id + 1, why: 'missing' };
      last = { id: page.lastId, hash: page.lastHash };
      entries += page.entries;
      onProgress?.({ done: entries, total: lastId - cutId });
    }
    if (last.hash !== lastHash) return { kind: 'broken', at: lastId, why: 'head' };
    const beyond = await checkChainPage(tx, tenantId, last, Number.MAX_SAFE_INTEGER, 1);
    if (beyond.entries > 0) return { kind: 'broken', at: lastId + 1, why: 'head' };
    if (kept && kept.id > cutId) {
      const hash = await readEntryHash(tx, tenantId, kept.id);
      if (hash === undefined) return { kind: 'broken', at: kept.id, why: 'missing' };
      if (hash !== kept.hash) return { kind: 'broken', at: kept.id, why: 'rewritten' };
    }
    return { kind: 'whole', entries, from: cutId + 1, head: { id: lastId, hash: lastHash } };
  });
}
