import fc from 'fast-check';
import { expect, test } from 'vitest';
import { driveQuota, quotaState } from './drive-quota.ts';
import { isItemName, numberedName } from './item-name.ts';

const GB = 1024 ** 3;

test.each([
  [['ONEDRIVE_BASIC'], 5],
  [['SHAREPOINTDESKLESS'], 2],
  [['SHAREPOINTSTANDARD', 'EXCHANGE_S_STANDARD'], 1024],
  [['SHAREPOINTENTERPRISE'], 5 * 1024],
  [['ONEDRIVE_BASIC', 'SHAREPOINTENTERPRISE'], 5 * 1024],
])('plans %j give room for %d GB', (plans, gigabytes) => {
  expect(driveQuota(plans)).toBe(gigabytes * GB);
});

test('without a plan for files there is no room', () => {
  expect(driveQuota(['EXCHANGE_S_STANDARD'])).toBeNull();
});

test('a drive is nearing its end at nine tenths', () => {
  expect([0, 89, 90, 98, 99, 100, 120].map((used) => quotaState(used, 100))).toEqual([
    ...['normal', 'normal', 'nearing', 'nearing', 'critical', 'exceeded', 'exceeded'],
  ]);
});

test.each(['report.docx', 'Été (1).txt', '.profile', 'a'.repeat(255), 'two  spaces'])('%s is a name', (name) => {
  expect(isItemName(name)).toBe(true);
});

test.each([
  ...['', ' a', 'a ', 'a.', 'a/b', 'a\\b', 'a:b', 'a*b', 'a?b', 'a"b', 'a<b', 'a|b', 'CON', 'com1', '~$x.docx'],
  ...['a_vti_b', 'a\u0000b', 'a\nb', 'a'.repeat(256)],
])('%j is no name', (name) => {
  expect(isItemName(name)).toBe(false);
});

test('a numbered name is another name, of the same kind', () => {
  expect(numberedName('report.docx', 2)).toBe('report 2.docx');
  expect(numberedName('.profile', 1)).toBe('.profile 1');
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 40 }).filter(isItemName),
      fc.integer({ min: 1, max: 99 }),
      (name, no) => {
        expect(numberedName(name, no)).not.toBe(name);
        expect(isItemName(numberedName(name, no))).toBe(true);
      },
    ),
  );
});
