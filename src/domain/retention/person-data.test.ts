import { describe, expect, test } from 'vitest';
import { addDays } from '../../base/time.ts';
import type { Workload } from '../commerce/catalog.ts';
import { consequencesOfLoss } from './consequences.ts';
import { type DataFacts, type KeptDrive, type KeptMailbox, type PastChange, personData } from './person-data.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW = Date.parse('2026-03-01T09:00:00Z');
const givers = (...workloads: Workload[]) => new Map(workloads.map((workload) => [workload, new Set(['E3'])]));

function lost(
  operationId: number,
  at: number,
  workloads: readonly Workload[],
  settings = DEFAULT_SETTINGS,
  onHold = false,
) {
  const facts = { before: givers(...workloads), after: new Map(), onHold };
  const consequences = consequencesOfLoss(facts, at, settings);
  return { operationId, by: 'Ada', at, consequences, begins: [] } satisfies PastChange;
}

function given(operationId: number, at: number, begins: readonly Workload[]): PastChange {
  return { operationId, by: 'Ben', at, consequences: [], begins };
}

function dataOf(facts: Partial<DataFacts>, now = NOW) {
  return personData({ workloads: new Map(), onHold: false, changes: [], deadlines: [], ...facts }, now);
}

const states = (facts: Partial<DataFacts>, now = NOW) =>
  dataOf(facts, now).workloads.map(({ workload, state, on }) => [
    workload,
    state,
    on === null ? null : (on - NOW) / 86_400_000,
  ]);

describe('how it stands with a person’s data', () => {
  test('what licenses give works, in the order of workloads, each with the products behind it', () => {
    const { workloads, timeline } = dataOf({ workloads: givers('teams', 'exchange') });
    expect(workloads).toMatchObject([
      { workload: 'exchange', state: 'active', givers: ['E3'] },
      { workload: 'teams', state: 'active', givers: ['E3'] },
    ]);
    expect(timeline).toEqual([]);
  });

  test('a mailbox on hold says so', () => {
    expect(states({ workloads: givers('exchange'), onHold: true })).toEqual([['exchange', 'activeOnHold', null]]);
  });

  test('T-1: a mailbox without a license is held for its days, then gone', () => {
    const changes = [lost(1, NOW, ['exchange'])];
    expect(states({ changes })).toEqual([['exchange', 'heldUntil', 30]]);
    expect(states({ changes }, addDays(NOW, 31))).toEqual([['exchange', 'gone', 30]]);
  });

  test('T-1: with the delay it works until that is over', () => {
    const changes = [lost(1, NOW, ['exchange'], { ...DEFAULT_SETTINGS, delicenseDelayEnabled: true })];
    expect(states({ changes })).toEqual([['exchange', 'worksUntil', 30]]);
    expect(states({ changes }, addDays(NOW, 31))).toEqual([['exchange', 'heldUntil', 60]]);
  });

  test('T-2: a hold that stood before keeps it', () => {
    expect(states({ changes: [lost(1, NOW, ['exchange'], DEFAULT_SETTINGS, true)] })).toEqual([
      ['exchange', 'keptByHold', null],
    ]);
  });

  test('T-3: files become read-only, then are archived; by the rule of 2021 they stay', () => {
    const changes = [lost(1, NOW, ['oneDrive'])];
    expect(states({ changes })).toEqual([['oneDrive', 'readOnlyFrom', 60]]);
    expect(states({ changes }, addDays(NOW, 61))).toEqual([['oneDrive', 'readOnly', 93]]);
    expect(states({ changes }, addDays(NOW, 94))).toEqual([['oneDrive', 'archived', 93]]);
    const old = [lost(1, NOW, ['oneDrive'], { ...DEFAULT_SETTINGS, oneDriveUnlicensedRule: '2021' })];
    expect(states({ changes: old })).toEqual([['oneDrive', 'stays', null]]);
  });

  test('T-4, T-5: apps only view, the number is free, the rest ends', () => {
    const changes = [lost(1, NOW, ['officeApps', 'teamsPhone', 'planner'])];
    expect(states({ changes })).toEqual([
      ['officeApps', 'viewOnlyBy', 30],
      ['teamsPhone', 'released', 0],
      ['planner', 'ended', 0],
    ]);
    expect(states({ changes }, addDays(NOW, 31))[0]).toEqual(['officeApps', 'viewOnly', 30]);
  });

  test('what came back leaves what had happened by then, and nothing to come', () => {
    const back = addDays(NOW, 10);
    const { workloads, timeline } = dataOf(
      { workloads: givers('exchange'), changes: [lost(1, NOW, ['exchange']), given(2, back, ['exchange'])] },
      addDays(NOW, 40),
    );
    expect(workloads.map(({ state }) => state)).toEqual(['active']);
    expect(timeline).toMatchObject([{ event: 'mailboxHeld', regainedAt: back, operation: { id: 1, by: 'Ada' } }]);
    expect(timeline).toHaveLength(1);
  });

  test('what came back another way than by an operation is back on a day that nobody knows', () => {
    const { timeline } = dataOf({ workloads: givers('exchange'), changes: [lost(1, NOW, ['exchange'])] });
    expect(timeline).toMatchObject([{ event: 'mailboxHeld', regainedAt: null }]);
  });

  test('a deadline gives its own date, and stands there without an operation too', () => {
    const dueAt = addDays(NOW, 12);
    const deadlines = [{ kind: 'mailboxPurge', dueAt, operationId: 1 } as const];
    expect(dataOf({ changes: [lost(1, NOW, ['exchange'])], deadlines }).timeline).toMatchObject([
      { event: 'mailboxHeld' },
      { event: 'mailboxPurged', on: dueAt, operation: { id: 1, by: 'Ada' } },
    ]);
    const alone = [{ kind: 'mailboxPurge', dueAt, operationId: null } as const];
    expect(dataOf({ deadlines: alone })).toMatchObject({
      workloads: [{ workload: 'exchange', state: 'heldUntil', on: dueAt }],
      timeline: [{ event: 'mailboxPurged', on: dueAt, operation: null }],
    });
  });
});

describe('what is really there', () => {
  const deadline = (kind: DataFacts['deadlines'][number]['kind'], days: number) => ({
    kind,
    dueAt: addDays(NOW, days),
    operationId: null,
  });
  const kept = (mailbox: KeptMailbox | null, drive: KeptDrive | null = null) => ({ kept: { mailbox, drive } });

  test.each([
    ['held for its days', { kind: 'user', state: 'held' }, [deadline('mailboxPurge', 12)], ['heldUntil', 12]],
    ['kept by a hold', { kind: 'user', state: 'keptByHold' }, [], ['keptByHold', null]],
    ['T-9: shared and without a license', { kind: 'shared', state: 'active' }, [], ['activeShared', null]],
    ['closed later', { kind: 'user', state: 'active' }, [deadline('mailboxHold', 5)], ['worksUntil', 5]],
  ] as const)('of a mailbox is told, whatever the changes say: %s', (_what, mailbox, deadlines, [state, on]) => {
    expect(states({ ...kept(mailbox), deadlines, changes: [lost(1, addDays(NOW, -40), ['exchange'])] })).toContainEqual(
      ['exchange', state, on],
    );
  });

  test.each([
    ['read-only', 'readOnly', [deadline('oneDriveArchive', 33)], ['readOnly', 33]],
    ['archived', 'archived', [], ['archived', -1]],
    ['in the recycle bin', 'recycleBin', [deadline('oneDriveErase', 93)], ['recycleBin', 93]],
    ['open, though unlicensed, by the rule of 2021', 'active', [], ['stays', null]],
  ] as const)('of a drive is told: %s', (_what, state, deadlines, [told, on]) => {
    const drive = { state, since: addDays(NOW, -1) };
    expect(states({ ...kept(null, drive), deadlines })).toEqual([['oneDrive', told, on]]);
  });

  test('a mailbox whose license was lost and that is no more is gone', () => {
    expect(states({ ...kept(null), changes: [lost(1, addDays(NOW, -40), ['exchange'])] })).toEqual([
      ['exchange', 'gone', -10],
    ]);
  });
});
