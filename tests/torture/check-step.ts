import { expect } from 'vitest';
import { DAY_MS } from '../../src/base/time.ts';
import { shippedCatalog } from '../../src/domain/commerce/shipped-catalog.ts';
import { DIRECT, type DirectLicense } from '../../src/domain/licensing/profile.ts';
import type { Totals } from '../../src/domain/retention/assessment.ts';
import type { Audited, PersonOfOperation, StoredPath, TenantState } from './tenant-state.ts';

const { products, plans } = shippedCatalog();

/** What must hold of a tenant at any time, whatever was done. `before` is how it was a step ago. */
export function checkTenant(before: TenantState, after: TenantState): void {
  const held = [...new Set(after.paths.filter(gives).map(({ userId, skuId }) => `${userId} ${skuId}`))].sort();
  expect(after.holdings, 'one seat a person and product, whatever the paths').toEqual(held);
  for (const { skuId, consumed, usable } of after.skus) {
    const count = held.filter((holding) => holding.endsWith(skuId)).length;
    expect({ skuId, consumed }, 'seats consumed are seats held').toEqual({ skuId, consumed: count });
    const was = before.skus.find((sku) => sku.skuId === skuId)?.consumed ?? 0;
    expect(consumed, 'only what was over-assigned before may be so').toBeLessThanOrEqual(Math.max(usable, was));
  }
}

export interface Applied {
  readonly before: TenantState;
  readonly after: TenantState;
  /** As the plan said, and as the operation says once it is applied. */
  readonly planned: readonly PersonOfOperation[];
  readonly people: readonly PersonOfOperation[];
  readonly totals: Totals;
  readonly unmatched: number;
  readonly audit: readonly Audited[];
  readonly now: number;
  /** Something happened between the plan and now. */
  readonly isStale: boolean;
}

/** What must hold of an operation that was just applied, and of everybody in the tenant. */
export function checkApplied(applied: Applied): void {
  const { before, after, planned, people, totals, unmatched, audit } = applied;
  expect(people.map(deeds), 'what was applied is what was planned').toEqual(planned.map(deeds));
  expect(new Set(people.map(({ userId }) => userId)).size, 'nobody twice').toBe(people.length);

  const changed = people.filter(isChanged);
  const short = people.filter(({ shortOf }) => shortOf !== null);
  const refused = people.filter(({ shortOf, outcome }) => shortOf === null && outcome.result === 'refused');
  expect(totals).toMatchObject({
    people: people.length + unmatched,
    changed: changed.length,
    refused: short.length + refused.length + unmatched,
    unchanged: people.length - changed.length - short.length - refused.length,
  });
  expect(after.paths, 'who is changed has what was written, everybody else what they had').toEqual(
    expectedPaths(applied),
  );
  checkSeatOrder(applied);

  expect(
    audit.map(({ userId }) => userId),
    'one entry in the audit log for each change, in order',
  ).toEqual(changed.map(({ userId }) => userId));
  expect(after.audited, 'and none beside').toBe(before.audited + changed.length);
  for (const [index, { userId, outcome }] of changed.entries()) {
    const touched = [...outcome.write.map(({ skuId }) => skuId), ...outcome.erase];
    expect(bySku(audit[index]?.before ?? []), 'what stood there').toEqual(directOf(before, userId, touched));
    expect(bySku(audit[index]?.after ?? []), 'what stands there').toEqual(directOf(after, userId, touched));
  }
  const { deadlines, mailboxesHeld } = expectedDeadlines(applied);
  expect(after.deadlines, 'a clock runs for what was lost, and for nothing else').toEqual(deadlines);
  expect(totals.mailboxesHeld).toBe(mailboxesHeld);
}

/** Whether somebody is really changed. */
export function isChanged({ shortOf, outcome }: PersonOfOperation): boolean {
  return shortOf === null && outcome.result === 'change';
}

/** A tenant's licenses without their dates. */
export function licensesOf({ paths, holdings, skus }: TenantState) {
  return {
    paths: paths.map(({ updatedAt: _, ...path }) => path),
    holdings,
    consumed: skus.map(({ skuId, consumed }) => [skuId, consumed]),
  };
}

/** Everything that the rules look at in a person. */
export function factsOf(state: TenantState, userId: string): string {
  const paths = state.paths.filter((path) => path.userId === userId).map(({ updatedAt: _, ...path }) => path);
  return JSON.stringify([state.people.find(({ id }) => id === userId), paths]);
}

function deeds({ userId, shortOf, outcome }: PersonOfOperation) {
  const { result, write, erase, before, gained, lost, refusals, notes } = outcome;
  return { userId, shortOf, result, write, erase, before, gained, lost, refusals, notes };
}

function expectedPaths({ before, people, now }: Applied): StoredPath[] {
  const changes = new Map(people.filter(isChanged).map(({ userId, outcome }) => [userId, outcome]));
  const kept = before.paths.filter(({ userId, skuId, source }) => {
    const outcome = changes.get(userId);
    return (
      !outcome || source !== DIRECT || !(outcome.erase.includes(skuId) || outcome.write.some((w) => w.skuId === skuId))
    );
  });
  const written = [...changes].flatMap(([userId, { write }]) =>
    write.map((license): StoredPath => ({ ...license, userId, source: DIRECT, state: 'Active', updatedAt: now })),
  );
  const key = ({ userId, skuId, source }: StoredPath) => `${userId} ${skuId} ${source}`;
  return [...kept, ...written].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function checkSeatOrder({ people, after, isStale }: Applied): void {
  const shortOf = new Set(people.flatMap((person) => person.shortOf ?? []));
  for (const skuId of shortOf) {
    const first = people.findIndex((person) => person.shortOf === skuId);
    const late = people.slice(first).filter((person) => isChanged(person) && person.outcome.gained.includes(skuId));
    expect(late, 'nobody gets a seat after somebody who got none').toEqual([]);
    if (shortOf.size > 1 || isStale) continue;
    const sku = after.skus.find((seats) => seats.skuId === skuId);
    expect(sku?.consumed, 'nobody goes without while there are seats').toBeGreaterThanOrEqual(sku?.usable ?? 0);
  }
}

function expectedDeadlines({ before, after, people, now }: Applied) {
  const deadlines: Record<string, number> = { ...before.deadlines };
  let mailboxesHeld = 0;
  for (const { userId } of people.filter(isChanged)) {
    const held = before.people.find(({ id }) => id === userId)?.held;
    const [mail, mailLeft] = [before, after].map((state) => hasWorkload(state, userId, 'exchange'));
    const [files, filesLeft] = [before, after].map((state) => hasWorkload(state, userId, 'oneDrive'));
    if (mailLeft && !mail) delete deadlines[`${userId} mailboxPurge`];
    if (filesLeft && !files) delete deadlines[`${userId} oneDriveReadOnly`];
    if (mail && !mailLeft && !held) {
      deadlines[`${userId} mailboxPurge`] = now + 30 * DAY_MS;
      mailboxesHeld += 1;
    }
    if (files && !filesLeft) deadlines[`${userId} oneDriveReadOnly`] = now + 60 * DAY_MS;
  }
  return { deadlines, mailboxesHeld };
}

function hasWorkload(state: TenantState, userId: string, workload: 'exchange' | 'oneDrive'): boolean {
  return state.paths
    .filter((path) => path.userId === userId && gives(path))
    .flatMap(({ skuId, disabledPlans }) =>
      (products.get(skuId)?.planIds ?? []).filter((planId) => !disabledPlans.includes(planId)),
    )
    .some((planId) => plans.get(planId)?.workloads.includes(workload));
}

function gives({ state }: StoredPath): boolean {
  return state === 'Active' || state === 'ActiveWithError';
}

function directOf(state: TenantState, userId: string, skuIds: readonly string[]): DirectLicense[] {
  const direct = state.paths.filter(
    (path) => path.userId === userId && path.source === DIRECT && skuIds.includes(path.skuId),
  );
  return bySku(direct.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans })));
}

function bySku(licenses: readonly DirectLicense[]): DirectLicense[] {
  return [...licenses].sort((left, right) => (left.skuId < right.skuId ? -1 : 1));
}
