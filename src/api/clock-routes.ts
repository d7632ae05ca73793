import { z } from 'zod';
import { addDays } from '../base/time.ts';
import { isFinal } from '../domain/retention/deadlines.ts';
import { auditSentence } from '../messages/audit-sentences.ts';
import type { TextContext } from '../messages/license-texts.ts';
import { foresee } from '../operations/retention/forecast.ts';
import { confirmPurges } from '../operations/retention/last-look.ts';
import { moveClock } from '../operations/retention/move-clock.ts';
import type { SweptBatch } from '../operations/retention/sweep.ts';
import { listComingPurges } from '../queries/coming-purges.ts';
import { readNextDue, readStanding } from '../queries/tenant-standing.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';
import { answerLongWork } from './streaming.ts';

/** So many of what is done stand in an answer one by one; the rest is counted. */
const SHOWN = 500;

const FURTHEST_DAYS = 7_300;

const moveBody = z
  .strictObject({
    days: z.number().int().min(1).max(FURTHEST_DAYS).optional().describe('Forward by so many days.'),
    to: z.iso.datetime({ offset: true }).optional().describe('Forward to this moment.'),
  })
  .refine(({ days, to }) => (days === undefined) !== (to === undefined), 'Give days or to, one of them.');

/** Time: where a sandbox's clock stands and moving it, what will be on a day, and the last look before data ends. */
export function clockRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/clock',
    { schema: { summary: 'Where the tenant’s clock stands, and what is due next' } },
    async (request) => {
      const { context } = await enter(request, 'readDirectory');
      const { db, tenant, now } = context;
      const nextDue = await readNextDue(db, tenant.tenantId);
      return {
        now: new Date(now).toISOString(),
        aheadDays: Math.round(tenant.clockOffsetMs / 86_400_000),
        movable: tenant.kind === 'sandbox',
        nextDue: nextDue?.toISOString() ?? null,
      };
    },
  );

  app.post(
    '/clock',
    {
      schema: {
        body: moveBody,
        summary: 'Move the clock of a sandbox forward; what becomes due on the way is done, in order',
      },
    },
    async (request, reply) => {
      const { context, text } = await enter(request, 'manageTenant');
      const words = await text();
      const { days, to } = request.body;
      const target = to === undefined ? addDays(context.now, days ?? 0) : Date.parse(to);
      return answerLongWork(request, reply, 200, async (tell) => {
        const done = shownOf(words);
        const moved = await moveClock(context, target, (batch) => {
          done.add(batch);
          tell({ done: done.count, total: null });
        });
        if (moved.kind === 'moved') {
          return {
            from: new Date(moved.from).toISOString(),
            now: new Date(moved.to).toISOString(),
            deadlines: moved.deadlines,
            ...done.view(),
          };
        }
        switch (moved.reason) {
          case 'production':
            return fail(409, 'conflict', 'The clock of a production tenant can’t be moved: its time is everybody’s.');
          case 'notForward':
            return fail(400, 'invalidInput', 'The clock moves forward only. Give a later moment.');
          case 'tooFar':
            return fail(400, 'invalidInput', 'The clock can be moved twenty years ahead at most.');
        }
      });
    },
  );

  app.get(
    '/forecast',
    {
      schema: {
        querystring: z.object({ on: z.iso.datetime({ offset: true }).describe('The moment to look at.') }),
        summary: 'The tenant as it will be at a moment if nothing else happens; nothing is changed',
      },
    },
    async (request) => {
      const { context, text } = await enter(request, 'readLicenses');
      const { db, tenant, now } = context;
      const words = await text();
      const on = Date.parse(request.query.on);
      if (on < now) fail(400, 'invalidInput', 'A forecast looks ahead. Give a later moment.');
      if (on > addDays(now, FURTHEST_DAYS)) fail(400, 'invalidInput', 'A forecast looks twenty years ahead at most.');
      const today = await readStanding(db, tenant.tenantId);
      return foresee(context, on, async (future, batches) => {
        const done = shownOf(words);
        for (const batch of batches) done.add(batch);
        return {
          now: new Date(now).toISOString(),
          on: new Date(on).toISOString(),
          today,
          future: await readStanding(future.db, tenant.tenantId),
          ...done.view(),
        };
      });
    },
  );

  app.get(
    '/purges',
    {
      schema: {
        querystring: z.object({
          days: z.coerce.number().int().min(0).max(3650).default(7).describe('Until so many days from now.'),
          top: z.coerce.number().int().min(1).max(1000).default(200),
        }),
        summary: 'What ends for good soon, whether it was announced, and who agreed to it',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'readLicenses');
      const { db, tenant, now } = context;
      const { days, top } = request.query;
      const coming = await listComingPurges(db, tenant.tenantId, { now, days, top });
      return {
        needsAnnouncement: tenant.kind === 'production',
        needsConfirmation: tenant.kind === 'production' && tenant.access.purgeNeedsConfirmation,
        value: coming.map(({ subjectId, kind, dueAt, name, announcedAt, confirmedAt, confirmedBy }) => ({
          id: subjectId,
          kind,
          name,
          dueAt: dueAt.toISOString(),
          announcedAt: announcedAt?.toISOString() ?? null,
          confirmedAt: confirmedAt?.toISOString() ?? null,
          confirmedBy,
        })),
      };
    },
  );

  app.post(
    '/purges/confirm',
    {
      schema: {
        body: z.strictObject({
          ids: z.array(z.guid()).min(1).max(1000).nullable().describe('Whose; null: all that was announced.'),
        }),
        summary: 'Agree to what was announced to end for good',
      },
    },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      return { confirmed: await confirmPurges(context, request.body.ids) };
    },
  );
}

interface ShownEvent {
  readonly at: string;
  readonly activity: string;
  readonly id: string | null;
  readonly name: string;
  readonly final: boolean;
  readonly text: string;
}

/** What an entry of the log about a deadline has beside activity and target. */
const NOTHING = {
  actorId: null,
  actorName: 'Seatwise',
  channel: 'job',
  before: null,
  after: null,
  operationId: null,
  consequences: [],
};

/** Gathers what was done: everything counted by kind, and the first of it one by one. */
function shownOf(words: TextContext) {
  const events: ShownEvent[] = [];
  const counts = new Map<string, number>();
  return {
    count: 0,
    add({ kind, dueAt, done }: SweptBatch): void {
      this.count += done.length;
      for (const { activity, id, name } of done) {
        counts.set(activity, (counts.get(activity) ?? 0) + 1);
        if (events.length < SHOWN)
          events.push({
            at: new Date(dueAt).toISOString(),
            activity,
            id,
            name,
            final: isFinal(kind),
            text: auditSentence({ ...NOTHING, activity, targetId: id, targetName: name }, words),
          });
      }
    },
    view() {
      return {
        counts: [...counts].map(([activity, count]) => ({ activity, count })),
        events,
        more: this.count - events.length,
      };
    },
  };
}
