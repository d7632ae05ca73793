import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WORKLOADS } from '../commerce/catalog.ts';
import { consequencesOfDeletion, consequencesOfLoss } from './consequences.ts';
import { DEADLINE_KINDS, deadlinesEndedBy, deadlinesOf, driveStage, isFinal } from './deadlines.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW = Date.UTC(2026, 2, 1);
const day = (days: number) => NOW + days * 86_400_000;

test('a license that goes sets the clocks of mail and files, and of nothing else', () => {
  const before = new Map(WORKLOADS.map((workload) => [workload, new Set(['E5'])]));
  const facts = { before, after: new Map(), onHold: false };
  expect(deadlinesOf(consequencesOfLoss(facts, NOW, DEFAULT_SETTINGS), NOW, DEFAULT_SETTINGS)).toEqual([
    { kind: 'mailboxPurge', dueAt: day(30) },
    // Archiving is set when the files have become read-only.
    { kind: 'oneDriveReadOnly', dueAt: day(60) },
  ]);
});

test('T-2, T-3 (2021): what a hold keeps and what stays has no clock', () => {
  const before = new Map([
    ['exchange', new Set(['E3'])],
    ['oneDrive', new Set(['E3'])],
  ] as const);
  const settings = { ...DEFAULT_SETTINGS, oneDriveUnlicensedRule: '2021' as const };
  expect(
    deadlinesOf(consequencesOfLoss({ before, after: new Map(), onHold: true }, NOW, settings), NOW, settings),
  ).toEqual([]);
});

test('T-18: no clock begins for what another product gives', () => {
  const before = new Map([['exchange', new Set(['E1'])]] as const);
  const after = new Map([['exchange', new Set(['E3'])]] as const);
  expect(
    deadlinesOf(consequencesOfLoss({ before, after, onHold: false }, NOW, DEFAULT_SETTINGS), NOW, DEFAULT_SETTINGS),
  ).toEqual([]);
});

test('T-6: a deletion sets the clocks of account, mail and files', () => {
  const had = { mailbox: 'active', drive: 'licensed', onHold: false } as const;
  expect(deadlinesOf(consequencesOfDeletion(had, NOW, DEFAULT_SETTINGS), NOW, DEFAULT_SETTINGS)).toEqual([
    { kind: 'userPurge', dueAt: day(30) },
    { kind: 'mailboxPurge', dueAt: day(30) },
    { kind: 'oneDriveReminder', dueAt: day(23) },
    { kind: 'oneDriveBin', dueAt: day(30) },
  ]);
});

test('who has mail or files again has their clocks stopped, at whatever stage (§7.4)', () => {
  expect(deadlinesEndedBy(['exchange'])).toEqual(['mailboxHold', 'mailboxPurge']);
  expect(deadlinesEndedBy(['oneDrive'])).toEqual([
    'oneDriveReadOnly',
    'oneDriveArchive',
    'oneDriveRearchive',
    'oneDriveErase',
  ]);
  expect(deadlinesEndedBy(['teams', 'exchangeArchive', 'sharePoint'])).toEqual([]);
  expect(deadlinesEndedBy([])).toEqual([]);
});

test('T-1: with delayed delicensing the mailbox closes later, by a deadline of its own', () => {
  const before = new Map([['exchange', new Set(['E3'])]] as const);
  const settings = { ...DEFAULT_SETTINGS, delicenseDelayEnabled: true };
  const told = consequencesOfLoss({ before, after: new Map(), onHold: false }, NOW, settings);
  expect(deadlinesOf(told, NOW, settings)).toEqual([
    { kind: 'mailboxHold', dueAt: day(30) },
    { kind: 'mailboxPurge', dueAt: day(60) },
  ]);
});

test('T-6: a mailbox that was closed before its person was deleted keeps its own day', () => {
  const told = consequencesOfDeletion({ mailbox: 'held', drive: 'none', onHold: false }, NOW, DEFAULT_SETTINGS);
  expect(deadlinesOf(told, NOW, DEFAULT_SETTINGS)).toEqual([{ kind: 'userPurge', dueAt: day(30) }]);
});

test('X-8: files without a license since 1 August 2025 are read-only on 30 September and archived on 2 November', () => {
  const since = Date.UTC(2025, 7, 1);
  const before = new Map([['oneDrive', new Set(['E3'])]] as const);
  const told = consequencesOfLoss({ before, after: new Map(), onHold: false }, since, DEFAULT_SETTINGS);
  const [first] = deadlinesOf(told, since, DEFAULT_SETTINGS);
  expect(first).toEqual({ kind: 'oneDriveReadOnly', dueAt: Date.UTC(2025, 8, 30) });
  const readOnly = driveStage('oneDriveReadOnly', Date.UTC(2025, 8, 30), false, DEFAULT_SETTINGS);
  expect(readOnly).toEqual({ state: 'readOnly', next: { kind: 'oneDriveArchive', dueAt: Date.UTC(2025, 10, 2) } });
});

test('T-3: files that nobody pays the archive for go to the recycle bin on day 93, unless something holds them', () => {
  const settings = { ...DEFAULT_SETTINGS, oneDriveArchiveBilling: false };
  const binned = { state: 'recycleBin', next: { kind: 'oneDriveErase', dueAt: day(93) } };
  expect(driveStage('oneDriveArchive', NOW, false, settings)).toEqual(binned);
  expect(driveStage('oneDriveArchive', NOW, true, settings)).toEqual({ state: 'archived', next: null });
  expect(driveStage('oneDriveArchive', NOW, false, DEFAULT_SETTINGS)).toEqual({ state: 'archived', next: null });
});

test('T-3 (2026): where archives end, they do so a year after the license was lost', () => {
  const settings = { ...DEFAULT_SETTINGS, oneDriveArchiveDeleteEnabled: true };
  expect(driveStage('oneDriveArchive', day(93), false, settings)).toEqual({
    state: 'archived',
    next: { kind: 'oneDriveErase', dueAt: day(365) },
  });
  expect(driveStage('oneDriveArchive', day(93), true, settings).next).toBeNull();
});

test('whatever the settings, a course of files goes on from the day that was told, and its next stage comes later', () => {
  const kinds = ['oneDriveReadOnly', 'oneDriveArchive', 'oneDriveRearchive', 'oneDriveBin'] as const;
  const anySettings = fc.record({
    oneDriveReadOnlyDay: fc.integer({ min: 1, max: 100 }),
    oneDriveArchiveDay: fc.integer({ min: 101, max: 200 }),
    oneDriveBinDays: fc.integer({ min: 1, max: 200 }),
    oneDriveArchiveBilling: fc.boolean(),
    oneDriveArchiveDeleteEnabled: fc.boolean(),
    oneDriveArchiveDeleteDays: fc.integer({ min: 201, max: 900 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.boolean(), anySettings, (kind, onHold, some) => {
      const settings = { ...DEFAULT_SETTINGS, ...some };
      const { next } = driveStage(kind, NOW, onHold, settings);
      if (next) expect(next.dueAt).toBeGreaterThan(NOW);
      if (onHold && kind !== 'oneDriveBin') expect(next?.kind).not.toBe('oneDriveErase');
      const before = new Map([['oneDrive', new Set(['E3'])]] as const);
      const told = consequencesOfLoss({ before, after: new Map(), onHold, filesOnHold: onHold }, NOW, settings);
      const readOnly = told.find(({ event }) => event === 'driveReadOnly')?.on ?? 0;
      const archive = driveStage('oneDriveReadOnly', readOnly, onHold, settings).next;
      const closed = driveStage('oneDriveArchive', archive?.dueAt ?? 0, onHold, settings);
      const toldEnd = told.find(({ event }) => event === 'driveErased')?.on;
      expect(closed.next?.dueAt).toBe(toldEnd);
    }),
  );
});

test('what closes comes before what is deleted, and the person last', () => {
  const firstFinal = DEADLINE_KINDS.findIndex(isFinal);
  expect(DEADLINE_KINDS.indexOf('mailboxHold')).toBeLessThan(firstFinal);
  expect(DEADLINE_KINDS.at(-1)).toBe('userPurge');
});
