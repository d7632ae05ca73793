import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CONSEQUENCE_RULES, REFUSAL_RULES } from '../src/console/rules/rule-ids.ts';
import { RULE_OF_REFUSAL } from '../src/domain/refusals.ts';
import { DEFAULT_SETTINGS } from '../src/domain/retention/settings.ts';
import { consoleEn } from '../src/messages/console-en.ts';
import { consoleFr } from '../src/messages/console-fr.ts';
import { consoleRulesEn } from '../src/messages/console-rules-en.ts';
import { consoleRulesFr } from '../src/messages/console-rules-fr.ts';

const RETENTION = resolve(import.meta.dirname, '../src/domain/retention');

const RULES = [
  { title: consoleEn.rules.title, ...consoleRulesEn },
  { title: consoleFr.rules.title, ...consoleRulesFr },
];

test('every rule by which something follows is explained', () => {
  const used = readdirSync(RETENTION)
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(join(RETENTION, name), 'utf8').matchAll(/rule: '([TR]-[\w-]+)'/g)])
    .map(([, rule]) => rule);
  expect([...new Set(used)].sort()).toEqual([...CONSEQUENCE_RULES].sort());
});

test('every reason of a refusal is explained, by its rule or by its name', () => {
  const reasons = Object.entries(RULE_OF_REFUSAL).map(([reason, rule]) => rule ?? reason);
  expect([...new Set([...reasons, 'unknownPerson'])].sort()).toEqual([...REFUSAL_RULES].sort());
});

test('each explanation stands in its place, with title, text and source', () => {
  const ids = [...CONSEQUENCE_RULES, ...REFUSAL_RULES].sort();
  for (const { title, text, source } of RULES) {
    for (const group of [title, text, source]) expect(Object.keys(group).sort()).toEqual(ids);
  }
});

test('a rule has a text of its own in each language', () => {
  for (const id of [...CONSEQUENCE_RULES, ...REFUSAL_RULES]) {
    expect(consoleRulesFr.text[id]).not.toBe(consoleRulesEn.text[id]);
    expect(consoleRulesFr.text[id]).not.toMatch(/\p{L}'\p{L}/u);
  }
});

test('the figures are the documented defaults', () => {
  const { mailboxDisconnectDays, oneDriveReadOnlyDay, oneDriveArchiveDay, officeOfflineDays, userSoftDeleteDays } =
    DEFAULT_SETTINGS;
  for (const { title, text } of RULES) {
    const figures = (rule: 'T-1' | 'T-3' | 'T-4' | 'T-6') =>
      (`${title[rule]} ${text[rule]}`.match(/\d+/g) ?? []).map(Number);
    expect(figures('T-1')).toContain(mailboxDisconnectDays);
    expect(figures('T-3')).toEqual(expect.arrayContaining([oneDriveReadOnlyDay, oneDriveArchiveDay]));
    expect(figures('T-4')).toContain(officeOfflineDays);
    expect(figures('T-6')).toContain(userSoftDeleteDays);
  }
});
