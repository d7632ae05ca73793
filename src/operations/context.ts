import type { SecretBox } from '../base/secret-box.ts';
import type { Principal } from '../domain/access/actions.ts';
import type { Tenant } from '../domain/directory/tenant.ts';
import type { AuditOrigin } from '../store/audit.ts';
import type { Database } from '../store/database.ts';

/** What every operation needs to know: where, who, through what, and when. */
export interface Context {
  readonly db: Database;
  readonly tenant: Tenant;
  readonly principal: Principal;
  /** What secrets are encrypted with before they are kept. */
  readonly secrets: SecretBox;
  /** graph, api, cli, import, demo */
  readonly channel: string;
  readonly requestId: string | null;
  /** The present by the tenant's clock, in milliseconds. */
  readonly now: number;
  /** Told how far long work is, if anybody wants to know. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The present by the machine's clock, which sessions, tokens and links go by; a tenant's own clock may run ahead. */
export function machineNow({ now, tenant }: Context): number {
  return now - tenant.clockOffsetMs;
}

/** How the operation's entries in the audit log begin. */
export function originOf(context: Context): AuditOrigin {
  return {
    actorId: context.principal.id,
    actorName: context.principal.name,
    channel: context.channel,
    requestId: context.requestId,
    at: new Date(context.now),
  };
}
