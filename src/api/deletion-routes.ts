import { z } from 'zod';
import type { UserRefusal } from '../domain/directory/user-refusals.ts';
import { heldSkus } from '../domain/licensing/profile.ts';
import { type Consequence, consequencesOfDeletion } from '../domain/retention/consequences.ts';
import { consequenceText, skuName, type TextContext } from '../messages/license-texts.ts';
import { deleteUser, refuseDeletion } from '../operations/directory/delete-user.ts';
import { readDeletionFacts } from '../queries/deletion-facts.ts';
import type { ApiInstance, Enter } from './app.ts';
import { answerLongWork } from './streaming.ts';

/** People for whom the same follows, and how many of them hold each product. */
interface Fate {
  readonly had: Parameters<typeof consequencesOfDeletion>[0];
  readonly people: { readonly id: string; readonly displayName: string }[];
  readonly freed: Map<string, number>;
}

const body = z.strictObject({ users: z.array(z.guid()).min(1).max(500) });

/** Deleting several people: what follows, dated, and doing it. Each is deleted or refused for themselves. */
export function deletionRoutes(app: ApiInstance, enter: Enter): void {
  app.post(
    '/deletions/preview',
    { schema: { body, summary: 'What follows when people are deleted; nothing is changed' } },
    async (request) => {
      const { context, text } = await enter(request, 'deleteUser');
      const { db, tenant, now, principal } = context;
      const words = await text();
      const facts = await readDeletionFacts(db, tenant.tenantId, request.body.users);
      const refused = facts.flatMap(({ people }) =>
        people.flatMap((person) => {
          const refusal = refuseDeletion(principal, person);
          return refusal ? [{ ...nameOf(person), ...refusalView(refusal, words) }] : [];
        }),
      );
      const spared = new Set(refused.map(({ id }) => id));
      const fates = new Map<string, Fate>();
      for (const { people, paths, had } of facts) {
        const deletable = people.filter(({ id }) => !spared.has(id)).map(nameOf);
        if (deletable.length === 0) continue;
        const key = JSON.stringify(had);
        const fate = fates.get(key) ?? { had, people: [], freed: new Map<string, number>() };
        fate.people.push(...deletable);
        for (const skuId of heldSkus(paths)) fate.freed.set(skuId, (fate.freed.get(skuId) ?? 0) + deletable.length);
        fates.set(key, fate);
      }
      return {
        refused,
        // Whoever loses most comes first.
        value: [...fates.values()]
          .map(({ had, people, freed }) => ({
            people: people.sort((left, right) => left.displayName.localeCompare(right.displayName, words.t.language)),
            licenses: [...freed].map(([skuId, count]) => ({ skuId, name: skuName(skuId, words), people: count })),
            consequences: consequencesOfDeletion(had, now, tenant.settings).map((one) => viewOf(one, words)),
          }))
          .sort((left, right) => right.consequences.length - left.consequences.length),
      };
    },
  );

  app.post(
    '/deletions',
    { schema: { body, summary: 'Delete people; they can be restored for the days that the preview says' } },
    async (request, reply) => {
      const { context, text } = await enter(request, 'deleteUser');
      const { users } = request.body;
      const words = await text();
      return answerLongWork(request, reply, 200, async (tell) => {
        const value = [];
        for (const id of users) {
          const result = await deleteUser(context, id);
          value.push(
            'reason' in result
              ? { id, deleted: false, ...refusalView(result, words) }
              : { id, deleted: true, reason: null, message: null },
          );
          tell({ done: value.length, total: users.length });
        }
        return { value };
      });
    },
  );
}

function viewOf(consequence: Consequence, words: TextContext) {
  return {
    workload: consequence.workload,
    event: consequence.event,
    on: new Date(consequence.on).toISOString(),
    recoverable: consequence.recoverableUntil !== undefined,
    recoverableUntil: consequence.recoverableUntil ? new Date(consequence.recoverableUntil).toISOString() : null,
    rule: consequence.rule,
    text: consequenceText(consequence, words),
  };
}

function nameOf({ id, displayName }: { readonly id: string; readonly displayName: string }) {
  return { id, displayName };
}

function refusalView(refusal: UserRefusal, words: TextContext) {
  return { reason: refusal.reason, message: words.t(`deletion.${reasonOf(refusal)}`) };
}

function reasonOf({ reason }: UserRefusal) {
  switch (reason) {
    case 'ownAccount':
    case 'lastGlobalAdministrator':
    case 'syncedUser':
    case 'protectedAdministrator':
    case 'outOfReach':
    case 'unknownUser':
      return reason;
    default:
      return 'notAllowed';
  }
}
