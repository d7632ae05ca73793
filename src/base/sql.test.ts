import { expect, test } from 'vitest';
import { joinSql, rawSql, sql } from './sql.ts';

test('values travel as numbered parameters and never as text', () => {
  const statement = sql`select * from users where upn = ${"o'neil; drop table users"} and n > ${3}`;
  expect(statement.text).toBe('select * from users where upn = $1 and n > $2');
  expect(statement.values).toEqual(["o'neil; drop table users", 3]);
});

test('nested parts are spliced in and their parameters renumbered', () => {
  const filter = joinSql([sql`a = ${1}`, sql`b = ${2}`, rawSql('c is null')], ' and ');
  const statement = sql`select ${0} where (${filter}) limit ${9}`;
  expect(statement.text).toBe('select $1 where (a = $2 and b = $3 and c is null) limit $4');
  expect(statement.values).toEqual([0, 1, 2, 9]);
});
