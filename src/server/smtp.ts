import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { SecretBox } from '../base/secret-box.ts';
import type { Clock } from '../base/time.ts';
import { domainOf } from '../domain/mail/addresses.ts';
import { BOUNCE_CODES, type BounceReason, bounceWords } from '../domain/mail/delivery.ts';
import type { Context } from '../operations/context.ts';
import { deliverMail, refuseAddress } from '../operations/mail/deliver-mail.ts';
import { isMessage, LARGEST_SENT_BYTES, withTrace } from '../operations/mail/send-mail.ts';
import type { Database } from '../store/database.ts';
import { findTenant } from '../store/tenants.ts';

export interface SmtpHost {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly clock: Clock;
  readonly log: (error: unknown) => void;
}

export interface RunningSmtp {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Takes mail for people of every tenant from programs of this machine: on the loopback address only, and so without a
 * sign-in. Whom it can't be delivered to is said while the program is still there to hear it.
 */
export async function startSmtp(host: SmtpHost, port: number): Promise<RunningSmtp> {
  const server = new SMTPServer({
    name: 'seatwise',
    banner: 'Seatwise',
    size: LARGEST_SENT_BYTES,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 2_000,
    onRcptTo: (address, session, done) => answer(host, done, () => takeRecipient(host, address, session)),
    onData: (stream, session, done) => answer(host, done, () => takeMessage(host, stream, session)),
  });
  server.on('error', host.log);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** An answer that SMTP has a number for. */
class SmtpRefusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

function refusalOf(reason: BounceReason): SmtpRefusal {
  const { smtp, enhanced } = BOUNCE_CODES[reason];
  return new SmtpRefusal(smtp, `${enhanced} ${bounceWords('en').reasons[reason]}`);
}

function answer(host: SmtpHost, done: (error?: Error | null) => void, work: () => Promise<void>): void {
  work().then(
    () => done(),
    (error: unknown) => {
      if (error instanceof SmtpRefusal) return done(error);
      host.log(error);
      done(new SmtpRefusal(451, '4.3.0 The server failed to take the message; see its log.'));
    },
  );
}

async function takeRecipient(host: SmtpHost, { address }: SMTPServerAddress, { envelope }: SMTPServerSession) {
  const context = await contextOf(host, address);
  if (!context) throw refusalOf('outside');
  const { mailFrom } = envelope;
  const args = mailFrom ? mailFrom.args : undefined;
  const announced = Number((args ? args.SIZE : undefined) ?? 0);
  const reason = await refuseAddress(context, address, announced);
  if (reason !== undefined) throw refusalOf(reason);
}

async function takeMessage(host: SmtpHost, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(part as Buffer);
  if (stream.sizeExceeded) throw refusalOf('tooLarge');
  const raw = Buffer.concat(parts);
  if (!(await isMessage(raw))) throw new SmtpRefusal(554, '5.6.0 This is no message that can be read.');
  const { mailFrom, rcptTo } = session.envelope;
  const sender = mailFrom === false || mailFrom.address === '' ? null : mailFrom.address;
  const byTenant = new Map<string, { context: Context; recipients: string[] }>();
  for (const { address } of rcptTo) {
    const context = await contextOf(host, address);
    if (!context) continue;
    const entry = byTenant.get(context.tenant.tenantId) ?? { context, recipients: [] };
    entry.recipients.push(address);
    byTenant.set(context.tenant.tenantId, entry);
  }
  for (const { context, recipients } of byTenant.values()) {
    const from = { sender, client: session.remoteAddress, name: session.hostNameAppearsAs || 'localhost' };
    await deliverMail(context, { sender, recipients }, withTrace(context, raw, from));
  }
}

/** The tenant that an address belongs to, entered as the server itself. */
async function contextOf({ db, secrets, clock }: SmtpHost, address: string): Promise<Context | undefined> {
  const tenant = await findTenant(db, domainOf(address));
  if (!tenant) return undefined;
  const { tenantId } = tenant;
  return {
    db: db.ofTenant(tenantId),
    tenant,
    principal: { kind: 'operator', id: null, name: 'SMTP', tenantId, roleIds: [], permissions: [] },
    secrets,
    channel: 'smtp',
    requestId: null,
    now: clock.now() + tenant.clockOffsetMs,
  };
}
