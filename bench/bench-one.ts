import { sql } from '../src/base/sql.ts';
import type { Tenant } from '../src/domain/directory/tenant.ts';
import { changeLicenses, planLicenses } from '../src/operations/licensing/change-licenses.ts';
import type { LicenseRequest } from '../src/operations/licensing/request.ts';
import { percentile, timed, withClients } from './measure.ts';
import { changeOnePlainly, findKnownPeople, type KnownPerson } from './plain-sql.ts';
import { type BenchDatabase, contextOf, SKU } from './prepare-tenant.ts';
import type { Served } from './served.ts';
import { mustBeSame, type RowCounts, rowsWritten } from './written-rows.ts';

export interface OneFigures {
  readonly way: 'ours' | 'http' | 'plain';
  readonly clients: number;
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
}

/** People of a block: each way takes the product from all of them, then gives it back. */
const BLOCK = 160;

/** One person after the other, each in a transaction of its own: taken, then given back, the ways in turns. */
export async function benchOne(
  db: BenchDatabase,
  tenant: Tenant,
  served: Served,
  rounds: number,
): Promise<{ planMs: number; figures: OneFigures[] }> {
  const people = await findKnownPeople(db, BLOCK);
  const ways = { plain: plainly(db, tenant), ours: byOperations(db, tenant), http: byGraph(served) };
  const order = Object.keys(ways) as (keyof typeof ways)[];
  const planMs = await benchPlan(db, tenant, people);

  const figures: OneFigures[] = [];
  for (const clients of [1, 16]) {
    const times = { plain: [] as number[], ours: [] as number[], http: [] as number[] };
    const spent = { plain: 0, ours: 0, http: 0 };
    // The first round warms up, and is where the rows are compared.
    for (let round = 0; round <= rounds; round += 1) {
      const written: Partial<Record<keyof typeof ways, RowCounts[]>> = {};
      for (const way of round % 2 === 0 ? order : order.toReversed()) {
        for (const give of [false, true]) {
          const block = async () => {
            let all: number[] = [];
            const ms = await timed(async () => {
              all = await withClients(clients, people, (person) => ways[way](person, give));
            });
            if (round === 0) return;
            times[way].push(...all);
            spent[way] += ms;
          };
          if (round > 0) await block();
          else written[way] = [...(written[way] ?? []), await rowsWritten(db, tenant.tenantId, block)];
        }
      }
      for (const [index, ours] of (written.ours ?? []).entries()) {
        mustBeSame('One person', ours, written.plain?.[index] ?? {});
        mustBeSame('One person over HTTP', written.http?.[index] ?? {}, written.plain?.[index] ?? {});
      }
    }
    for (const way of ['plain', 'ours', 'http'] as const) {
      figures.push({
        way,
        clients,
        p50: percentile(times[way], 0.5),
        p99: percentile(times[way], 0.99),
        perSecond: (times[way].length / spent[way]) * 1000,
      });
    }
  }
  return { planMs, figures };
}

/** A preview of one person, thrown away. */
async function benchPlan(db: BenchDatabase, tenant: Tenant, people: readonly KnownPerson[]): Promise<number> {
  const context = contextOf(db, tenant);
  const times = await withClients(1, people, ({ id }) => planLicenses(context, requestOf(id, false)));
  await db.query(sql`
    with plan as (delete from operation where tenant_id = ${tenant.tenantId} and status = 'planned' returning id),
    person as (delete from operation_person p using plan where p.tenant_id = ${tenant.tenantId} and p.operation_id = plan.id)
    delete from operation_profile f using plan where f.tenant_id = ${tenant.tenantId} and f.operation_id = plan.id`);
  return percentile(times, 0.5);
}

function plainly(db: BenchDatabase, tenant: Tenant) {
  return (person: KnownPerson, give: boolean) => changeOnePlainly(db, tenant.tenantId, person, give);
}

function byOperations(db: BenchDatabase, tenant: Tenant) {
  const context = contextOf(db, tenant);
  return async ({ id }: KnownPerson, give: boolean) => {
    const { kind } = await changeLicenses(context, requestOf(id, give), { keepGoing: false });
    if (kind !== 'applied') throw new Error(`Not applied: ${kind}`);
  };
}

function byGraph(served: Served) {
  return ({ id }: KnownPerson, give: boolean) =>
    served.call('POST', `/v1.0/users/${id}/assignLicense`, {
      addLicenses: give ? [{ skuId: SKU, disabledPlans: [] }] : [],
      removeLicenses: give ? [] : [SKU],
    });
}

function requestOf(id: string, give: boolean): LicenseRequest {
  return {
    kind: 'change',
    groups: [
      {
        change: { kind: 'change', add: give ? [{ skuId: SKU }] : [], remove: give ? [] : [SKU] },
        people: { kind: 'ids', userIds: [id] },
      },
    ],
    selection: { by: 'list', count: 1 },
    unmatched: [],
  };
}
