import { expect, test } from 'vitest';
import { WORKLOADS } from '../commerce/catalog.ts';
import { consequencesOfDeletion, consequencesOfLoss } from './consequences.ts';
import { deadlinesEndedBy, deadlinesOf } from './deadlines.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW = Date.UTC(2026, 2, 1);
const day = (days: number) => NOW + days * 86_400_000;

test('a license that goes sets the clocks of mail and files, and of nothing else', () => {
  const before = new Map(WORKLOADS.map((workload) => [workload, new Set(['E5'])]));
  const facts = { before, after: new Map(), onHold: false };
  expect(deadlinesOf(consequencesOfLoss(facts, NOW, DEFAULT_SETTINGS))).toEqual([
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
  expect(deadlinesOf(consequencesOfLoss({ before, after: new Map(), onHold: true }, NOW, settings))).toEqual([]);
});

test('T-18: no clock begins for what another product gives', () => {
  const before = new Map([['exchange', new Set(['E1'])]] as const);
  const after = new Map([['exchange', new Set(['E3'])]] as const);
  expect(deadlinesOf(consequencesOfLoss({ before, after, onHold: false }, NOW, DEFAULT_SETTINGS))).toEqual([]);
});

test('T-6: a deletion sets the clocks of account, mail and files', () => {
  const had = { mailbox: true, drive: true, onHold: false };
  expect(deadlinesOf(consequencesOfDeletion(had, NOW, DEFAULT_SETTINGS))).toEqual([
    { kind: 'userPurge', dueAt: day(30) },
    { kind: 'mailboxPurge', dueAt: day(30) },
    { kind: 'oneDrivePurge', dueAt: day(30) },
  ]);
});

test('who has mail or files again has their clocks stopped, at whatever stage (§7.4)', () => {
  expect(deadlinesEndedBy(['exchange'])).toEqual(['mailboxPurge']);
  expect(deadlinesEndedBy(['oneDrive'])).toEqual(['oneDriveReadOnly', 'oneDriveArchive']);
  expect(deadlinesEndedBy(['teams', 'exchangeArchive', 'sharePoint'])).toEqual([]);
  expect(deadlinesEndedBy([])).toEqual([]);
});
