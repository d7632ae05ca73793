import { createHash } from 'node:crypto';
import type { Change } from '../../domain/licensing/change.ts';
import type { AssessedOutcome, AssessedProfile, Shortage } from '../../domain/retention/assessment.ts';

/** A digest of the state that a plan was made from and of what it would do; dates are no part of it. */
export function digestOf(
  changes: readonly Change[],
  profiles: readonly AssessedProfile[],
  shortages: readonly Shortage[],
): string {
  const seen = profiles.map(({ changeNo, factsHash, people, members, outcome }) => {
    return [changeNo, factsHash, people, members, ...deeds(outcome)];
  });
  return createHash('sha256')
    .update(canonical([changes, seen, shortages]))
    .digest('hex');
}

/** Whether two outcomes do the same, whatever their dates. */
export function sameOutcome(left: AssessedOutcome, right: AssessedOutcome): boolean {
  return canonical(deeds(left)) === canonical(deeds(right));
}

function deeds({ result, write, erase, gained, lost, refusals }: AssessedOutcome): unknown[] {
  return [result, write, erase, gained, lost, refusals];
}

/** JSON whose members stand in one order: what comes back from the database has another than what went in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}
