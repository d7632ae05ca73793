import { Webhook } from 'standardwebhooks';
import { guardedFetch, unguardedFetch } from '../base/guarded-fetch.ts';
import type { SecretBox } from '../base/secret-box.ts';
import { destinationPurpose } from '../operations/audit/destinations.ts';
import {
  type AuditDestination,
  claimDestination,
  markFailed,
  markSent,
  readDueDestinations,
} from '../store/audit-destinations.ts';
import { type AuditEntry, readAuditPage } from '../store/audit-log.ts';
import type { Database } from '../store/database.ts';
import { sendSyslog, syslogLine } from './syslog.ts';

const BATCH = 100;
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 3_600_000;

/** An entry in words, for who reads the log elsewhere. */
export type Tell = (tenantId: string, entries: readonly AuditEntry[]) => Promise<readonly string[]>;

/**
 * Sends every tenant's new entries on: in order, at least once, each destination by one server at a time. Numbers have no
 * gaps and are committed in order, so what has arrived is one number. Gives how many entries arrived.
 */
export async function forwardAudit(db: Database, secrets: SecretBox, tell: Tell, now: number): Promise<number> {
  let arrived = 0;
  for (const { tenantId, id } of await readDueDestinations(db, new Date(now))) {
    const sealed = db.ofTenant(tenantId);
    arrived += await sealed.transaction(async (tx) => {
      const destination = await claimDestination(tx, tenantId, id);
      if (!destination) return 0;
      const page = { after: destination.sentId, top: BATCH };
      const entries = await readAuditPage(tx, tenantId, {}, page);
      const last = entries.at(-1);
      if (!last) return 0;
      try {
        await send(destination, tenantId, entries, await tell(tenantId, entries), secrets, now);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        await markFailed(tx, tenantId, id, why.slice(0, 500), new Date(now + delayAfter(destination.failures)));
        return 0;
      }
      await markSent(tx, tenantId, id, last.id);
      return entries.length;
    });
  }
  return arrived;
}

/** Doubles with each failure, up to an hour; a part of chance keeps many from trying at once. */
function delayAfter(failures: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 20));
  return delay * (0.75 + Math.random() / 4);
}

async function send(
  destination: AuditDestination,
  tenantId: string,
  entries: readonly AuditEntry[],
  sentences: readonly string[],
  secrets: SecretBox,
  now: number,
): Promise<void> {
  if (destination.kind === 'syslog') {
    const lines = entries.map((entry, index) =>
      syslogLine({
        at: entry.at,
        host: 'seatwise',
        messageId: entry.activity.replaceAll(/\W+/g, ''),
        data: {
          tenant: tenantId,
          id: String(entry.id),
          activity: entry.activity,
          actor: entry.actorName,
          target: entry.targetName,
          channel: entry.channel,
          hash: entry.hash,
        },
        text: sentences[index] ?? '',
      }),
    );
    return sendSyslog(destination.address, lines, destination.anyAddress);
  }
  const told = entries.map(({ text: _text, ...entry }, index) => ({ ...entry, sentence: sentences[index] ?? '' }));
  const body = JSON.stringify({
    type: 'audit.entries',
    timestamp: new Date(now).toISOString(),
    data: { tenantId, entries: told },
  });
  const webhookId = `${destination.id}.${entries[0]?.id}-${entries.at(-1)?.id}`;
  const at = new Date(now);
  const secret = secrets.open(destination.secret ?? '', destinationPurpose(tenantId, destination.id));
  const fetchIt = destination.anyAddress ? unguardedFetch : guardedFetch;
  const response = await fetchIt(destination.address, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(webhookId, at, body),
    },
  });
  if (!response.ok) throw new Error(`The receiver answered ${response.status}.`);
}
