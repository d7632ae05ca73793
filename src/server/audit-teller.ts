import type { Tell } from '../jobs/audit-forwarding.ts';
import { auditSentence } from '../messages/audit-sentences.ts';
import { preferredLanguage, translator } from '../messages/translate.ts';
import { withBackground } from '../queries/audit.ts';
import { readCurrentCatalog } from '../queries/catalog.ts';
import { readGroupNames } from '../queries/operations.ts';
import type { Database } from '../store/database.ts';
import { findTenant } from '../store/tenants.ts';

/** Puts entries into sentences in the tenant's own language, for who reads the log elsewhere. */
export function auditTeller(db: Database): Tell {
  return async (tenantId, entries) => {
    const sealed = db.ofTenant(tenantId);
    const [tenant, catalog, groupNames, told] = await Promise.all([
      findTenant(sealed, tenantId),
      readCurrentCatalog(db),
      readGroupNames(sealed, tenantId),
      withBackground(sealed, tenantId, entries),
    ]);
    const words = {
      t: translator(preferredLanguage(tenant?.language)),
      catalog,
      groupNames,
      timeZone: tenant?.timeZone ?? 'UTC',
      currency: tenant?.currency ?? 'EUR',
    };
    return told.map((entry) => auditSentence(entry, words));
  };
}
