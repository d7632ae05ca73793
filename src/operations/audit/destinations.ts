import { randomBytes } from 'node:crypto';
import { newId } from '../../base/id.ts';
import { auditChange } from '../../store/audit.ts';
import {
  type AuditDestination,
  deleteDestination,
  findDestination,
  insertDestination,
  readDestinations,
} from '../../store/audit-destinations.ts';
import { type Context, machineNow, originOf } from '../context.ts';
import { destinationPurpose, sendTest } from './send-entries.ts';

/** What may be shown of a destination. */
export type ShownDestination = Omit<AuditDestination, 'secret'> & { readonly waiting: number };

/** Where the tenant's log is sent, how far it got, and what went wrong last. */
export async function listDestinations({ db, tenant }: Context): Promise<ShownDestination[]> {
  return (await readDestinations(db, tenant.tenantId)).map(({ secret: _secret, ...shown }) => shown);
}

/**
 * Sends the log on from now on: to a webhook (https), signed as Standard Webhooks asks, or to a syslog server (udp, tcp or
 * tls). Who works on the machine itself may name an address within its own network, and http. Gives a webhook's secret,
 * this once; undefined where the address can't be one.
 */
export async function addDestination(
  context: Context,
  address: string,
): Promise<{ readonly id: string; readonly secret: string | null } | undefined> {
  const { db, tenant, principal, secrets } = context;
  const { tenantId } = tenant;
  const anyAddress = principal.kind === 'operator';
  const kind = kindOf(address, anyAddress);
  if (!kind) return undefined;
  const id = newId();
  const secret = kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : null;
  await db.transaction(async (tx) => {
    await insertDestination(tx, tenantId, {
      id,
      kind,
      address,
      anyAddress,
      secret: secret === null ? null : secrets.seal(secret, destinationPurpose(tenantId, id)),
    });
    await auditChange(
      tx,
      tenantId,
      { activity: 'Add audit destination', ...targetOf(id, address), after: { kind } },
      originOf(context),
    );
  });
  return { id, secret };
}

/** Sends nothing there any more. Gives whether there was such a destination. */
export async function removeDestination(context: Context, id: string): Promise<boolean> {
  const { db, tenant } = context;
  return db.transaction(async (tx) => {
    const address = await deleteDestination(tx, tenant.tenantId, id);
    if (address === undefined) return false;
    await auditChange(
      tx,
      tenant.tenantId,
      { activity: 'Remove audit destination', ...targetOf(id, address) },
      originOf(context),
    );
    return true;
  });
}

/** Sends a message without entries there, at once. Gives why it did not arrive, or null; undefined: there is no such destination. */
export async function testDestination(
  context: Context,
  id: string,
): Promise<{ readonly error: string | null } | undefined> {
  const { db, tenant, secrets } = context;
  const { tenantId } = tenant;
  const destination = await findDestination(db, tenantId, id);
  if (!destination) return undefined;
  try {
    await sendTest(destination, { tenantId, secrets, now: machineNow(context) });
    return { error: null };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Whoever reads the log is not told what an address holds beside host and path: it may be a key. */
function targetOf(id: string, address: string) {
  const { protocol, host, pathname } = new URL(address);
  const path = protocol.startsWith('http') ? pathname : '';
  return { targetType: 'Other', targetId: id, targetName: `${protocol}//${host}${path}` };
}

function kindOf(address: string, anyAddress: boolean): AuditDestination['kind'] | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, username, password } = new URL(address);
  if (hostname === '' || username !== '' || password !== '') return undefined;
  if (protocol === 'https:' || (protocol === 'http:' && anyAddress)) return 'webhook';
  return protocol === 'udp:' || protocol === 'tcp:' || protocol === 'tls:' ? 'syslog' : undefined;
}
