import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { SecretBox } from '../../base/secret-box.ts';
import type { Database } from '../../store/database.ts';
import { type OidcPayload, oidcRecords, pruneOidcRecords } from '../../store/oidc-records.ts';
import { clientMetadata, findClient } from './clients.ts';

/** Clients send requests side by side and refresh in each of them: a token that was just replaced is no theft yet. */
const REFRESH_LEEWAY_SECONDS = 10;
/** Expired records are removed so often, while anybody makes new ones. */
const PRUNE_MS = 600_000;

/**
 * Where the OpenID library keeps things: clients are looked up among the apps, all else is in the table oidc_record.
 * @param usedAlready the error with which the second of two uses of a code ends
 */
export function adapterOf(
  db: Database,
  secrets: SecretBox,
  tenantId: string,
  usedAlready: () => Error,
): (kind: string) => Adapter {
  let prunedAt = 0;
  const prune = async () => {
    if (Date.now() - prunedAt < PRUNE_MS) return;
    prunedAt = Date.now();
    await pruneOidcRecords(db, tenantId, new Date(prunedAt));
  };
  return (kind) => {
    const records = oidcRecords(db, secrets, tenantId, kind, {
      leewaySeconds: kind === 'RefreshToken' ? REFRESH_LEEWAY_SECONDS : 0,
    });
    return {
      find: async (id) => {
        if (kind !== 'Client') return payloadOf(await records.find(id));
        const client = await findClient(db, tenantId, id);
        return client && clientMetadata(client);
      },
      findByUid: async (uid) => payloadOf(await records.findBy('uid', uid)),
      findByUserCode: async (userCode) => payloadOf(await records.findBy('userCode', userCode)),
      upsert: async (id, payload, seconds) => {
        await prune();
        await records.upsert(id, payload as OidcPayload, seconds);
      },
      consume: async (id) => {
        if (!(await records.consume(id))) throw usedAlready();
      },
      destroy: (id) => records.destroy(id),
      revokeByGrantId: (grantId) => records.revokeByGrantId(grantId),
    };
  };
}

function payloadOf(payload: OidcPayload | undefined): AdapterPayload | undefined {
  return payload as AdapterPayload | undefined;
}
