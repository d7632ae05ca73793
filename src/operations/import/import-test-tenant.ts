import { freshDatabase } from '../../../tests/support/database.ts';
import { TEST_SECRETS } from '../../../tests/support/tenant.ts';
import { joinSql, rawSql, sql } from '../../base/sql.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../domain/access/access-settings.ts';
import { DEFAULT_SETTINGS } from '../../domain/retention/settings.ts';
import type { DatabasePool } from '../../store/database.ts';
import type { Context } from '../context.ts';

export const NOW = Date.parse('2026-03-01T08:00:00Z');
export const TENANT_ID = '11111111-1111-4111-8111-111111111111';

export const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
export const EMS = 'efccb6f7-5641-4e0e-bd10-b4976e1bf68e';
export const BI = 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235';

const PRODUCTS = [
  { skuId: E3, partNumber: 'ENTERPRISEPACK', name: 'Office 365 E3' },
  { skuId: EMS, partNumber: 'EMS', name: 'Enterprise Mobility + Security E3' },
  { skuId: BI, partNumber: 'POWER_BI_STANDARD', name: 'Power BI (free)' },
];

export interface TestTenant {
  readonly db: DatabasePool;
  readonly context: Context;
  /** The rows of a table of the tenant, the chosen columns. */
  rows<Row = Record<string, unknown>>(columns: string, from: string): Promise<Row[]>;
  /** Everything that an import may write, for "nothing changed". */
  everything(): Promise<unknown>;
}

/** A tenant without people, with one domain and a catalog of three products. */
export async function openTestTenant(): Promise<TestTenant> {
  const db = await freshDatabase();
  const context: Context = {
    db: db.ofTenant(TENANT_ID),
    secrets: TEST_SECRETS,
    tenant: {
      tenantId: TENANT_ID,
      displayName: 'Contoso',
      defaultDomain: 'contoso.com',
      cloud: 'worldwide',
      kind: 'sandbox',
      country: 'US',
      language: 'en',
      timeZone: 'UTC',
      currency: 'USD',
      clockOffsetMs: 0,
      settings: DEFAULT_SETTINGS,
      access: DEFAULT_ACCESS_SETTINGS,
      createdAt: new Date(NOW),
    },
    principal: { kind: 'operator', id: null, name: 'Operator', tenantId: TENANT_ID, roleIds: [], permissions: [] },
    channel: 'import',
    requestId: null,
    now: NOW,
  };
  const { tenant } = context;
  await db.query(sql`
    insert into tenant (tenant_id, display_name, default_domain, cloud, kind, country, language, time_zone)
    values (${TENANT_ID}, ${tenant.displayName}, ${tenant.defaultDomain}, ${tenant.cloud}, ${tenant.kind}, 'US', 'en', 'UTC')`);
  await db.query(
    sql`insert into tenant_domain (tenant_id, name, is_default) values (${TENANT_ID}, 'contoso.com', true)`,
  );
  await db.query(sql`insert into audit_chain (tenant_id) values (${TENANT_ID})`);
  const values = PRODUCTS.map(
    ({ skuId, partNumber, name }) => sql`(${skuId}::uuid, ${partNumber}, ${name}, ${name}, 'User', '{}'::uuid[])`,
  );
  await db.query(sql`
    insert into product (sku_id, part_number, name_en, name_fr, applies_to, plan_ids) values ${joinSql(values, ', ')}
    on conflict do nothing`);
  await db.query(rawSql('update catalog_state set version = version + 1'));
  return {
    db,
    context,
    rows: <Row>(columns: string, from: string) => db.query<Row>(rawSql(`select ${columns} from ${from}`)),
    everything: async () => {
      const tables = [
        'users',
        'groups',
        'group_member',
        'group_license',
        'subscription',
        'subscribed_sku',
        'assignment',
        'holding',
        'tenant_domain',
        'audit_entry',
      ];
      return Promise.all(tables.map((table) => db.query(rawSql(`select t.* from ${table} t order by t::text`))));
    },
  };
}
