import type { Context } from '../context.ts';
import { changeLicenses } from '../licensing/change-licenses.ts';
import type { AssignLicenses } from './import-users.ts';

/** Gives imported people the products of their file as one operation, which can be undone like any other. */
export function assignImported(context: Context): AssignLicenses {
  return async (tx, groups) => {
    const wanted = groups.filter(({ skuIds, userIds }) => skuIds.length > 0 && userIds.length > 0);
    if (wanted.length === 0) return { assigned: 0, refused: 0, operationId: null };
    const people = wanted.reduce((sum, { userIds }) => sum + userIds.length, 0);
    const result = await changeLicenses(
      { ...context, db: tx },
      {
        kind: 'import',
        groups: wanted.map(({ skuIds, userIds }) => ({
          change: { kind: 'change', add: skuIds.map((skuId) => ({ skuId })), remove: [] },
          people: { kind: 'ids', userIds },
        })),
        selection: { by: 'list', count: people },
        unmatched: [],
      },
      { keepGoing: true },
    );
    if (result.kind !== 'applied' && result.kind !== 'refused' && result.kind !== 'unchanged')
      throw new Error(result.kind);
    const { changed, refused } = result.plan.totals;
    return { assigned: changed, refused, operationId: result.kind === 'applied' ? result.plan.operationId : null };
  };
}
