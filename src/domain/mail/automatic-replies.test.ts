import { expect, test } from 'vitest';
import { automaticReply } from './automatic-replies.ts';
import { NO_AUTOMATIC_REPLIES } from './mailbox-settings.ts';
import { momentOf, zoneNamed } from './time-zones.ts';

const NOW = Date.parse('2026-03-01T09:00:00Z');
const mail = { sender: 'ben@test.example', isAutomatic: false, isFromInside: true };
const on = {
  ...NO_AUTOMATIC_REPLIES,
  status: 'alwaysEnabled' as const,
  internalReplyMessage: 'Away.',
  externalReplyMessage: 'On leave.',
};

test('people inside get the internal text, people outside the other one, if they are to get any', () => {
  expect(automaticReply(on, mail, NOW)).toBe('Away.');
  const outside = { ...mail, isFromInside: false };
  expect(automaticReply({ ...on, externalAudience: 'all' }, outside, NOW)).toBe('On leave.');
  for (const externalAudience of ['none', 'contactsOnly'] as const)
    expect(automaticReply({ ...on, externalAudience }, outside, NOW)).toBeUndefined();
});

test('nothing is answered that nobody wrote, nor while replies are off or empty', () => {
  expect(automaticReply(on, { ...mail, sender: null }, NOW)).toBeUndefined();
  expect(automaticReply(on, { ...mail, isAutomatic: true }, NOW)).toBeUndefined();
  expect(automaticReply({ ...on, status: 'disabled' }, mail, NOW)).toBeUndefined();
  expect(automaticReply({ ...on, internalReplyMessage: ' ' }, mail, NOW)).toBeUndefined();
});

test('scheduled replies begin and end on the minute, by the clocks of their time zone', () => {
  const scheduled = {
    ...on,
    status: 'scheduled' as const,
    scheduledStartDateTime: { dateTime: '2026-03-01T10:00:00.0000000', timeZone: 'Europe/Paris' },
    scheduledEndDateTime: { dateTime: '2026-03-08T10:00:00', timeZone: 'UTC' },
  };
  expect(automaticReply(scheduled, mail, NOW - 1)).toBeUndefined();
  expect(automaticReply(scheduled, mail, NOW)).toBe('Away.');
  const end = Date.parse('2026-03-08T10:00:00Z');
  expect(automaticReply(scheduled, mail, end - 1)).toBe('Away.');
  expect(automaticReply(scheduled, mail, end)).toBeUndefined();
  expect(automaticReply({ ...scheduled, scheduledEndDateTime: null }, mail, NOW)).toBeUndefined();
});

test('time zones go by the names of Windows and of IANA, in summer and winter', () => {
  const at = (dateTime: string, timeZone: string) => {
    const moment = momentOf({ dateTime, timeZone });
    return moment === undefined ? undefined : new Date(moment).toISOString();
  };
  expect(at('2026-07-01T12:00:00', 'Pacific Standard Time')).toBe('2026-07-01T19:00:00.000Z');
  expect(at('2026-01-01T12:00', 'America/Los_Angeles')).toBe('2026-01-01T20:00:00.000Z');
  expect(at('2026-03-29T03:30:00', 'Romance Standard Time')).toBe('2026-03-29T01:30:00.000Z');
  expect(at('2026-10-25T12:00:00', 'Europe/Paris')).toBe('2026-10-25T11:00:00.000Z');
  expect(at('2026-02-30', 'Middle Earth Standard Time')).toBeUndefined();
  expect(at('tomorrow', 'UTC')).toBeUndefined();
  expect(zoneNamed('+02:00')).toBeUndefined();
});
