import { sql } from '../../base/sql.ts';
import type { Kql } from '../../domain/compliance/kql.ts';
import type { Database } from '../../store/database.ts';
import { fileCondition, IS_FILE } from './file-search.ts';
import { messageCondition } from './message-search.ts';
import { drivesIn, mailboxesIn, type SearchQuestion } from './search-places.ts';

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
  /** Items in the places searched whose text is not looked into: files, which are found by their names. */
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
  const [mailboxes, drives] = [mailboxesIn(tenantId, question), drivesIn(tenantId, question)];
  const found = (query: Kql) => sql`
    select 'mailbox' as kind, g.mailbox_id as id, count(*)::int as items, sum(g.size)::bigint as bytes from message g
    where g.tenant_id = ${tenantId} and ${messageCondition(query)} and g.mailbox_id in (${mailboxes}) group by g.mailbox_id
    union all
    select 'drive', f.drive_id, count(*)::int, sum(f.size)::bigint from drive_item f
    where f.tenant_id = ${tenantId} and ${IS_FILE} and ${fileCondition(query)} and f.drive_id in (${drives}) group by f.drive_id`;
  const [[searched], places] = await Promise.all([
    db.query<{ mailboxes: number; drives: number; items: number; bytes: number }>(sql`
      select (select count(*)::int from (${mailboxes}) p) as mailboxes, (select count(*)::int from (${drives}) p) as drives,
        count(*)::int as items, coalesce(sum(size), 0)::bigint as bytes
      from (
        select g.size from message g where g.tenant_id = ${tenantId} and g.search is null and g.mailbox_id in (${mailboxes})
        union all
        select f.size from drive_item f where f.tenant_id = ${tenantId} and ${IS_FILE} and f.drive_id in (${drives})) unindexed`),
    db.query<FoundInPlace & { withHits: Record<string, number>; allItems: number; allBytes: number }>(sql`
      with found as materialized (${found(question.query)}),
      total as (
        select sum(items)::int as items, sum(bytes)::bigint as bytes, count(*) filter (where kind = 'mailbox')::int as mailboxes,
          count(*) filter (where kind = 'drive')::int as drives from found)
      select f.kind, f.id, coalesce(m.user_id, d.user_id) as "userId", coalesce(m.display_name, d.display_name) as "displayName",
        m.address, f.items, f.bytes, t.items as "allItems", t.bytes as "allBytes",
        jsonb_build_object('mailboxes', t.mailboxes, 'drives', t.drives) as "withHits"
      from found f cross join total t
      left join mailbox m on f.kind = 'mailbox' and m.tenant_id = ${tenantId} and m.id = f.id
      left join drive d on f.kind = 'drive' and d.tenant_id = ${tenantId} and d.id = f.id
      order by f.items desc, 4, f.kind desc, f.id limit ${MOST_PLACES}`),
  ]);
  const byRow: Found[] = [];
  for (const row of rows) {
    const [one] = await db.query<Found>(sql`
      select coalesce(sum(items), 0)::int as items, coalesce(sum(bytes), 0)::bigint as bytes from (${found(row)}) f`);
    byRow.push(one ?? { items: 0, bytes: 0 });
  }
  const [first] = places;
  return {
    items: first?.allItems ?? 0,
    bytes: first?.allBytes ?? 0,
    unindexed: { items: searched?.items ?? 0, bytes: searched?.bytes ?? 0 },
    mailboxes: { searched: searched?.mailboxes ?? 0, withHits: first?.withHits.mailboxes ?? 0 },
    drives: { searched: searched?.drives ?? 0, withHits: first?.withHits.drives ?? 0 },
    places: places.map(({ withHits: _withHits, allItems: _items, allBytes: _bytes, ...place }) => place),
    rows: byRow,
  };
}
