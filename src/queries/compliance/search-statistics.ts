import { sql } from '../../base/sql.ts';
import type { Kql } from '../../domain/compliance/kql.ts';
import type { Database } from '../../store/database.ts';
import { messageCondition } from './message-search.ts';
import { mailboxesIn, type SearchQuestion } from './search-places.ts';

/** How much was found. */
interface Found {
  readonly items: number;
  readonly bytes: number;
}

/** How much was found in one mailbox or drive. */
interface FoundInPlace extends Found {
  readonly kind: 'mailbox' | 'drive';
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  readonly address: string | null;
}

export interface SearchStatistics extends Found {
  /** Items in the places searched that have no words to be found by. */
  readonly unindexed: Found;
  /** Places searched, and those in which something was found. */
  readonly mailboxes: { readonly searched: number; readonly withHits: number };
  readonly drives: { readonly searched: number; readonly withHits: number };
  /** Where most was found, at most a thousand places. */
  readonly places: readonly FoundInPlace[];
  /** By the rows of keywords. */
  readonly rows: readonly Found[];
}

const MOST_PLACES = 1_000;

/** Counts what a search finds, place by place, and by its rows of keywords. */
export async function readStatistics(
  db: Database,
  tenantId: string,
  question: SearchQuestion,
  rows: readonly Kql[],
): Promise<SearchStatistics> {
  const mailboxes = mailboxesIn(tenantId, question);
  const [[searched], found] = await Promise.all([
    db.query<{ mailboxes: number; items: number; bytes: number }>(sql`
      select (select count(*)::int from (${mailboxes}) p) as mailboxes, count(*)::int as items, coalesce(sum(g.size), 0)::bigint as bytes
      from message g where g.tenant_id = ${tenantId} and g.search is null and g.mailbox_id in (${mailboxes})`),
    db.query<FoundInPlace & { places: number; allItems: number; allBytes: number }>(sql`
      select 'mailbox' as kind, m.id, m.user_id as "userId", m.display_name as "displayName", m.address, f.items, f.bytes,
        count(*) over ()::int as places, (sum(f.items) over ())::int as "allItems", (sum(f.bytes) over ())::bigint as "allBytes"
      from (
        select g.mailbox_id, count(*)::int as items, sum(g.size)::bigint as bytes from message g
        where g.tenant_id = ${tenantId} and ${messageCondition(question.query)} and g.mailbox_id in (${mailboxes})
        group by g.mailbox_id) f
      join mailbox m on m.tenant_id = ${tenantId} and m.id = f.mailbox_id
      order by f.items desc, m.display_name, m.id limit ${MOST_PLACES}`),
  ]);
  const byRow: Found[] = [];
  for (const row of rows) {
    const [one] = await db.query<Found>(sql`
      select count(*)::int as items, coalesce(sum(g.size), 0)::bigint as bytes from message g
      where g.tenant_id = ${tenantId} and ${messageCondition(row)} and g.mailbox_id in (${mailboxes})`);
    byRow.push(one ?? { items: 0, bytes: 0 });
  }
  const [first] = found;
  return {
    items: first?.allItems ?? 0,
    bytes: first?.allBytes ?? 0,
    unindexed: { items: searched?.items ?? 0, bytes: searched?.bytes ?? 0 },
    mailboxes: { searched: searched?.mailboxes ?? 0, withHits: first?.places ?? 0 },
    drives: { searched: 0, withHits: 0 },
    places: found.map(({ places: _places, allItems: _items, allBytes: _bytes, ...place }) => place),
    rows: byRow,
  };
}
