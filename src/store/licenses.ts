import { sql } from '../base/sql.ts';
import { DIRECT, type DirectLicense, type ProfileKey } from '../domain/licensing/profile.ts';
import type { Database } from './database.ts';
import { changedPeople } from './operation-people.ts';

export interface ProfileWrites extends ProfileKey {
  readonly write: readonly DirectLicense[];
  readonly erase: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/**
 * Writes an operation's changes of direct assignments and of seats held: at most one statement for each kind of write,
 * whatever the number of people.
 */
export async function writeLicenses(
  tx: Database,
  tenantId: string,
  operationId: number,
  profiles: readonly ProfileWrites[],
  now: Date,
): Promise<void> {
  // What goes is found by person alone: while nobody has counted a table anew, its rows of a product look like few, and
  // all of them would be read again for each person.
  const peopleWithout = (skusOf: (profile: ProfileWrites) => readonly string[]) => {
    const rows = profiles.flatMap((profile) =>
      skusOf(profile).length > 0 ? [{ ...profile, row: { skus: skusOf(profile) } }] : [],
    );
    return rows.length === 0 ? undefined : changedPeople(tenantId, operationId, rows, 'skus jsonb');
  };

  const erased = peopleWithout(({ erase }) => erase);
  if (erased) {
    await tx.query(sql`delete from assignment a using (${erased}) t
      where a.tenant_id = ${tenantId} and a.user_id = t.user_id and t.skus ? a.sku_id::text and a.source = ${DIRECT}`);
  }
  const lost = peopleWithout((profile) => profile.lost);
  if (lost) {
    await tx.query(sql`delete from holding h using (${lost}) t
      where h.tenant_id = ${tenantId} and h.user_id = t.user_id and t.skus ? h.sku_id::text`);
  }
  const written = profiles.flatMap((profile) =>
    profile.write.map(({ skuId, disabledPlans }) => ({
      ...profile,
      row: { sku_id: skuId, disabled_plans: `{${disabledPlans.join(',')}}` },
    })),
  );
  if (written.length > 0) {
    await tx.query(sql`
      insert into assignment (tenant_id, user_id, sku_id, source, disabled_plans, updated_at)
      select ${tenantId}, t.user_id, t.sku_id, ${DIRECT}, t.disabled_plans::uuid[], ${now}
      from (${changedPeople(tenantId, operationId, written, 'sku_id uuid, disabled_plans text')}) t
      on conflict (tenant_id, user_id, sku_id, source) do update
        set disabled_plans = excluded.disabled_plans, state = 'Active', error = 'None', updated_at = excluded.updated_at`);
  }
  const gained = profiles.flatMap((profile) => profile.gained.map((sku_id) => ({ ...profile, row: { sku_id } })));
  if (gained.length > 0) {
    await tx.query(sql`
      insert into holding (tenant_id, user_id, sku_id, sort_key)
      select ${tenantId}, t.user_id, t.sku_id, u.sort_key
      from (${changedPeople(tenantId, operationId, gained, 'sku_id uuid')}) t join users u on u.tenant_id = ${tenantId} and u.id = t.user_id`);
  }
}
