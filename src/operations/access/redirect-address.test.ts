import { expect, test } from 'vitest';
import { isRedirectAddress } from './redirect-address.ts';

test.each([
  'https://app.example/callback',
  'https://app.example:8443/callback?from=seatwise',
  'http://localhost',
  'http://localhost:8400/',
  'http://127.0.0.1/callback',
  'http://[::1]:5000',
  'com.example.app://callback',
  'msal14d82eec-204b-4c2f-b7e8-296a70dab67e://auth',
])('codes may be sent to %s', (address) => {
  expect(isRedirectAddress(address)).toBe(true);
});

test.each([
  ['no address at all', 'callback'],
  ['plain HTTP elsewhere', 'http://app.example/callback'],
  ['a host that only begins like this machine', 'http://localhost.evil.example/'],
  ['HTTPS on this machine, where nobody has a certificate', 'https://localhost/'],
  ['a fragment', 'https://app.example/#callback'],
  ['a pattern', 'https://*.app.example/'],
  ['credentials', 'https://user:password@app.example/'],
  ['a script', 'javascript:alert(1)'],
  ['data', 'data:text/html,hello'],
  ['a file', 'file:///etc/passwd'],
  ['a scheme that anybody may claim', 'myapp://callback'],
  ['a blank', 'https://app.example/a b'],
  ['a book', `https://app.example/${'a'.repeat(500)}`],
])('codes are not sent to %s', (_, address) => {
  expect(isRedirectAddress(address)).toBe(false);
});
