import { joinSql, rawSql, sql } from '../base/sql.ts';
import { addDays, isoSeconds } from '../base/time.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../domain/access/access-settings.ts';
import type { Catalog } from '../domain/commerce/catalog.ts';
import { shippedCatalog } from '../domain/commerce/shipped-catalog.ts';
import { DEFAULT_SETTINGS } from '../domain/retention/settings.ts';
import { auditChange } from '../store/audit.ts';
import { readCatalog, writeCatalog } from '../store/catalog.ts';
import type { Database } from '../store/database.ts';
import { readOwnedSkus, refreshSeats } from '../store/seats.ts';
import { insertTenant } from '../store/tenants.ts';
import { openForLicensed } from '../workloads/licensed-people.ts';
import { idOf } from './random.ts';
import { purchaser } from './roster.ts';
import { type SampleCompany, type SampleOptions, STREAM, sampleCompany } from './sample-company.ts';
import { GROUPS, type GroupKey } from './sample-groups.ts';
import { seatHistory } from './sample-history.ts';
import { deletedPeople, type SamplePerson, samplePeople, userId } from './sample-people.ts';
import { PRICE_CENTS, type SampleSku, SKU, subscriptionsFor } from './sample-products.ts';

/** People written at a time: large enough that statements cost little, small enough that memory stays flat. */
const BATCH = 1000;

/**
 * Creates a sandbox tenant full of people, products and groups, all in one transaction. The same seed, size, name and
 * moment give the same rows, ids included; the tenant's id follows from seed and name alone, so a second tenant beside
 * it needs another of the two (else the database refuses its key).
 */
export async function createSampleTenant(
  db: Database,
  options: SampleOptions & { readonly onProgress?: (done: number, total: number) => void },
): Promise<{ tenantId: string; defaultDomain: string }> {
  const company = sampleCompany(options, await catalogWithSamples(db));
  await db.transaction(async (tx) => {
    await insertTenant(tx, {
      tenantId: company.tenantId,
      displayName: company.displayName,
      defaultDomain: company.domain,
      cloud: 'worldwide',
      kind: 'sandbox',
      country: 'FR',
      language: 'en',
      timeZone: 'Europe/Paris',
      currency: 'EUR',
      clockOffsetMs: 0,
      settings: DEFAULT_SETTINGS,
      access: { ...DEFAULT_ACCESS_SETTINGS, signInAs: true },
      createdAt: new Date(addDays(company.now, -2400)),
    });
    await insertGroups(tx, company);
    const used = await insertPeople(tx, company, options.onProgress ?? (() => {}));
    await insertProducts(tx, company, used);
    await auditChange(
      tx,
      company.tenantId,
      {
        activity: 'Create company',
        targetType: 'Organization',
        targetId: company.tenantId,
        targetName: company.displayName,
        after: { users: company.users, seed: company.seed },
      },
      { actorId: null, actorName: 'Seatwise', channel: 'demo', requestId: null, at: new Date(company.now) },
    );
    // The planner would otherwise take the tables for empty until the database looks at them by itself.
    await tx.query(rawSql('analyze users, assignment, holding, group_member'));
    await openForLicensed(tx, company.tenantId, new Date(company.now));
    await tx.query(rawSql('analyze mailbox, drive'));
  });
  return { tenantId: company.tenantId, defaultDomain: company.domain };
}

async function insertGroups(tx: Database, company: SampleCompany): Promise<void> {
  const groups = Object.entries(GROUPS) as [GroupKey, (typeof GROUPS)[GroupKey]][];
  await insertRows(
    tx,
    company,
    'groups',
    groups.map(([key, group]) => ({
      id: company.groupId(key),
      display_name: group.displayName,
      description: group.description,
      mail: group.mailEnabled ? `${group.mailNickname}@${company.domain}` : null,
      mail_nickname: group.mailNickname,
      mail_enabled: group.mailEnabled,
      security_enabled: true,
      group_types: group.groupTypes,
      membership_rule: group.membershipRule,
      created_at: isoSeconds(addDays(company.now, -2300)),
    })),
  );
  await insertRows(
    tx,
    company,
    'group_license',
    groups.flatMap(([key]) =>
      company.kits.lay({ direct: [], groups: [key] }).paths.map(({ skuId, source, disabledPlans }) => ({
        group_id: source,
        sku_id: skuId,
        disabled_plans: disabledPlans,
      })),
    ),
  );
}

const PERSON_TABLES = [
  'users',
  'assignment',
  'holding',
  'group_member',
  'role_assignment',
  'deadline',
  'mailbox',
  'drive',
] as const;

/** Writes all people and gives the seats they use, by product. The next batch is drawn while the last is written. */
async function insertPeople(
  tx: Database,
  company: SampleCompany,
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  const total = company.users + deletedPeople(company.users);
  let written = Promise.resolve();
  let done = 0;
  try {
    for (const batch of batchesOf(samplePeople(company))) {
      for (const { holding } of batch) {
        for (const { sku_id } of holding) used.set(sku_id, (used.get(sku_id) ?? 0) + 1);
      }
      await written;
      if (done > 0) onProgress(done, total);
      done += batch.length;
      written = insertBatch(tx, company, batch);
    }
    await written;
    onProgress(done, total);
    return used;
  } finally {
    // Whatever failed: nothing may still be written when the transaction ends.
    await Promise.allSettled([written]);
  }
}

async function insertBatch(tx: Database, company: SampleCompany, batch: readonly SamplePerson[]): Promise<void> {
  for (const table of PERSON_TABLES) {
    await insertRows(
      tx,
      company,
      table,
      batch.flatMap((person): readonly object[] => person[table]),
    );
  }
}

function* batchesOf(people: Iterable<SamplePerson>): Generator<SamplePerson[]> {
  let batch: SamplePerson[] = [];
  for (const person of people) {
    batch.push(person);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Writes rows that all have the same columns; what they do not name gets the table's default. */
async function insertRows(tx: Database, company: SampleCompany, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = joinSql(Object.keys(first).map(rawSql), ', ');
  await tx.query(sql`
    insert into ${rawSql(table)} (tenant_id, ${columns})
    select ${company.tenantId}::uuid, ${columns} from json_populate_recordset(null::${rawSql(table)}, ${JSON.stringify(rows)}::json)`);
}

async function insertProducts(tx: Database, company: SampleCompany, used: ReadonlyMap<string, number>): Promise<void> {
  const { now, seed } = company;
  const buyer = purchaser() < company.users ? userId(company, purchaser()) : null;
  const subscriptions = subscriptionsFor((sku) => used.get(SKU[sku]) ?? 0, now).filter(
    ({ channel }) => channel !== 'selfServicePurchase' || buyer !== null,
  );
  await insertRows(
    tx,
    company,
    'subscription',
    subscriptions.map(({ sku, startsAt, endsAt, recurringBilling, ...subscription }, index) => ({
      id: idOf([seed, STREAM.subscription], index),
      sku_id: SKU[sku],
      quantity: subscription.quantity,
      state: subscription.state,
      channel: subscription.channel,
      term: subscription.term,
      recurring_billing: recurringBilling,
      purchaser_id: subscription.channel === 'selfServicePurchase' ? buyer : null,
      starts_at: isoSeconds(startsAt),
      ends_at: endsAt === null ? null : isoSeconds(endsAt),
      created_at: isoSeconds(startsAt),
    })),
  );
  await refreshSeats(tx, company.tenantId);
  const numbers = (Object.keys(SKU) as SampleSku[]).map((sku) => ({
    sku_id: SKU[sku],
    consumed: used.get(SKU[sku]) ?? 0,
    price: PRICE_CENTS[sku],
  }));
  await tx.query(sql`
    update subscribed_sku s set consumed = n.consumed, monthly_price_cents = n.price
    from json_to_recordset(${JSON.stringify(numbers)}) as n(sku_id uuid, consumed int, price int)
    where s.tenant_id = ${company.tenantId} and s.sku_id = n.sku_id`);
  await insertHistory(tx, company);
}

/** Writes the past of the seats in place of the day that the database noted while they came. */
async function insertHistory(tx: Database, company: SampleCompany): Promise<void> {
  const { tenantId } = company;
  const today = (await readOwnedSkus(tx, tenantId)).map(({ skuId, enabled, warning, consumed }) => ({
    skuId,
    enabled: enabled + warning,
    consumed,
  }));
  await tx.query(sql`delete from seat_day where tenant_id = ${tenantId}`);
  const days = seatHistory(company, today);
  await insertRows(
    tx,
    company,
    'seat_day',
    days.map(({ skuId, ...day }) => ({ sku_id: skuId, ...day })),
  );
}

/** The catalog that is there; the shipped one is written first where products of the sample are missing. */
async function catalogWithSamples(db: Database): Promise<Catalog> {
  const catalog = await readCatalog(db);
  if (Object.values(SKU).every((skuId) => catalog.products.has(skuId))) return catalog;
  await writeCatalog(db, shippedCatalog());
  return readCatalog(db);
}
