import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedCatalog } from '../domain/commerce/shipped-catalog.ts';
import { auditEn } from './audit-en.ts';
import { auditSentence, type EntryToTell } from './audit-sentences.ts';
import { LANGUAGES, translator } from './translate.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const E1 = '18181a46-0d4e-45cd-891e-60aabd171b4e';
const catalog = shippedCatalog();

function told(entry: Partial<EntryToTell>, language: 'en' | 'fr' = 'en'): string {
  const t = translator(language);
  return auditSentence(
    {
      activity: 'Change user license',
      actorName: 'Ada',
      channel: 'console',
      targetId: null,
      targetName: 'Ben',
      before: null,
      after: null,
      operationId: null,
      consequences: [],
      ...entry,
    },
    { t, catalog, groupNames: new Map(), timeZone: 'Europe/Paris', currency: 'EUR' },
  );
}

const license = (skuId: string) => ({ skuId, disabledPlans: [] });

describe('a change of licenses is told', () => {
  test('with what was taken, how, and until when the mailbox is held', () => {
    const held = {
      workload: 'exchange' as const,
      event: 'mailboxHeld' as const,
      on: Date.parse('2026-04-03T09:00:00Z'),
      recoverableUntil: Date.parse('2026-05-03T09:00:00Z'),
      rule: 'T-1',
    };
    const entry = { before: [license(E3)], after: [], operationId: 41, channel: 'import', consequences: [held] };
    expect(told(entry)).toBe(
      'Ada took Office 365 E3 from Ben, by import, operation 41; mailbox held until 3 May 2026.',
    );
    expect(told(entry, 'fr')).toBe(
      'Ada a retiré Office 365 E3 à Ben, par importation, opération 41 ; boîte aux lettres conservée jusqu’au 3 mai 2026.',
    );
  });

  test('as given, exchanged, or changed within', () => {
    expect(told({ before: [], after: [license(E3)] })).toBe('Ada gave Ben Office 365 E3, in the console.');
    expect(told({ before: [license(E1)], after: [license(E3)] })).toBe(
      'Ada gave Ben Office 365 E3 in place of Office 365 E1, in the console.',
    );
    expect(told({ before: [license(E3)], after: [{ skuId: E3, disabledPlans: ['x'] }] })).toBe(
      'Ada changed the services of Office 365 E3 for Ben, in the console.',
    );
  });
});

test.each([
  [
    { activity: 'Add member to role', after: { role: 'License Administrator', unit: 'Sales' } },
    'Ada gave Ben the role License Administrator for Sales, in the console.',
  ],
  [
    { activity: 'Sign in', after: { methods: ['password', 'authenticator'] } },
    'Ada signed in with a password and an authenticator app.',
  ],
  [
    { activity: 'Approve', targetName: '41', after: { kind: 'removal', requestedBy: 'Cleo' } },
    'Ada agreed to plan 41, which Cleo had asked for, in the console.',
  ],
  [
    { activity: 'Update subscription', targetId: E3, before: { total: 5 }, after: { total: 9 }, channel: 'api' },
    'Ada set the seats of Office 365 E3 from 5 to 9, through the API.',
  ],
  [{ activity: 'Something new', channel: 'elsewhere' }, 'Ada: Something new, Ben.'],
])('%j', (entry, sentence) => {
  expect(told(entry)).toBe(sentence);
});

test('whatever stands in an entry, there is a sentence without holes, in both languages', () => {
  const activities = fc.constantFrom(
    'Change user license',
    'Update user',
    'Sign in',
    'Approve',
    'Update subscription',
    'Add member to role',
    'Never heard of',
  );
  fc.assert(
    fc.property(
      activities,
      fc.jsonValue(),
      fc.jsonValue(),
      fc.option(fc.uuid()),
      (activity, before, after, targetId) => {
        for (const language of LANGUAGES) {
          const sentence = told({ activity, before, after, targetId }, language);
          expect(sentence).toMatch(/\.$/);
          expect(sentence).not.toMatch(/\{\{|audit\.|undefined|\[object/);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('every sentence can be told', () => {
  expect(Object.keys(auditEn.audit.told).length).toBeGreaterThan(30);
});
