import { expect, test } from 'vitest';
import type { ConsequenceView, OperationProfile } from '../../client/licensing.ts';
import { fatesOf, losesForGood, timelineOf } from './fates.ts';

const E3 = { skuId: 'e3', name: 'Office 365 E3' };

function consequence(event: string, on: string, rest: Partial<ConsequenceView> = {}): ConsequenceView {
  return {
    workload: event,
    workloadName: event,
    event,
    on,
    recoverableUntil: null,
    recoverable: true,
    coveredBy: [],
    coveredByNames: [],
    rule: 'T-5',
    text: `${event} on ${on}`,
    ...rest,
  };
}

function profile(no: number, rest: Partial<OperationProfile> = {}): OperationProfile {
  return {
    no,
    people: 1,
    result: 'change',
    usageLocation: 'FR',
    assigns: [],
    unassigns: [E3],
    replaces: [],
    refusals: [],
    notes: [],
    advice: [],
    consequences: [],
    ...rest,
  };
}

const day = (moment: string) => moment.slice(0, 10);

test('profiles that differ in nothing one is told are one fate, the largest first', () => {
  const lost = [consequence('mailboxHeld', '2026-03-01T09:00:00Z')];
  const fates = fatesOf(
    [
      profile(1, { people: 2 }),
      profile(2, { people: 3, consequences: lost }),
      profile(3, { people: 4, consequences: lost, usageLocation: 'DE' }),
      profile(4, { result: 'refused', people: 9 }),
    ],
    'change',
  );
  expect(fates.map(({ people, numbers }) => [people, numbers])).toEqual([
    [7, [2, 3]],
    [2, [1]],
  ]);
});

test('what can be brought back is another fate than what cannot', () => {
  const until = (recoverable: boolean) => [consequence('numberReleased', '2026-03-01T09:00:00Z', { recoverable })];
  const profiles = [profile(1, { consequences: until(true) }), profile(2, { consequences: until(false) })];
  expect(fatesOf(profiles, 'change')).toHaveLength(2);
});

test('a timeline is in order of time and weight, by day, and services that end together are one thing', () => {
  const { days } = timelineOf(
    [
      consequence('mailboxPurged', '2026-03-31T09:00:00Z'),
      consequence('accessEnds', '2026-03-01T09:00:00Z', { workloadName: 'Teams' }),
      consequence('mailboxHeld', '2026-03-01T09:00:00Z', { recoverableUntil: '2026-03-31T09:00:00Z' }),
      consequence('accessEnds', '2026-03-01T09:00:00Z', { workloadName: 'Planner' }),
      consequence('numberReleased', '2026-03-01T09:00:00Z', { recoverable: false }),
    ],
    day,
  );
  expect(days.map((one) => [one.day, one.items.map(({ consequence: { event }, ends }) => [event, ends])])).toEqual([
    [
      '2026-03-01',
      [
        ['numberReleased', []],
        ['mailboxHeld', []],
        ['accessEnds', ['Teams', 'Planner']],
      ],
    ],
    ['2026-03-31', [['mailboxPurged', []]]],
  ]);
});

test('what stays stands apart, by what it stays through', () => {
  const through = (names: string[], workloadName: string) =>
    consequence('stays', '2026-03-01T09:00:00Z', { coveredByNames: names, workloadName });
  const { days, stays } = timelineOf(
    [through(['E5'], 'Mailbox'), through(['E5'], 'Teams'), through(['E1', 'E5'], 'OneDrive')],
    day,
  );
  expect(days).toEqual([]);
  expect(stays).toEqual([
    { by: ['E5'], names: ['Mailbox', 'Teams'] },
    { by: ['E1', 'E5'], names: ['OneDrive'] },
  ]);
});

test('something is lost for good only where it happens to somebody who is changed', () => {
  const gone = [consequence('mailboxPurged', '2026-03-31T09:00:00Z', { recoverable: false })];
  expect(losesForGood([profile(1, { consequences: gone })])).toBe(true);
  expect(losesForGood([profile(1, { consequences: gone, result: 'refused' })])).toBe(false);
  expect(losesForGood([profile(1, { consequences: [consequence('accessEnds', '2026-03-01')] })])).toBe(false);
});
