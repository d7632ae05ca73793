import { hostname } from 'node:os';
import { Webhook } from 'standardwebhooks';
import { guardedFetch, unguardedFetch } from '../../base/guarded-fetch.ts';
import { newId } from '../../base/id.ts';
import type { SecretBox } from '../../base/secret-box.ts';
import type { AuditDestination } from '../../store/audit-destinations.ts';
import type { AuditEntry } from '../../store/audit-log.ts';
import { sendSyslog, syslogLine } from './syslog.ts';

/** Longer than any try may take that is still alive; a destination is taken for twice as long. */
const LONGEST_MS = 30_000;

export interface EntryToSend extends AuditEntry {
  readonly sentence: string;
}

export interface Sender {
  readonly tenantId: string;
  readonly secrets: SecretBox;
  /** The machine's time, in milliseconds. */
  readonly now: number;
  /** Gives up what is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** What a destination's secret is sealed for. */
export function destinationPurpose(tenantId: string, id: string): string {
  return `audit destination ${tenantId} ${id}`;
}

/**
 * Sends entries to a destination, in one request or over one connection. Rejects where they did not arrive. The id of a
 * webhook names its entries, so that the same ones sent again are known as a repeat.
 */
export async function sendEntries(
  destination: AuditDestination,
  entries: readonly EntryToSend[],
  sender: Sender,
): Promise<void> {
  if (destination.kind === 'syslog') {
    const lines = entries.map(({ at, id, activity, actorName, targetName, channel, hash, sentence }) =>
      syslogLine({
        at,
        host: hostname(),
        messageId: activity.replaceAll(/\W+/g, ''),
        data: {
          tenant: sender.tenantId,
          id: String(id),
          activity,
          actor: actorName,
          target: targetName,
          channel,
          hash,
        },
        text: sentence,
      }),
    );
    return sendSyslog(destination.address, lines, limitsOf(destination, sender));
  }
  const webhookId = `${destination.id}.${entries[0]?.id}-${entries.at(-1)?.id}`;
  const told = entries.map(({ text: _text, ...entry }) => entry);
  await sendWebhook(destination, webhookId, { type: 'audit.entries', entries: told }, sender);
}

/** Sends a message without entries to a destination, to see whether it gets there. Rejects where it did not. */
export async function sendTest(destination: AuditDestination, sender: Sender): Promise<void> {
  if (destination.kind === 'webhook') {
    return sendWebhook(destination, `${destination.id}.${newId()}`, { type: 'audit.test', entries: [] }, sender);
  }
  const line = syslogLine({
    at: new Date(sender.now),
    host: hostname(),
    messageId: 'Test',
    data: { tenant: sender.tenantId },
    text: 'This is a test.',
  });
  return sendSyslog(destination.address, [line], limitsOf(destination, sender));
}

/** Signed as Standard Webhooks 1.0 asks. Every answer of 200 to 299 means that it arrived. */
async function sendWebhook(
  destination: AuditDestination,
  webhookId: string,
  { type, entries }: { readonly type: string; readonly entries: readonly unknown[] },
  sender: Sender,
): Promise<void> {
  const { tenantId, secrets, now } = sender;
  const { anyAddress, signal } = limitsOf(destination, sender);
  const at = new Date(now);
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data: { tenantId, entries } });
  const secret = secrets.open(destination.secret ?? '', destinationPurpose(tenantId, destination.id));
  const response = await (anyAddress ? unguardedFetch : guardedFetch)(destination.address, {
    method: 'POST',
    body,
    signal,
    headers: {
      'content-type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': new Webhook(secret).sign(webhookId, at, body),
    },
  });
  if (!response.ok) throw new Error(`The receiver answered ${response.status}.`);
}

function limitsOf({ anyAddress }: AuditDestination, { signal }: Sender): { anyAddress: boolean; signal: AbortSignal } {
  const timeout = AbortSignal.timeout(LONGEST_MS);
  return { anyAddress, signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
}
