import { expect, test } from 'vitest';
import type { ConsequenceView, OperationProfile } from '../../client/licensing.ts';
import { undoWindow } from './undo-window.ts';

const TAKEN = '2026-03-01T09:00:00.000Z';
const PURGE = '2026-03-31T09:00:00.000Z';

function consequence(workloadName: string, event: string, on: string, recoverableUntil: string | null | undefined) {
  const recoverable = recoverableUntil !== undefined;
  return { workloadName, event, on, recoverable, recoverableUntil: recoverableUntil ?? null } as ConsequenceView;
}

function profile(people: number, consequences: ConsequenceView[], result: OperationProfile['result'] = 'change') {
  return { people, result, consequences } as unknown as OperationProfile;
}

const mailbox = [
  consequence('Mailbox', 'mailboxHeld', TAKEN, PURGE),
  consequence('Mailbox', 'mailboxPurged', PURGE, undefined),
];

test('before the day on which mail is deleted nothing is lost, and it says what would be', () => {
  const profiles = [profile(3, mailbox), profile(2, mailbox), profile(9, mailbox, 'refused')];
  expect(undoWindow(profiles, '2026-03-02T00:00:00.000Z')).toEqual({
    until: PURGE,
    atRisk: [{ name: 'Mailbox', people: 5 }],
    lost: [],
    lostSince: undefined,
  });
});

test('from that moment on it is lost', () => {
  expect(undoWindow([profile(3, mailbox)], PURGE)).toEqual({
    until: undefined,
    atRisk: [],
    lost: [{ name: 'Mailbox', people: 3 }],
    lostSince: PURGE,
  });
});

test('what never could be brought back is lost at once, without a day', () => {
  const number = consequence('Phone number', 'numberReleased', TAKEN, undefined);
  expect(undoWindow([profile(1, [number])], TAKEN)).toMatchObject({
    until: undefined,
    lost: [{ name: 'Phone number', people: 1 }],
    lostSince: undefined,
  });
});

test('what has no limit and what stays is never lost', () => {
  const kept = [consequence('Teams', 'accessEnds', TAKEN, null), consequence('Office', 'stays', TAKEN, undefined)];
  expect(undoWindow([profile(1, kept)], '2036-01-01T00:00:00.000Z')).toEqual({
    until: undefined,
    atRisk: [],
    lost: [],
    lostSince: undefined,
  });
});
