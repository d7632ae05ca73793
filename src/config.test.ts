import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({})).toEqual({
    port: 4365,
    host: '127.0.0.1',
    smtpPort: undefined,
    dataFolder: './data',
    keyFile: './data/key',
    databaseUrl: undefined,
    tls: undefined,
  });
});

test('all faults are told at once, by the names of the variables', () => {
  const read = readConfig({ SEATWISE_PORT: 'eighty', DATABASE_URL: 'mysql://x' });
  expect('faults' in read && read.faults.map(({ variable }) => variable)).toEqual(['SEATWISE_PORT', 'DATABASE_URL']);
});

test.each([
  [{ SEATWISE_TLS_CERT: 'a.pem' }, 'SEATWISE_TLS_KEY'],
  [{ SEATWISE_TLS_KEY: 'a.pem' }, 'SEATWISE_TLS_CERT'],
])('a certificate and its key go together: %o lacks %s', (env, missing) => {
  const read = readConfig(env);
  expect('faults' in read && read.faults[0]?.variable).toBe(missing);
});
