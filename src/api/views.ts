import type { UnmatchedPerson } from '../domain/licensing/stored-request.ts';
import { type Refusal, RULE_OF_REFUSAL } from '../domain/refusals.ts';
import { adviceOn } from '../domain/retention/advice.ts';
import { losslessUntil } from '../domain/retention/consequences.ts';
import { consequenceText, noteText, refusalText, skuName, type TextContext } from '../messages/license-texts.ts';
import type { Operation, OperationGlance, OperationPerson, OperationProfile } from '../queries/operations.ts';

/** An operation or plan as our API shows it, without its people. */
export function operationView(operation: Operation, text: TextContext) {
  const { totals } = operation;
  return {
    id: operation.id,
    status: operation.status,
    kind: operation.request.kind,
    digest: operation.digest,
    selection: operation.request.selection,
    by: operation.actor.name,
    channel: operation.channel,
    ticket: operation.ticket,
    plannedAt: operation.plannedAt.toISOString(),
    appliedAt: operation.appliedAt?.toISOString() ?? null,
    undoOf: operation.undoOf,
    undoneBy: operation.undoneBy,
    totals: {
      ...totals,
      currency: text.currency,
      skus: totals.skus.map((sku) => ({
        ...sku,
        name: skuName(sku.skuId, text),
        partNumber: partNumber(sku.skuId, text),
      })),
      refusedByReason: Object.entries(totals.refusedByReason).map(([reason, people]) => ({
        reason,
        people,
        short: text.t(`refusal.${reason as Refusal['reason'] | 'unknownPerson'}.short`),
      })),
      shortages: totals.shortages.map((shortage) => refusalView({ reason: 'notEnoughSeats', ...shortage }, text)),
    },
  };
}

/** An operation with what happens to each kind of person, in words. */
export function detailedOperationView(operation: Operation, profiles: readonly OperationProfile[], text: TextContext) {
  const consequences = profiles.flatMap(({ outcome }) => outcome.consequences);
  const until = losslessUntil(consequences);
  return {
    ...operationView(operation, text),
    undoLosslessUntil: until === null ? null : new Date(until).toISOString(),
    profiles: profiles.map((profile) => ({
      ...profileView(profile, text),
      advice: operation.status === 'planned' ? adviceView(profile, text) : [],
    })),
    unmatched: operation.unmatched.map((person) => unmatchedView(person, text)),
  };
}

/** What a list tells of an operation beside its totals. */
export function glanceView(glance: OperationGlance | undefined) {
  const { losslessUntil: until = null, userId = null, displayName = null } = glance ?? {};
  return {
    undoLosslessUntil: until === null ? null : new Date(until).toISOString(),
    onePerson: userId === null || displayName === null ? null : { userId, displayName },
  };
}

/** What an operation did to one person, or why not. */
export function outcomeView(found: (OperationProfile & { shortOf: string | null }) | undefined, text: TextContext) {
  if (!found) return null;
  const { result, assigns, unassigns, refusals } = profileView(found, text);
  if (found.shortOf === null) return { result, assigns, unassigns, refusals };
  const refusal: Refusal = { reason: 'notEnoughSeats', skuId: found.shortOf, needed: 1, available: 0 };
  return { result: 'refused' as const, assigns: [], unassigns: [], refusals: [refusalView(refusal, text)] };
}

export type DetailedOperation = ReturnType<typeof detailedOperationView>;
export type OperationSummary = ReturnType<typeof operationView>;

function profileView({ no, people, facts, outcome }: OperationProfile, text: TextContext) {
  const license = ({ skuId, disabledPlans }: { skuId: string; disabledPlans: readonly string[] }) => ({
    skuId,
    name: skuName(skuId, text),
    disabledPlans,
  });
  return {
    no,
    people,
    result: outcome.result,
    usageLocation: facts.usageLocation,
    assigns: outcome.write.map(license),
    unassigns: outcome.erase.map((skuId) => ({ skuId, name: skuName(skuId, text) })),
    replaces: outcome.before.map(license),
    refusals: distinctRefusals(outcome.refusals.map((refusal) => refusalView(refusal, text))),
    notes: outcome.notes.map((note) => ({ ...note, text: noteText(note, text) })),
    consequences: outcome.consequences.map((consequence) => ({
      workload: consequence.workload,
      workloadName: text.t(`workload.${consequence.workload}`),
      event: consequence.event,
      on: new Date(consequence.on).toISOString(),
      recoverableUntil: consequence.recoverableUntil ? new Date(consequence.recoverableUntil).toISOString() : null,
      // What stays has nothing to recover.
      recoverable: consequence.event === 'stays' || consequence.recoverableUntil !== undefined,
      coveredBy: consequence.coveredBy ?? [],
      coveredByNames: (consequence.coveredBy ?? []).map((skuId) => skuName(skuId, text)),
      rule: consequence.rule,
      text: consequenceText(consequence, text),
    })),
  };
}

/** What could be done before, while there is still time. */
function adviceView({ facts, outcome }: OperationProfile, { t, catalog }: TextContext) {
  if (outcome.result !== 'change') return [];
  return adviceOn(facts.paths, outcome.consequences, catalog).map((advice) => ({
    advice,
    text: t(`advice.${advice}`),
  }));
}

/** A refusal as values and in words. */
function refusalView(refusal: Refusal, text: TextContext) {
  return { ...refusal, rule: RULE_OF_REFUSAL[refusal.reason], ...refusalText(refusal, text) };
}

/** An add-on of six services that lacks its base is refused six times by the rules, and told once. */
function distinctRefusals<View extends { message: string }>(views: readonly View[]): View[] {
  return [...new Map(views.map((view) => [view.message, view])).values()];
}

function unmatchedView({ person, reason, line }: UnmatchedPerson, { t }: TextContext) {
  return {
    person,
    reason,
    line: line ?? null,
    message: t(`refusal.${reason}.message`, { person }),
    fix: t(`refusal.${reason}.fix`),
  };
}

/** One person of an operation. `shortage` is filled in where the seats ran out before them. */
export function personView(person: OperationPerson, text: TextContext) {
  const { shortOf, ...rest } = person;
  return { ...rest, shortage: shortOf === null ? null : { skuId: shortOf, name: skuName(shortOf, text) } };
}

function partNumber(skuId: string, { catalog }: TextContext): string {
  return catalog.products.get(skuId)?.partNumber ?? skuId;
}
