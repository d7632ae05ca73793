import { newId } from '../../base/id.ts';
import { sql } from '../../base/sql.ts';
import { releaseOf } from '../../domain/compliance/holds.ts';
import type { Database } from '../../store/database.ts';
import type { StoredCase } from '../../store/ediscovery-cases.ts';
import {
  type Custodian,
  findPossibleCustodian,
  insertCustodian,
  readCustodians,
  updateCustodians,
} from '../../store/ediscovery-custodians.ts';
import { insertCaseOperation } from '../../store/ediscovery-searches.ts';
import { lockForFew, lockUsers } from '../../store/lock.ts';
import { readPeopleToHold } from '../../workloads/exchange/hold-facts.ts';
import { liftHold, placeHold } from '../../workloads/exchange/holds.ts';
import type { Context } from '../context.ts';
import { actorOf, auditCase, type CaseRefusal, openCase } from './case-refusals.ts';
import { refuseHolds } from './hold-refusal.ts';

/** What of a custodian's a case looks at. */
export interface CustodianSources {
  readonly includesMailbox: boolean;
  readonly includesDrive: boolean;
}

/** Makes a person, living or one whose mailbox is left, a custodian of a case. */
export async function addCustodian(
  context: Context,
  caseId: string,
  person: { readonly id: string } | { readonly address: string },
  sources: CustodianSources,
): Promise<CaseRefusal | { readonly id: string }> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    const opened = await openCase(tx, context, caseId, { mustBeActive: true });
    if ('reason' in opened) return opened;
    const found = await findPossibleCustodian(tx, tenantId, person);
    if (!found) return { reason: 'unknownPeople', people: ['id' in person ? person.id : person.address] };
    const id = newId();
    const at = new Date(context.now);
    if (!(await insertCustodian(tx, tenantId, caseId, id, { person: found, ...sources, at })))
      return { reason: 'custodianAlready', displayName: found.displayName };
    await auditCase(tx, context, 'Add custodian', opened.found, { after: told([found]) });
    return { id };
  });
}

/** What can be done to custodians of a case. */
export type CustodianChange =
  | 'applyHold'
  | 'removeHold'
  /** Ends their part in the case, and their hold. */
  | 'release'
  | 'activate'
  /** Changes what the case looks at. */
  | Partial<CustodianSources>;

/** What a change of holds did. */
export interface CustodianEffect {
  /** What clients look after; null where nothing was done that takes time. */
  readonly operationId: string | null;
  readonly placed: number;
  readonly lifted: number;
  readonly delayed: number;
  readonly delayUntil: number;
}

/** Changes custodians of a case, all or none: holds, their part in it, and what it looks at. */
export async function changeCustodians(
  context: Context,
  caseId: string,
  ids: readonly string[],
  change: CustodianChange,
): Promise<CaseRefusal | CustodianEffect> {
  const { tenantId } = context.tenant;
  return context.db.transaction(async (tx) => {
    await lockForFew(tx, tenantId);
    const opened = await openCase(tx, context, caseId, { mustBeActive: true });
    if ('reason' in opened) return opened;
    const all = await readCustodians(tx, tenantId, caseId);
    const meant = all.filter(({ id }) => ids.includes(id));
    if (meant.length < new Set(ids).size || meant.length === 0) return { reason: 'unknownCustodian' };
    await lockUsers(
      tx,
      tenantId,
      meant.map(({ userId }) => userId),
    );
    return apply(tx, context, opened.found, meant, change);
  });
}

async function apply(
  tx: Database,
  context: Context,
  found: StoredCase,
  custodians: readonly Custodian[],
  change: CustodianChange,
): Promise<CaseRefusal | CustodianEffect> {
  const { tenantId } = context.tenant;
  const at = new Date(context.now);
  const ids = custodians.map(({ id }) => id);
  const write = (fields: Parameters<typeof updateCustodians>[4]) =>
    updateCustodians(tx, tenantId, found.id, ids, fields, at);
  const after = told(custodians);
  switch (change) {
    case 'applyHold': {
      const released = custodians.find(({ status }) => status === 'released');
      if (released) return { reason: 'custodianReleased', displayName: released.displayName };
      const people = await readPeopleToHold(
        tx,
        tenantId,
        sql`select unnest(${usersOf(custodians)}::uuid[]) as user_id`,
      );
      const refused = await refuseHolds(tx, people, 'case');
      if (refused.length > 0) return { reason: 'notHoldable', refused };
      await write({ onHold: true, includesMailbox: true });
      const placed = await placeHold(
        tx,
        tenantId,
        mailboxesOf(tenantId, custodians),
        { kind: 'case', source: found.id },
        at,
      );
      await auditCase(tx, context, 'Place case hold', found, { after: { ...after, placed } });
      return operation(tx, context, found, { ...NOTHING, placed });
    }
    case 'removeHold': {
      const effect = await lift(tx, context, found, custodians);
      await write({ onHold: false });
      await auditCase(tx, context, 'Lift case hold', found, { after: { ...after, lifted: effect.lifted } });
      return operation(tx, context, found, effect);
    }
    case 'release': {
      const effect = await lift(tx, context, found, custodians);
      await write({ onHold: false, status: 'released' });
      await auditCase(tx, context, 'Release custodian', found, { after: { ...after, lifted: effect.lifted } });
      return operation(tx, context, found, effect);
    }
    case 'activate':
      await write({ status: 'active' });
      await auditCase(tx, context, 'Activate custodian', found, { after });
      return operation(tx, context, found, NOTHING);
    default:
      await write(change);
      await auditCase(tx, context, 'Update custodian', found, { after: { ...after, ...change } });
      return NOTHING;
  }
}

const NOTHING: CustodianEffect = { operationId: null, placed: 0, lifted: 0, delayed: 0, delayUntil: 0 };

async function lift(
  tx: Database,
  { tenant, now }: Context,
  { id }: StoredCase,
  custodians: readonly Custodian[],
): Promise<CustodianEffect> {
  const { delayUntil } = releaseOf('active', now, tenant.settings);
  const { lifted, delayed } = await liftHold(
    tx,
    tenant.tenantId,
    { kind: 'case', source: id, mailboxes: mailboxesOf(tenant.tenantId, custodians) },
    new Date(now),
    new Date(delayUntil),
  );
  return { ...NOTHING, lifted, delayed: delayed.length, delayUntil };
}

async function operation(
  tx: Database,
  context: Context,
  { id: caseId }: StoredCase,
  effect: CustodianEffect,
): Promise<CustodianEffect> {
  const id = newId();
  const { placed, lifted } = effect;
  await insertCaseOperation(
    tx,
    context.tenant.tenantId,
    caseId,
    { id, searchId: null, action: 'holdUpdate', result: { placed, lifted } },
    actorOf(context),
  );
  return { ...effect, operationId: id };
}

function mailboxesOf(tenantId: string, custodians: readonly Custodian[]) {
  return sql`select m.id from mailbox m where m.tenant_id = ${tenantId} and m.user_id = any(${usersOf(custodians)}::uuid[])`;
}

function usersOf(custodians: readonly Custodian[]): string[] {
  return custodians.map(({ userId }) => userId);
}

function told(people: readonly { readonly displayName: string }[]) {
  return { custodians: people.map(({ displayName }) => displayName) };
}
