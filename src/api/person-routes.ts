import { z } from 'zod';
import type { OwnedSku } from '../domain/commerce/seats.ts';
import { type AssignmentPath, DIRECT, directLicenses } from '../domain/licensing/profile.ts';
import { smallestAction, type TakingAway } from '../domain/licensing/smallest-action.ts';
import { type DataEvent, personData } from '../domain/retention/person-data.ts';
import { consequenceText, listOf, planName, skuName, type TextContext } from '../messages/license-texts.ts';
import type { Context } from '../operations/context.ts';
import { foresee } from '../operations/retention/forecast.ts';
import { ownedSkus } from '../queries/owned-skus.ts';
import { readDataFacts } from '../queries/person-data.ts';
import { readLicenseGivers, readLicensePaths } from '../queries/user-licenses.ts';
import { findUser, readDeadlines } from '../queries/users.ts';
import type { ApiCall, ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const userParam = z.object({ user: z.string().min(1) });

/** One person: why they have what they have, and how it stands with their data. */
export function personRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/users/:user/licenses',
    {
      schema: {
        params: userParam,
        summary: 'Why a person has each license, who gave it, what takes it away, and what is due',
      },
    },
    async (request) => {
      const call = await enter(request, 'readLicenses');
      const { db, tenant } = call.context;
      const userId = await knownUser(call, request.params.user);
      const [paths, givers, { skus }, deadlines, words] = await Promise.all([
        readLicensePaths(db, tenant.tenantId, userId),
        readLicenseGivers(db, tenant.tenantId, userId),
        ownedSkus(db, tenant.tenantId),
        readDeadlines(db, tenant.tenantId, userId),
        call.text(),
      ]);
      const owned = new Map(skus.map((sku) => [sku.skuId, sku]));
      return {
        userId,
        licenses: paths.map(({ skuId, source, disabledPlans, state, error, updatedAt }) => {
          const giver = source === DIRECT ? givers.find((one) => one.skuId === skuId) : undefined;
          return {
            skuId,
            partNumber: words.catalog.products.get(skuId)?.partNumber ?? '',
            name: skuName(skuId, words),
            direct: source === DIRECT,
            group: source === DIRECT ? null : { id: source, name: words.groupNames.get(source) ?? source },
            disabledPlans: disabledPlans.map((planId) => ({ planId, name: planName(planId, words) })),
            state,
            error,
            since: (giver?.at ?? updatedAt).toISOString(),
            by: giver?.by ?? null,
            operationId: giver?.operationId ?? null,
          };
        }),
        toTakeAway: [...new Set(paths.map(({ skuId }) => skuId))].map((skuId) =>
          takeAwayView(skuId, paths, owned, words),
        ),
        deadlines: deadlines.map(({ kind, dueAt }) => ({ kind, dueAt: dueAt.toISOString() })),
      };
    },
  );

  app.get(
    '/users/:user/data',
    {
      schema: {
        params: userParam,
        querystring: z.object({
          on: z.iso.datetime({ offset: true }).optional().describe('As it will be then, if nothing else happens.'),
        }),
        summary: 'How it stands with what a person keeps in each workload',
      },
    },
    async (request) => {
      const call = await enter(request, 'readLicenses');
      const userId = await knownUser(call, request.params.user);
      const on = request.query.on === undefined ? call.context.now : Date.parse(request.query.on);
      if (on < call.context.now) fail(400, 'invalidInput', 'A forecast looks ahead. Give a later moment.');
      const words = await call.text();
      const view = (context: Context) => dataView(context, userId, words);
      return on > call.context.now ? foresee(call.context, on, view) : view(call.context);
    },
  );
}

async function dataView({ db, tenant, now }: Context, userId: string, words: TextContext) {
  const facts = await readDataFacts(db, tenant.tenantId, userId);
  const { workloads, timeline } = personData(facts, now);
  return {
    userId,
    on: new Date(now).toISOString(),
    onHoldSince: facts.heldAt?.toISOString() ?? null,
    workloads: workloads.map(({ workload, state, on, givers, rule }) => ({
      workload,
      name: words.t(`workload.${workload}`),
      state,
      on: on === null ? null : new Date(on).toISOString(),
      givers: givers.map((skuId) => ({ skuId, name: skuName(skuId, words) })),
      rule,
    })),
    timeline: timeline.map((event) => eventView(event, now, words)),
  };
}

async function knownUser({ context }: ApiCall, user: string): Promise<string> {
  return (
    (await findUser(context.db, context.tenant.tenantId, user)) ?? fail(404, 'notFound', `Nobody is called ${user}.`)
  );
}

/** The smallest action that takes a product away: as values, in words, and as the change that does what can be done here. */
function takeAwayView(
  skuId: string,
  paths: readonly AssignmentPath[],
  skus: ReadonlyMap<string, OwnedSku>,
  words: TextContext,
) {
  const taking = smallestAction(paths, skuId, { catalog: words.catalog, skus });
  const direct = directLicenses(paths);
  return {
    skuId,
    steps: stepsOf(taking, words),
    /** Of several paths none alone is enough (R-UN-3). */
    note:
      paths.filter((path) => path.skuId === skuId).length > 1 && taking.leaveGroups.length > 0
        ? words.t('takeAway.allNeeded')
        : null,
    /** For a plan of kind `change`; null where nothing can be done to the direct licenses. */
    change:
      taking.unassign.length + taking.turnOff.length === 0
        ? null
        : {
            unassign: taking.unassign,
            assign: taking.turnOff.map(({ skuId: product, planIds }) => ({
              product,
              disable: [...(direct.get(product)?.disabledPlans ?? []), ...planIds],
            })),
          },
  };
}

function stepsOf({ takeOver, unassign, turnOff, leaveGroups }: TakingAway, words: TextContext) {
  const { t } = words;
  const names = (skuIds: readonly string[]) =>
    listOf(
      skuIds.map((id) => skuName(id, words)),
      words,
      'conjunction',
    );
  return [
    ...takeOver.map(({ skuId, purchaser }) => ({
      kind: 'takeOver' as const,
      skuIds: [skuId],
      text: t('takeAway.takeOver', { sku: skuName(skuId, words), purchaser }),
    })),
    ...(unassign.length === 0
      ? []
      : [
          {
            kind: 'unassign' as const,
            skuIds: unassign,
            text: t(unassign.length === 1 ? 'takeAway.unassign' : 'takeAway.unassignTogether', {
              skus: names(unassign),
            }),
          },
        ]),
    ...turnOff.map(({ skuId, planIds }) => {
      const plans = listOf(
        planIds.map((id) => planName(id, words)),
        words,
        'conjunction',
      );
      const values = { sku: skuName(skuId, words), plans, count: planIds.length };
      return { kind: 'turnOff' as const, skuIds: [skuId], planIds, text: t('takeAway.turnOff', values) };
    }),
    ...leaveGroups.map(({ groupId, alsoTakes }) => ({
      kind: 'leaveGroup' as const,
      groupId,
      skuIds: alsoTakes,
      text: t(alsoTakes.length === 0 ? 'takeAway.leaveGroup' : 'takeAway.leaveGroupAlso', {
        group: words.groupNames.get(groupId) ?? groupId,
        skus: names(alsoTakes),
      }),
    })),
  ];
}

function eventView(event: DataEvent, now: number, words: TextContext) {
  const { workload, on, recoverableUntil, regainedAt, rule, operation } = event;
  const isBack = regainedAt !== undefined;
  return {
    workload,
    workloadName: words.t(`workload.${workload}`),
    event: event.event,
    on: new Date(on).toISOString(),
    coming: on > now,
    text: consequenceText(event, words),
    rule,
    operation,
    /** A license gave it back; null for the day where nobody knows it. */
    regained: isBack ? { at: regainedAt === null ? null : new Date(regainedAt).toISOString() } : null,
    /** Nothing brings back what this takes, or took. */
    final: !isBack && (recoverableUntil === undefined || (recoverableUntil !== null && recoverableUntil <= now)),
    recoverableUntil: recoverableUntil ? new Date(recoverableUntil).toISOString() : null,
  };
}
