import type { Catalog } from '../commerce/catalog.ts';
import { type AssignmentPath, effectivePlans, workloadsOf } from '../licensing/profile.ts';
import type { Consequence } from './consequences.ts';

/**
 * What keeps mail that would be lost, to be done before the license goes: a shared mailbox needs none (T-9); and where a
 * license allows holds, a hold keeps it, also beyond the person, whose account is then deleted with the license still
 * on (T-7, R-CO-1, C-4).
 */
export type Advice = 'convertToShared' | 'holdFirst' | 'holdThenDelete';

/** What could be done first, for people with these paths to products and these consequences of losing some. */
export function adviceOn(
  paths: readonly AssignmentPath[],
  consequences: readonly Consequence[],
  catalog: Catalog,
): Advice[] {
  if (!consequences.some(({ event }) => event === 'mailboxHeld')) return [];
  const canBeHeld = workloadsOf(effectivePlans(paths, catalog), catalog).has('exchangeArchive');
  return canBeHeld ? ['convertToShared', 'holdFirst', 'holdThenDelete'] : ['convertToShared'];
}
