import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import type { TextContext } from '../messages/license-texts.ts';
import { planLicenses } from '../operations/licensing/change-licenses.ts';
import { retryRequest } from '../operations/licensing/retry.ts';
import {
  type Operation,
  type OperationPerson,
  readOperation,
  readOperationPeople,
  readOperationProfiles,
} from '../queries/operations.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';
import { operationIdSchema, pageSchema } from './requests.ts';
import { answerLongWork } from './streaming.ts';
import { type DetailedOperation, detailedOperationView, personView } from './views.ts';

const EXPORT_PAGE = 5_000;

/** What came of an operation, or will: who has one fate, everybody as a file, and those it refused once more. */
export function operationResultsRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/operations/:id/profiles/people',
    {
      schema: {
        params: operationIdSchema,
        querystring: pageSchema.extend({
          no: z
            .string()
            .regex(/^\d{1,9}(,\d{1,9}){0,499}$/)
            .transform((numbers) => numbers.split(',').map(Number))
            .describe('Numbers of profiles, with commas between them.'),
        }),
        summary: 'The people of some profiles of an operation',
      },
    },
    async (request) => {
      const call = await enter(request, 'readLicenses');
      const { id } = await known(call, request.params.id);
      const { after, top, result, no } = request.query;
      const { db, tenant } = call.context;
      const page = { after, top, result: result ?? null, profiles: no };
      const rows = await readOperationPeople(db, tenant.tenantId, id, page);
      const words = await call.text();
      return {
        value: rows.map((row) => personView(row, words)),
        next: rows.length < top ? null : (rows.at(-1)?.position ?? null),
      };
    },
  );

  app.get(
    '/operations/:id/people/export',
    { schema: { params: operationIdSchema, summary: 'What happens to each person, as CSV' } },
    async (request, reply) => {
      const call = await enter(request, 'readLicenses');
      const operation = await known(call, request.params.id);
      const words = await call.text();
      const view = await detailed(call, operation);
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="operation-${operation.id}.csv"`);
      const csv = stringify({ escape_formulas: true, bom: true });
      // What ends one end of it ends the other: an error on the way, or a client that goes away.
      pipeline(Readable.from(lines(call, view, words)), csv, () => {});
      return reply.send(csv);
    },
  );

  app.post(
    '/operations/:id/retry',
    {
      schema: {
        params: operationIdSchema,
        body: z.object({ ticket: z.string().max(200).optional(), includeSelf: z.boolean().optional() }).nullish(),
        summary: 'Plan the change once more, for those only whom it refused',
      },
    },
    async (request, reply) => {
      const call = await enter(request, 'assignLicenses');
      const retry = await retryRequest(call.context, request.params.id);
      switch (retry.kind) {
        case 'unknownOperation':
          return fail(404, 'notFound', 'There is no such operation.');
        case 'notApplied':
          return fail(
            409,
            'notApplied',
            `This operation is ${retry.status}; only what was applied can be tried again.`,
            {
              operationStatus: retry.status,
            },
          );
        case 'nobodyRefused':
          return fail(409, 'conflict', 'Nobody was refused, so there is nothing to try again.');
        case 'request': {
          const { ticket, includeSelf } = request.body ?? {};
          const wanted = {
            ...retry.request,
            ...(ticket === undefined ? {} : { ticket }),
            ...(includeSelf === undefined ? {} : { includeSelf }),
          };
          return answerLongWork(request, reply, 201, async (tell) => {
            const { operationId } = await planLicenses({ ...call.context, onProgress: tell }, wanted);
            return detailed(call, await known(call, operationId));
          });
        }
      }
    },
  );
}

async function known({ context: { db, tenant } }: ApiCall, id: number): Promise<Operation> {
  return (await readOperation(db, tenant.tenantId, id)) ?? fail(404, 'notFound', 'There is no such operation.');
}

async function detailed({ context: { db, tenant }, text }: ApiCall, operation: Operation): Promise<DetailedOperation> {
  const profiles = await readOperationProfiles(db, tenant.tenantId, operation.id);
  return detailedOperationView(operation, profiles, await text());
}

const COLUMNS = ['displayName', 'userPrincipalName', 'result', 'changes', 'follows', 'reason', 'fix'] as const;

/** The lines of the file, one page of people in memory at a time. */
async function* lines(
  { context: { db, tenant } }: ApiCall,
  operation: DetailedOperation,
  words: TextContext,
): AsyncGenerator<string[]> {
  const { t } = words;
  yield COLUMNS.map((column) => t(`results.column.${column}`));
  const when = operation.status === 'planned' ? 'planned' : 'done';
  const told = new Map(operation.profiles.map((profile) => [profile.no, toldOf(profile, words)]));
  const short = shortOf(operation);
  for (let after = 0; ; ) {
    const page = await readOperationPeople(db, tenant.tenantId, operation.id, {
      after,
      top: EXPORT_PAGE,
      result: null,
    });
    for (const person of page) {
      yield [
        person.displayName ?? person.userId,
        person.userPrincipalName ?? '',
        t(`results.${when}.${person.result}`),
        ...(short(person) ?? told.get(person.profileNo) ?? []),
      ];
    }
    after = page.at(-1)?.position ?? after;
    if (page.length < EXPORT_PAGE) break;
  }
  for (const { person, message, fix } of operation.unmatched)
    yield ['', person, t(`results.${when}.refused`), '', '', message, fix];
}

/** What the people of a profile have in common: changes, what follows, why not, and what to do. */
function toldOf(profile: DetailedOperation['profiles'][number], { t }: TextContext): string[] {
  const changes = [
    ...profile.unassigns.map(({ name }) => t('results.gone', { name })),
    ...profile.assigns.map(({ name, disabledPlans: { length: count } }) =>
      t('results.given', { name: count === 0 ? name : t('results.off', { name, count }) }),
    ),
  ];
  const follows = [...profile.consequences].sort((left, right) => left.on.localeCompare(right.on));
  return [
    profile.result === 'change' ? changes.join('; ') : '',
    [...follows, ...profile.notes].map(({ text }) => text).join(' '),
    profile.refusals.map(({ message }) => message).join(' '),
    profile.refusals.map(({ fix }) => fix).join(' '),
  ];
}

/** Who went without a seat has the cells of a refusal, whatever would have come of the others of the profile. */
function shortOf({ totals }: DetailedOperation): (person: OperationPerson) => string[] | undefined {
  const cells = new Map(
    totals.shortages.map((shortage) => [
      'skuId' in shortage ? shortage.skuId : '',
      ['', '', shortage.message, shortage.fix],
    ]),
  );
  return ({ shortOf: skuId }) => (skuId === null ? undefined : cells.get(skuId));
}
