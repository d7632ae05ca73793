import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ACCESS_SETTINGS } from '../domain/access/access-settings.ts';
import { ROLES } from '../domain/access/roles.ts';
import { shippedCatalog } from '../domain/commerce/shipped-catalog.ts';
import { LIST_FIELDS, TEXT_FIELDS } from '../domain/directory/user-fields.ts';
import type { Consequence } from '../domain/retention/consequences.ts';
import { DEFAULT_SETTINGS } from '../domain/retention/settings.ts';
import { AUDIT_ACTIVITIES } from '../queries/audit-activities.ts';
import { auditEn } from './audit-en.ts';
import { auditFr } from './audit-fr.ts';
import { ACTIVITIES, auditSentence, type EntryToTell } from './audit-sentences.ts';
import { LANGUAGES, translator } from './translate.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const E1 = '18181a46-0d4e-45cd-891e-60aabd171b4e';
const YAMMER = '7547a3fe-08ee-4ccb-b430-5077c5041653';
const ADA = '0193d1a0-0000-7000-8000-000000000001';
const catalog = shippedCatalog();

function told(entry: Partial<EntryToTell>, language: 'en' | 'fr' = 'en'): string {
  const t = translator(language);
  return auditSentence(
    {
      activity: 'Change user license',
      actorId: ADA,
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

const license = (skuId: string, ...disabledPlans: string[]) => ({ skuId, disabledPlans });
const follows = (event: Consequence['event'], recoverableUntil: string | null): Consequence => ({
  workload: 'exchange',
  event,
  on: Date.parse('2026-04-03T09:00:00Z'),
  recoverableUntil: recoverableUntil === null ? null : Date.parse(recoverableUntil),
  rule: 'T-1',
});

describe('a change of licenses is told', () => {
  const lost = { before: [license(E3)], after: [], operationId: 41, channel: 'cli' };

  test('with what was taken, how, with which plan, and until when the mailbox is held', () => {
    const entry = {
      ...lost,
      operation: { kind: 'import', undoOf: null },
      consequences: [follows('accessEnds', null), follows('mailboxHeld', '2026-05-03T09:00:00Z')],
    };
    expect(told(entry)).toBe(
      'Ada took Office 365 E3 from Ben, by CSV, with the plan #41; mailbox held until 3 May 2026.',
    );
    expect(told(entry, 'fr')).toBe(
      'Ada a retiré Office 365 E3 à Ben, par CSV, avec le plan n° 41 ; boîte aux lettres conservée jusqu’au 3 mai 2026.',
    );
  });

  test('with all that people ask about afterwards', () => {
    const consequences = [
      follows('mailboxKeptByHold', null),
      follows('driveReadOnly', null),
      follows('numberReleased', null),
      follows('stays', null),
    ];
    expect(told({ ...lost, consequences })).toBe(
      'Ada took Office 365 E3 from Ben, on the command line, with the plan #41; mailbox kept by its hold, OneDrive read-only from 3 April 2026, phone number released.',
    );
  });

  test('as an undo of another plan', () => {
    const undone = { before: [], after: [license(E3)], operationId: 42, operation: { kind: 'undo', undoOf: 41 } };
    expect(told({ ...undone, channel: 'api' })).toBe(
      'Ada gave Ben Office 365 E3, through the API, to undo the plan #41, with the plan #42.',
    );
    expect(told({ ...undone, channel: 'api' }, 'fr')).toBe(
      'Ada a donné Office 365 E3 à Ben, par l’API, pour annuler le plan n° 41, avec le plan n° 42.',
    );
  });

  test('as given, exchanged, or changed within', () => {
    expect(told({ before: [], after: [license(E3)] })).toBe('Ada gave Ben Office 365 E3, in the console.');
    expect(told({ before: [license(E1)], after: [license(E3)] })).toBe(
      'Ada gave Ben Office 365 E3 in place of Office 365 E1, in the console.',
    );
    const yammer = catalog.plans.get(YAMMER)?.displayName.en;
    expect(told({ before: [license(E1), license(E3)], after: [license(E1), license(E3, YAMMER)] })).toBe(
      `Ada turned off ${yammer} in Office 365 E3 for Ben, in the console.`,
    );
    expect(told({ before: [license(E3, YAMMER)], after: [license(E3)] })).toBe(
      `Ada turned on ${yammer} in Office 365 E3 for Ben, in the console.`,
    );
  });
});

/** An entry, and how it reads in English and in French. */
const READINGS: readonly [Partial<EntryToTell>, string, string][] = [
  [
    { activity: 'Update user', before: { city: 'Paris', state: null }, after: { city: 'Lyon', state: null } },
    'Ada changed the city of Ben from “Paris” to “Lyon”, in the console.',
    'Ada a modifié la ville de Ben : « Lyon » au lieu de « Paris », dans la console.',
  ],
  [
    { activity: 'Update user', targetName: 'Élise', before: { usageLocation: null }, after: { usageLocation: 'DE' } },
    'Ada set the usage location of Élise to Germany, in the console.',
    'Ada a renseigné le lieu d’utilisation d’Élise : Allemagne, dans la console.',
  ],
  [
    { activity: 'Update user', before: { jobTitle: 'Chef' }, after: { jobTitle: null } },
    'Ada cleared the job title of Ben, which was “Chef”, in the console.',
    'Ada a effacé la fonction de Ben : « Chef », dans la console.',
  ],
  [
    {
      activity: 'Update user',
      before: { city: 'A', jobTitle: 'B', managerId: ADA },
      after: { city: 'C', jobTitle: 'D', managerId: null },
    },
    'Ada changed the city, the job title, and the manager of Ben, in the console.',
    'Ada a modifié la ville, la fonction et le responsable de Ben, dans la console.',
  ],
  [
    { activity: 'Disable account', targetName: 'Élise', channel: 'graph' },
    'Ada blocked the sign-in of Élise, through Microsoft Graph.',
    'Ada a bloqué la connexion d’Élise, par Microsoft Graph.',
  ],
  [
    {
      activity: 'Add member to role',
      after: { role: 'License Administrator', roleId: ROLES.licenseAdministrator.id, unit: 'Sales' },
    },
    'Ada gave Ben the role License Administrator for Sales, in the console.',
    'Ada a donné le rôle Administrateur de licences pour Sales à Ben, dans la console.',
  ],
  [
    { activity: 'Sign in', targetId: ADA, after: { methods: ['password', 'authenticator'], address: '192.0.2.7' } },
    'Ada signed in with a password and an authenticator app, from 192.0.2.7.',
    'Connexion d’Ada avec un mot de passe et une application d’authentification, depuis 192.0.2.7.',
  ],
  [
    { activity: 'Add authentication method', targetId: ADA, after: { method: 'passkey', name: 'Laptop' } },
    'Ada added a way to sign in, in the console: a passkey “Laptop”.',
    'Ada a ajouté un moyen de connexion, dans la console : une clé d’accès « Laptop ».',
  ],
  [
    { activity: 'Remove authentication method', channel: 'api' },
    'Ada removed the second factors of Ben, through the API.',
    'Ada a retiré les seconds facteurs de Ben, par l’API.',
  ],
  [
    { activity: 'End sessions', targetId: ADA, targetName: 'Ada', after: { sessions: 3 } },
    'Ada ended 3 of their own sessions, in the console.',
    'Ada a mis fin à 3 de ses sessions, dans la console.',
  ],
  [
    { activity: 'End sessions', channel: 'cli' },
    'Ada ended all sessions of Ben, on the command line.',
    'Ada a mis fin à toutes les sessions de Ben, en ligne de commande.',
  ],
  [
    {
      activity: 'Request approval',
      targetName: '41',
      operationId: 41,
      after: { kind: 'removal', people: 1200, approval: 3 },
    },
    'Ada asked a second administrator to agree to the plan #41, which takes licenses from 1,200 people, in the console.',
    'Ada a demandé l’accord d’un second administrateur pour le plan n° 41, qui retire des licences à 1\u202f200 personnes, dans la console.',
  ],
  [
    { activity: 'Approve', targetName: '41', operationId: 41, after: { kind: 'removal', requestedBy: 'Otto' } },
    'Ada agreed to the plan #41, which Otto had asked for, in the console.',
    'Ada a approuvé le plan n° 41, à la demande d’Otto, dans la console.',
  ],
  [
    { activity: 'Reject', targetName: 'Élise', after: { kind: 'purge', requestedBy: 'Otto' } },
    'Ada refused deleting Élise for good, which Otto had asked for, in the console.',
    'Ada a rejeté la demande d’Otto, dans la console : la suppression définitive d’Élise.',
  ],
  [
    {
      activity: 'Update tenant settings',
      channel: 'api',
      before: { sessionHours: 12, approvalAbove: 1000, purgeNeedsApproval: true },
      after: { sessionHours: 8, approvalAbove: null, purgeNeedsApproval: false },
    },
    'Ada changed settings of the tenant, through the API: hours until a session ends (12 → 8), people above whom a removal needs a second administrator (1,000 → none), and second administrator for deletions for good (yes → no).',
    'Ada a modifié les paramètres du locataire, par l’API : heures avant la fin d’une session (12 → 8), personnes au-delà desquelles un retrait demande un second administrateur (1\u202f000 → aucun) et second administrateur pour les suppressions définitives (oui → non).',
  ],
  [
    {
      activity: 'Update tenant settings',
      before: { timeZone: 'UTC', mailboxDisconnectDays: 30 },
      after: { timeZone: 'Europe/Paris', mailboxDisconnectDays: 45 },
    },
    'Ada changed settings of the tenant, in the console: time zone (UTC → Europe/Paris) and days that mail is kept after the license is gone (30 → 45).',
    'Ada a modifié les paramètres du locataire, dans la console : fuseau horaire (UTC → Europe/Paris) et jours de conservation du courrier après le retrait de la licence (30 → 45).',
  ],
  [
    { activity: 'Update subscription', targetId: E3, before: { total: 5 }, after: { total: 1900 }, channel: 'api' },
    'Ada set the seats of Office 365 E3 from 5 to 1,900, through the API.',
    'Ada a fait passer de 5 à 1\u202f900 le nombre de licences d’Office 365 E3, par l’API.',
  ],
  [
    { activity: 'Update price', targetId: E3, after: { monthlyPriceCents: 1250 }, channel: 'api' },
    'Ada set the price of Office 365 E3 to €12.50 a month, through the API.',
    'Ada a fixé le prix d’Office 365 E3 à 12,50\u00a0€ par mois, par l’API.',
  ],
  [
    {
      activity: 'Add service principal',
      targetName: 'Script',
      channel: 'cli',
      after: { roleIds: [ROLES.globalReader.id], permissions: ['User.Read.All'] },
    },
    'Ada registered the app Script, on the command line, with these rights: Global Reader and User.Read.All.',
    'Ada a inscrit l’application Script, en ligne de commande, avec ces droits : Lecteur général et User.Read.All.',
  ],
  [
    {
      activity: 'Remove audit entries',
      actorName: 'Seatwise',
      channel: 'job',
      after: { upTo: 12_000, removed: 10_000, olderThanDays: 365 },
    },
    'Seatwise removed 10,000 old entries of this log, up to number 12,000; entries are kept for 365 days.',
    'Seatwise a supprimé 10\u202f000 anciennes entrées de ce journal, jusqu’au numéro 12\u202f000 ; les entrées sont conservées 365 jours.',
  ],
  [{ activity: 'Something new', channel: 'elsewhere' }, 'Ada: Something new, Ben.', 'Ada : Something new, Ben.'],
];

test.each(READINGS)('%j', (entry, english, french) => {
  expect(told(entry)).toBe(english);
  expect(told(entry, 'fr')).toBe(french);
});

/** Whatever may stand in an entry, with more of what entries do hold than chance would bring. */
const content = fc.oneof(
  fc.jsonValue(),
  fc.array(fc.record({ skuId: fc.constantFrom(E3, E1), disabledPlans: fc.subarray([YAMMER]) })),
  fc.dictionary(
    fc.constantFrom('methods', 'method', 'role', 'unit', 'kind', 'people', 'total', 'scopes', 'city', 'upTo', 'users'),
    fc.oneof(fc.jsonValue(), fc.constantFrom('passkey', 'purge', 3, true)),
  ),
);

test('whatever stands in an entry, there is a sentence without holes, in both languages', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...ACTIVITIES), fc.constant('__proto__'), fc.constant('toString')),
      content,
      content,
      fc.option(fc.uuid()),
      fc.constantFrom('', ' ', 'Ada', 'Élise', '$t(audit.of)'),
      (activity, before, after, targetId, targetName) => {
        for (const language of LANGUAGES) {
          const sentence = told({ activity, before, after, targetId, targetName }, language);
          expect(sentence).toMatch(/\S\.$/);
          expect(sentence).not.toMatch(/\{\{|audit\.(?!of\))|undefined|\[object|NaN/);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test('no id stands where a name is known', () => {
  const known = [E3, E1, YAMMER, ...Object.values(ROLES).map(({ id }) => id)];
  const licenses = fc.array(fc.record({ skuId: fc.constantFrom(E3, E1), disabledPlans: fc.subarray([YAMMER]) }));
  const rights = fc.record({
    roleId: fc.constantFrom(...Object.values(ROLES).map(({ id }) => id)),
    roleIds: fc.subarray(Object.values(ROLES).map(({ id }) => id)),
  });
  const product = fc.record({ total: fc.nat(), monthlyPriceCents: fc.nat() });
  fc.assert(
    fc.property(
      fc.constantFrom<[string, fc.Arbitrary<unknown>]>(
        ['Change user license', licenses],
        ['Add member to role', rights],
        ['Remove member from role', rights],
        ['Add service principal', rights],
        ['Update subscription', product],
        ['Update price', product],
      ),
      fc.gen(),
      ([activity, contents], gen) => {
        const [before, after] = [gen(() => contents), gen(() => contents)];
        const target = activity.startsWith('Update') ? { targetId: E3, targetName: E3 } : {};
        for (const language of LANGUAGES) {
          const sentence = told({ activity, before, after, ...target }, language);
          for (const id of known) expect(sentence).not.toContain(id);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('both languages have the same sentences with the same values', () => {
  const [english, french] = [textsByKey(auditEn), textsByKey(auditFr)];
  expect([...french.keys()]).toEqual([...english.keys()]);
  // French has forms of its own for "of" and a name.
  const values = (text: string) =>
    [...new Set([...text.matchAll(/\{\{(?:of)?(\w+?)\}\}/g)].map(([, name = '']) => name.toLowerCase()))].sort();
  for (const [key, text] of english) {
    const other = french.get(key) ?? '';
    expect(other.trim(), key).not.toBe('');
    expect(other, key).not.toMatch(/\p{L}'\p{L}|[^\s\u202f\u00a0][;:?»]|«\S/u);
    if (!/_(one|other)$/.test(key)) expect(`${key} ${values(other)}`).toBe(`${key} ${values(text)}`);
  }
});

/** Words in quotes that begin with a capital, where an activity stands: named so, given to what writes entries, or chosen. */
const QUOTED_ACTIVITY =
  /(?:activity: (?:decision === 'approved' \? )?|select |audit\w*\((?:\w+, )*|userId, |return |[?:|] )'([A-Z][a-z]+(?:[ -][a-z]+)*)'(?= as activity|[,;: }]| :)/g;

test('every activity that is written down has a sentence of its own, and Graph’s category', () => {
  const written = new Set(
    sources(join(import.meta.dirname, '..'))
      .map((file) => readFileSync(file, 'utf8'))
      .filter((text) => /\b(auditChange|appendEntries)\(/.test(text))
      .map((text) => text.replaceAll(/(targetType|actorName|userType): [^,}\n]*|'User' as target_type/g, ''))
      .flatMap((text) => [...text.matchAll(QUOTED_ACTIVITY)].map(([, activity = '']) => activity)),
  );
  expect(written.size).toBeGreaterThan(35);
  expect([...written].filter((activity) => !ACTIVITIES.includes(activity))).toEqual([]);
  expect(Object.keys(AUDIT_ACTIVITIES).sort()).toEqual([...ACTIVITIES].sort());
});

test('every setting, and every field that can be written, has a name', () => {
  const traits = ['displayName', 'defaultDomain', 'cloud', 'country', 'language', 'timeZone', 'currency'];
  expect(Object.keys(auditEn.audit.setting).sort()).toEqual(
    [...traits, ...Object.keys(DEFAULT_ACCESS_SETTINGS), ...Object.keys(DEFAULT_SETTINGS)].sort(),
  );
  const fields = [...Object.keys(TEXT_FIELDS), ...Object.keys(LIST_FIELDS), 'userPrincipalName', 'accountEnabled'];
  expect(fields.filter((field) => !(field in auditEn.audit.field))).toEqual([]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.test\.ts$|-for-tests\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[/](messages|console)[/]/.test(file));
}

type Texts = { readonly [name: string]: string | Texts };

function textsByKey(node: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + name, value]] : [...textsByKey(value, `${prefix}${name}.`)],
    ),
  );
}
