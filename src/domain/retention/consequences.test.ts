import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { person, world } from '../../../tests/support/small-catalog.ts';
import { WORKLOADS, type Workload } from '../commerce/catalog.ts';
import type { Change } from '../licensing/change.ts';
import { planChange } from '../licensing/plan.ts';
import { assess } from './assessment.ts';
import {
  type Consequence,
  consequencesOfDeletion,
  consequencesOfLoss,
  type DeletionFacts,
  losslessUntil,
} from './consequences.ts';
import { DEFAULT_SETTINGS, type RetentionSettings } from './settings.ts';

const NOW = Date.UTC(2026, 2, 1, 9, 30);

/** What follows for who loses these workloads, each given by a product of its own. */
function losing(
  workloads: readonly Workload[],
  { now = NOW, onHold = false, ...settings }: Partial<RetentionSettings> & { now?: number; onHold?: boolean } = {},
): Consequence[] {
  const before = new Map(workloads.map((workload) => [workload, new Set([`of ${workload}`])]));
  return consequencesOfLoss({ before, after: new Map(), onHold }, now, { ...DEFAULT_SETTINGS, ...settings });
}

const at = (iso: string) => Date.parse(`${iso}Z`);

describe('a license goes', () => {
  test('T-1: mail is held for 30 days and can be had back until then, and is erased after', () => {
    expect(losing(['exchange'])).toEqual([
      {
        workload: 'exchange',
        event: 'mailboxHeld',
        on: NOW,
        recoverableUntil: at('2026-03-31T09:30:00'),
        rule: 'T-1',
      },
      { workload: 'exchange', event: 'mailboxPurged', on: at('2026-03-31T09:30:00'), rule: 'T-1' },
    ]);
  });

  test('T-1: with the delay switched on, mail works 30 days longer before its 30 days begin', () => {
    expect(losing(['exchange'], { delicenseDelayEnabled: true })).toMatchObject([
      { event: 'mailboxHeld', on: at('2026-03-31T09:30:00'), recoverableUntil: at('2026-04-30T09:30:00') },
      { event: 'mailboxPurged', on: at('2026-04-30T09:30:00') },
    ]);
  });

  test('X-5: mail unassigned on March 1 can be had back on March 30 and no more on April 1', () => {
    const [heldMail] = losing(['exchange'], { now: at('2021-03-01T00:00:00') });
    const until = heldMail?.recoverableUntil ?? 0;
    expect(at('2021-03-30T00:00:00')).toBeLessThan(until);
    expect(at('2021-04-01T00:00:00')).toBeGreaterThan(until);
  });

  test('T-2: a hold that stood before keeps the mail, without a date', () => {
    const kept = [{ workload: 'exchange', event: 'mailboxKeptByHold', on: NOW, recoverableUntil: null, rule: 'T-2' }];
    expect(losing(['exchange'], { onHold: true })).toEqual(kept);
    expect(losing(['exchange'], { onHold: true, delicenseDelayEnabled: true })).toEqual(kept);
  });

  test('T-3 (2021): files stay', () => {
    expect(losing(['oneDrive'], { oneDriveUnlicensedRule: '2021' })).toEqual([
      { workload: 'oneDrive', event: 'driveStays', on: NOW, recoverableUntil: null, rule: 'T-3' },
    ]);
  });

  test('T-3 (2025), X-8: files unlicensed on August 1 are read-only on September 30 and archived on November 2', () => {
    expect(losing(['oneDrive'], { now: at('2025-08-01T00:00:00') })).toEqual([
      {
        workload: 'oneDrive',
        event: 'driveReadOnly',
        on: at('2025-09-30T00:00:00'),
        recoverableUntil: null,
        rule: 'T-3',
      },
      {
        workload: 'oneDrive',
        event: 'driveArchived',
        on: at('2025-11-02T00:00:00'),
        recoverableUntil: null,
        rule: 'T-3',
      },
    ]);
  });

  test('T-4, X-19: an Office app that stays offline works for 30 days more', () => {
    expect(losing(['officeApps'])).toEqual([
      {
        workload: 'officeApps',
        event: 'appsReduced',
        on: at('2026-03-31T09:30:00'),
        recoverableUntil: null,
        rule: 'T-4',
      },
    ]);
  });

  test('T-5: a phone number is released at once, and giving the license back does not bring it', () => {
    const [released] = losing(['teamsPhone']);
    expect(released).toEqual({ workload: 'teamsPhone', event: 'numberReleased', on: NOW, rule: 'T-5' });
  });

  test('T-5: every other workload ends at once, and comes back with the license', () => {
    const special: readonly Workload[] = ['exchange', 'oneDrive', 'officeApps', 'teamsPhone'];
    for (const workload of WORKLOADS.filter((name) => !special.includes(name))) {
      expect(losing([workload])).toEqual([
        { workload, event: 'accessEnds', on: NOW, recoverableUntil: null, rule: 'T-5' },
      ]);
    }
  });

  test('day counts are the tenant’s own', () => {
    const days = (consequences: Consequence[]) => consequences.map(({ on }) => (on - NOW) / 86_400_000);
    expect(days(losing(['exchange'], { mailboxDisconnectDays: 7 }))).toEqual([0, 7]);
    const delayed = { mailboxDisconnectDays: 7, delicenseDelayEnabled: true, delicenseDelayDays: 3 };
    expect(days(losing(['exchange'], delayed))).toEqual([3, 10]);
    expect(days(losing(['oneDrive'], { oneDriveReadOnlyDay: 1, oneDriveArchiveDay: 2 }))).toEqual([1, 2]);
    expect(days(losing(['officeApps'], { officeOfflineDays: 5 }))).toEqual([5]);
  });
});

describe('T-18: what another product still gives is not lost', () => {
  const consequences = (change: Change, facts = person({ direct: { E3: [], EXCHANGE: [] } })) =>
    assess(facts, change, world(), NOW, DEFAULT_SETTINGS).consequences;

  test('X-18: in a swap of E1 for E3 everything stays, and E3 is named', () => {
    expect(consequences({ kind: 'swap', from: 'E1', to: 'E3' }, person({ direct: ['E1'] }))).toEqual(
      (['exchange', 'sharePoint', 'oneDrive', 'officeWeb', 'teams', 'vivaEngage'] as const).map((workload) => ({
        workload,
        event: 'stays',
        on: NOW,
        coveredBy: ['E3'],
        rule: 'T-18',
      })),
    );
  });

  test('a mailbox that two products gave stays with the other; what only one gave goes', () => {
    const told = consequences({ kind: 'change', add: [], remove: ['E3'] });
    expect(told.filter(({ workload }) => workload === 'exchange')).toEqual([
      { workload: 'exchange', event: 'stays', on: NOW, coveredBy: ['EXCHANGE'], rule: 'T-18' },
    ]);
    expect(told.filter(({ workload }) => workload === 'exchangeArchive')).toMatchObject([{ event: 'accessEnds' }]);
  });

  test('X-3: nothing follows for who keeps the product through a group', () => {
    const adele = person({ direct: ['E3'], groups: { Sales: ['E3'] } });
    expect(consequences({ kind: 'change', add: [], remove: ['E3'] }, adele)).toEqual([]);
  });

  test('turning a plan off is a loss like any other', () => {
    const told = consequences(
      { kind: 'setPlans', skuId: 'E3', disable: ['mail2'], enable: [] },
      person({ direct: ['E3'] }),
    );
    expect(told.map(({ event }) => event)).toEqual(['mailboxHeld', 'mailboxPurged', 'accessEnds']);
  });

  test('what is only added to is not told', () => {
    expect(consequences({ kind: 'change', add: [{ skuId: 'POWER_BI' }], remove: [] })).toEqual([]);
  });
});

test('each workload that was there is told as lost, as staying or not at all, by what gives it afterwards', () => {
  const givers = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((skuIds) => new Set(skuIds));
  const workloads = fc
    .array(fc.tuple(fc.constantFrom(...WORKLOADS), givers), { maxLength: 8 })
    .map((entries) => new Map(entries.filter(([, skuIds]) => skuIds.size > 0)));
  fc.assert(
    fc.property(workloads, workloads, fc.boolean(), (before, after, onHold) => {
      const told = consequencesOfLoss({ before, after, onHold }, NOW, DEFAULT_SETTINGS);
      for (const [workload, had] of before) {
        const has = [...(after.get(workload) ?? [])].sort();
        const about = told.filter((consequence) => consequence.workload === workload);
        if (has.length === 0) {
          expect(about.length).toBeGreaterThan(0);
          expect(about.filter(({ event }) => event === 'stays')).toEqual([]);
        } else if ([...had].every((skuId) => has.includes(skuId))) {
          expect(about).toEqual([]);
        } else {
          expect(about).toEqual([{ workload, event: 'stays', on: NOW, coveredBy: has, rule: 'T-18' }]);
        }
      }
      expect(told.filter(({ workload }) => workload === 'account' || !before.has(workload))).toEqual([]);
      expect(told.filter(({ on }) => on < NOW)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

describe('a person is deleted', () => {
  const all: DeletionFacts = { mailbox: 'active', drive: 'licensed', onHold: false };

  test('T-6: account, mail and files can be had back for 30 days', () => {
    const until = at('2026-03-31T09:30:00');
    const gone = until + 93 * 86_400_000;
    expect(consequencesOfDeletion(all, NOW, DEFAULT_SETTINGS)).toEqual([
      { workload: 'account', event: 'accountPurged', on: until, recoverableUntil: until, rule: 'T-6' },
      { workload: 'exchange', event: 'mailboxHeld', on: NOW, recoverableUntil: until, rule: 'T-6' },
      { workload: 'exchange', event: 'mailboxPurged', on: until, rule: 'T-6' },
      { workload: 'oneDrive', event: 'driveBinned', on: until, recoverableUntil: gone, rule: 'T-6' },
      { workload: 'oneDrive', event: 'driveErased', on: gone, rule: 'T-6' },
    ]);
  });

  test('T-6: of mail and files only what was there is told', () => {
    const events = (had: DeletionFacts) => consequencesOfDeletion(had, NOW, DEFAULT_SETTINGS).map(({ event }) => event);
    expect(events({ ...all, mailbox: 'none', drive: 'none' })).toEqual(['accountPurged']);
    expect(events({ mailbox: 'none', drive: 'licensed', onHold: true })).toEqual([
      'accountPurged',
      'driveBinned',
      'driveErased',
    ]);
    expect(events({ ...all, mailbox: 'held', drive: 'none' })).toEqual(['accountPurged']);
  });

  test('T-7: a hold keeps the mail as an inactive mailbox', () => {
    const [, mail] = consequencesOfDeletion({ ...all, onHold: true }, NOW, DEFAULT_SETTINGS);
    expect(mail).toEqual({
      workload: 'exchange',
      event: 'mailboxKeptByHold',
      on: NOW,
      recoverableUntil: null,
      rule: 'T-7',
    });
  });

  test('X-9: files kept for a year are archived after 93 days all the same, under the rule of 2025', () => {
    const stages = (settings: Partial<RetentionSettings>) =>
      consequencesOfDeletion({ ...all, mailbox: 'none' }, NOW, { ...DEFAULT_SETTINGS, ...settings })
        .filter(({ workload }) => workload === 'oneDrive')
        .map(({ event, on }) => [event, (on - NOW) / 86_400_000]);
    expect(stages({ oneDriveRetentionDays: 365 })).toEqual([
      ['driveReadOnly', 60],
      ['driveArchived', 93],
      ['driveBinned', 365],
      ['driveErased', 458],
    ]);
    expect(stages({ oneDriveRetentionDays: 90 })).toEqual([
      ['driveReadOnly', 60],
      ['driveBinned', 90],
      ['driveErased', 183],
    ]);
    expect(stages({ oneDriveRetentionDays: 365, oneDriveUnlicensedRule: '2021' })).toEqual([
      ['driveBinned', 365],
      ['driveErased', 458],
    ]);
  });
});

test('undo is lossless until the first of the dates, and without end where none is set', () => {
  const mail = losing(['exchange']);
  expect(losslessUntil(mail)).toBe(at('2026-03-31T09:30:00'));
  expect(losslessUntil([...mail, ...losing(['exchange'], { mailboxDisconnectDays: 7 })])).toBe(
    at('2026-03-08T09:30:00'),
  );
  expect(losslessUntil(losing(['oneDrive', 'officeApps', 'teams']))).toBeNull();
  expect(losslessUntil([])).toBeNull();
});

test('an outcome that is refused has workloads to compare and no consequences', () => {
  const facts = person({ direct: ['E3', 'PHONE'] });
  const change: Change = { kind: 'change', add: [], remove: ['E3'] };
  expect(planChange(facts, change, world()).workloadsAfter.has('exchange')).toBe(false);
  expect(assess(facts, change, world(), NOW, DEFAULT_SETTINGS)).toMatchObject({
    result: 'refused',
    consequences: [],
    begins: [],
  });
});
