import { rawSql } from '../base/sql.ts';
import type { Database } from '../store/database.ts';

/** Three commands that show something on the data that is there, for whoever just started the server. */
export async function readExamples(db: Database): Promise<string[]> {
  const [held] = await db.query<{ part: string; upn: string }>(
    rawSql(`
      select p.part_number as part, u.user_principal_name as upn
      from assignment a
      join product p on p.sku_id = a.sku_id
      join users u on u.tenant_id = a.tenant_id and u.id = a.user_id
      where not exists (select from holding h join product o on o.sku_id = h.sku_id
          where h.tenant_id = u.tenant_id and h.user_id = u.id and o.part_number in ('Microsoft_365_Copilot', 'MCOEV', 'MCOPSTN1'))
        and a.source = '00000000-0000-0000-0000-000000000000' and p.part_number like 'SPE%'
      order by u.account_enabled, u.sort_key limit 1`),
  );
  return [
    'skus',
    'users --where "accountEnabled eq false"',
    held ? `plan unassign --sku ${held.part} --user ${held.upn}` : 'catalog',
  ];
}
