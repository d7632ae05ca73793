import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { membershipRuleOf, parseMembershipRule } from './membership-rule.ts';

const department = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 64 })
  .filter((text) => text.trim() !== '' && !text.includes('\0') && text.length <= 64);
const usageLocation = fc.constantFrom('FR', 'DE', 'US', 'GB');
const unit = fc.oneof(
  fc.record({ department, usageLocation }),
  fc.record({ department, usageLocation: fc.constant(null) }),
  fc.record({ department: fc.constant(null), usageLocation }),
);

describe('a membership rule', () => {
  test.each([
    [{ department: 'Sales', usageLocation: null }, '(user.department -eq "Sales")'],
    [{ department: null, usageLocation: 'FR' }, '(user.usageLocation -eq "FR")'],
    [
      { department: 'R "n" D', usageLocation: 'FR' },
      '(user.department -eq "R `"n`" D") -and (user.usageLocation -eq "FR")',
    ],
  ])('of %j is %s', (rule, text) => {
    expect(membershipRuleOf(rule)).toBe(text);
    expect(parseMembershipRule(text)).toEqual(rule);
  });

  test('of any unit is read back as the same unit', () => {
    fc.assert(
      fc.property(unit, (rule) => {
        expect(parseMembershipRule(membershipRuleOf(rule))).toEqual(rule);
      }),
    );
  });

  test.each([
    'user.department -eq "Sales" -and user.usageLocation -eq "FR"',
    '(user.usageLocation -eq "FR") -and (user.department -eq "Sales")',
    '((user.department -eq "Sales") -and (user.usageLocation -eq "FR"))',
    '(user.department -eq "Sales" -and user.usageLocation -eq "fr")',
    ' ( USER.Department -EQ "Sales" )\n-And\t( user.usagelocation eq "FR" ) ',
    'user.department eq "Sales" and ((user.usageLocation eq "FR"))',
  ])('may be written as %j', (text) => {
    expect(parseMembershipRule(text)).toEqual({ department: 'Sales', usageLocation: 'FR' });
  });

  test.each([
    '',
    '   ',
    '()',
    'user.department',
    'user.department -eq',
    'user.department -eq Sales',
    "user.department -eq 'Sales'",
    'user.department -eq ""',
    'user.department -eq "  "',
    'user.department -eq "Sa\0les"',
    'user.department -eq null',
    'user.department -ne "Sales"',
    'user.department -in ["Sales"]',
    'user.department -startsWith "Sales"',
    'user.country -eq "France"',
    'user.departments -eq "Sales"',
    'department -eq "Sales"',
    'device.department -eq "Sales"',
    '-not (user.department -eq "Sales")',
    'user.department -eq "Sales" -or user.usageLocation -eq "FR"',
    'user.department -eq "Sales" -and user.department -eq "Legal"',
    'user.department -eq "Sales" -and',
    '-and user.department -eq "Sales"',
    '(user.department -eq "Sales"',
    'user.department -eq "Sales")',
    '(user.department) -eq "Sales"',
    'user.department -eq "Sales" user.usageLocation -eq "FR"',
    'user.department -eq "Sales" -and user.usageLocation -eq "France"',
    'user.usageLocation -eq "UK"',
    'user.usageLocation -eq "XX"',
    'user.department -eq "Sales',
    'user.department -eq "Sa`les"',
    `user.department -eq "${'x'.repeat(65)}"`,
    `${'('.repeat(1500)}user.department -eq "Sales"${')'.repeat(1499)}`,
    `${'('.repeat(200_000)}`,
  ])('can’t be %.60j', (text) => {
    expect(parseMembershipRule(text)).toBeUndefined();
  });

  test('stays readable and quick whatever is written', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('(', ')', ' -and ', ' -eq ', 'user.department', 'user.usageLocation', '"FR"', '"a`', 'x'),
        ),
        (parts) => {
          const rule = parseMembershipRule(parts.join(''));
          if (rule) expect(parseMembershipRule(membershipRuleOf(rule))).toEqual(rule);
        },
      ),
    );
  });
});
