import { expect, test } from 'vitest';
import { readPeopleCsv } from './read-people-csv.ts';

test('an export of the admin center names people by object id, with their lines', async () => {
  const text = 'User principal name,Object Id\nada@a.example,5c0f5f7e-6a0e-4f0a-9a0e-0d5d0c6c2b11\nben@a.example,\n';
  expect(await readPeopleCsv(text)).toEqual([
    { person: '5c0f5f7e-6a0e-4f0a-9a0e-0d5d0c6c2b11', line: 2 },
    { person: 'ben@a.example', line: 3 },
  ]);
});

test('a bare list without a heading will do', async () => {
  expect(await readPeopleCsv('\ufeffada@a.example\r\n\r\n"ben@a.example"\r\n')).toEqual([
    { person: 'ada@a.example', line: 1 },
    { person: 'ben@a.example', line: 3 },
  ]);
});

test('a file of something else is refused as a whole', async () => {
  expect(await readPeopleCsv('colour,size\nred,3\n')).toMatchObject({ reason: 'noKnownColumn' });
});
