import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { skuName, type TextContext } from '../messages/license-texts.ts';
import {
  countHoldings,
  countPeople,
  type ListedPerson,
  listDepartments,
  listPeople,
  type PeopleCondition,
  type PeopleOrder,
  peopleCondition,
} from '../queries/people-list.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';
import { LARGEST_BODY } from './requests.ts';

const question = z.object({
  where: z.string().max(8_000).optional().describe("A filter as in Graph's $filter."),
  search: z.string().max(200).optional().describe('What begins a word of the name, the user name or the address.'),
  sort: z.enum(['displayName', 'userPrincipalName']).default('displayName'),
  desc: z.stringbool().default(false),
});

const selectedPeople = z.union([
  z.strictObject({ users: z.array(z.guid()).max(1_000_000) }),
  z.strictObject({ where: z.string().optional(), search: z.string().max(200).optional() }),
]);

const COLUMNS = [
  'displayName',
  'userPrincipalName',
  'licenses',
  'signIn',
  'department',
  'jobTitle',
  'usageLocation',
  'mail',
  'userType',
  'created',
] as const;

type Column = (typeof COLUMNS)[number];

const EXPORT_PAGE = 2_000;

/** People as lists show them: from any place of the order on, counted, and as a file. */
export function peopleRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/people',
    {
      schema: {
        querystring: question.extend({
          skip: z.coerce.number().int().min(0).max(10_000_000).default(0),
          top: z.coerce.number().int().min(0).max(500).default(100),
          count: z.stringbool().default(false).describe('Say how many there are in all.'),
        }),
        summary: 'People, from any place of the list on',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readDirectory');
      const { skip, top, count } = request.query;
      const condition = conditionOf(request.query);
      const { db, tenant } = context;
      const [value, total] = await Promise.all([
        top === 0 ? [] : listPeople(db, tenant.tenantId, condition, orderOf(request.query), { skip, top }),
        count ? countPeople(db, tenant.tenantId, condition) : null,
      ]);
      return { total, value };
    },
  );

  app.get(
    '/people/export',
    {
      schema: {
        querystring: question.extend({
          columns: z
            .string()
            .transform((text) => text.split(','))
            .pipe(z.array(z.enum(COLUMNS)).min(1))
            .default(['displayName', 'userPrincipalName', 'licenses', 'signIn', 'department']),
        }),
        summary: 'The list as CSV',
      },
    },
    async (request, reply) => {
      const call = await enter(request, 'readDirectory');
      const { columns } = request.query;
      const condition = conditionOf(request.query);
      const words = await call.text();
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="users.csv"');
      const csv = stringify({ escape_formulas: true, bom: true });
      // What ends one end of it ends the other: an error on the way, or a client that goes away.
      pipeline(Readable.from(lines(call, condition, orderOf(request.query), columns, words)), csv, () => {});
      return reply.send(csv);
    },
  );

  app.post(
    '/people/holdings',
    {
      bodyLimit: LARGEST_BODY,
      schema: { body: selectedPeople, summary: 'How many of these people hold each product' },
    },
    async (request) => {
      const { db, tenant } = (await enter(request, 'readLicenses')).context;
      const people = 'users' in request.body ? { userIds: request.body.users } : conditionOf(request.body);
      return countHoldings(db, tenant.tenantId, people);
    },
  );

  app.get(
    '/departments',
    {
      schema: {
        querystring: z.object({
          begins: z.string().max(200).default(''),
          top: z.coerce.number().int().min(1).max(200).default(50),
        }),
        summary: 'The departments that people are in',
      },
    },
    async (request) => {
      const { db, tenant } = (await enter(request, 'readDirectory')).context;
      const { begins, top } = request.query;
      return { value: await listDepartments(db, tenant.tenantId, begins, top) };
    },
  );
}

function conditionOf(asked: { where?: string | undefined; search?: string | undefined }): PeopleCondition {
  const condition = peopleCondition(asked);
  return 'error' in condition ? fail(400, 'invalidFilter', condition.error, { where: asked.where }) : condition;
}

function orderOf({ sort, desc }: { sort: PeopleOrder['by']; desc: boolean }): PeopleOrder {
  return { by: sort, descending: desc };
}

/** The lines of the file, one page of the list in memory at a time. */
async function* lines(
  { context: { db, tenant } }: ApiCall,
  condition: PeopleCondition,
  order: PeopleOrder,
  columns: readonly Column[],
  words: TextContext,
): AsyncGenerator<string[]> {
  yield columns.map((column) => words.t(`people.column.${column}`));
  for (let skip = 0; ; skip += EXPORT_PAGE) {
    const page = await listPeople(db, tenant.tenantId, condition, order, { skip, top: EXPORT_PAGE });
    for (const person of page) yield columns.map((column) => cell(person, column, words));
    if (page.length < EXPORT_PAGE) return;
  }
}

function cell(person: ListedPerson, column: Column, words: TextContext): string {
  switch (column) {
    case 'licenses':
      return person.licenses.map(({ skuId }) => skuName(skuId, words)).join('; ');
    case 'signIn':
      return words.t(person.accountEnabled ? 'people.allowed' : 'people.blocked');
    case 'userType':
      return words.t(person.userType === 'Guest' ? 'people.guest' : 'people.member');
    case 'created':
      return person.createdDateTime.toISOString();
    default:
      return person[column] ?? '';
  }
}
