import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SignInMethod } from './sessions.ts';
import { nextStep, type Standing } from './sign-in-steps.ts';

const plain: Standing = {
  passed: ['password'],
  hasAuthenticator: false,
  hasPasskey: false,
  isAdministrator: false,
  mustChangePassword: false,
  administratorsNeedSecondFactor: false,
};
const METHODS: SignInMethod[] = ['password', 'authenticator', 'recoveryCode', 'passkey', 'sso', 'setup', 'signInAs'];
const anyStanding: fc.Arbitrary<Standing> = fc.record({
  passed: fc.subarray(METHODS, { minLength: 1 }),
  hasAuthenticator: fc.boolean(),
  hasPasskey: fc.boolean(),
  isAdministrator: fc.boolean(),
  mustChangePassword: fc.boolean(),
  administratorsNeedSecondFactor: fc.boolean(),
});

test('a password alone is enough for who has no second factor and needs none', () => {
  expect(nextStep(plain)).toEqual({ next: 'done' });
});

test('who has a second factor is asked for it, and for nothing before', () => {
  const standing = { ...plain, hasAuthenticator: true, hasPasskey: true, mustChangePassword: true };
  expect(nextStep(standing)).toEqual({
    next: 'secondFactor',
    factors: ['authenticator', 'recoveryCode', 'passkey'],
  });
  expect(nextStep({ ...standing, passed: ['password', 'passkey'] })).toEqual({ next: 'newPassword' });
});

test('an administrator of a tenant that demands a second factor sets one up; others do not', () => {
  const standing = { ...plain, administratorsNeedSecondFactor: true };
  expect(nextStep({ ...standing, isAdministrator: true })).toEqual({ next: 'enroll' });
  expect(nextStep(standing)).toEqual({ next: 'done' });
});

test('a passkey is two factors in one', () => {
  const standing = { ...plain, isAdministrator: true, administratorsNeedSecondFactor: true, hasPasskey: true };
  expect(nextStep({ ...standing, passed: ['passkey'] })).toEqual({ next: 'done' });
});

test('a link from an administrator does not stand in for a second factor', () => {
  expect(nextStep({ ...plain, passed: ['setup'], hasAuthenticator: true }).next).toBe('secondFactor');
});

test('nobody who has a second factor gets in by password alone, whatever else is true', () => {
  fc.assert(
    fc.property(anyStanding, (standing) => {
      const { passed, hasAuthenticator, hasPasskey } = standing;
      const step = nextStep(standing);
      const only = passed.every((method) => method === 'password' || method === 'setup');
      if (only && (hasAuthenticator || hasPasskey)) expect(step.next).toBe('secondFactor');
      if (only && standing.isAdministrator && standing.administratorsNeedSecondFactor)
        expect(step.next).not.toBe('done');
      if (step.next === 'secondFactor') expect(step.factors.length).toBeGreaterThan(0);
    }),
  );
});
