import { expect, test } from 'vitest';
import { stepInHash } from './sign-in-flow.ts';

test.each([
  [
    '#flow=a.b.c&next=secondFactor&factors=authenticator%2CrecoveryCode',
    { flow: 'a.b.c', next: 'secondFactor', factors: ['authenticator', 'recoveryCode'] },
  ],
  ['#flow=a&next=enroll', { flow: 'a', next: 'enroll' }],
  ['#flow=a&next=newPassword', { flow: 'a', next: 'newPassword' }],
  ['#flow=a&next=secondFactor&factors=magic', undefined],
  ['#flow=a&next=done', undefined],
  ['#next=enroll', undefined],
  ['#main', undefined],
  ['', undefined],
])('%j', (hash, step) => {
  expect(stepInHash(hash)).toEqual(step);
});
