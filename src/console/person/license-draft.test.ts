import { expect, test } from 'vitest';
import type { LicensePath } from '../../client/person.ts';
import type { OwnedProduct } from '../../client/products.ts';
import { changeOf, directAfter, NO_DRAFT, standingsOf, withDirect, withPlansOff } from './license-draft.ts';

const path = (skuId: string, group: string | null, ...off: string[]): LicensePath => ({
  skuId,
  partNumber: skuId,
  name: skuId,
  direct: group === null,
  group: group === null ? null : { id: group, name: group },
  disabledPlans: off.map((planId) => ({ planId, name: planId })),
  state: 'Active',
  error: 'None',
  since: '2026-03-01T09:00:00.000Z',
  by: null,
  operationId: null,
});

const owned = (skuId: string): OwnedProduct => ({
  skuId,
  partNumber: skuId,
  name: skuId,
  status: 'Enabled',
  total: 10,
  consumed: 1,
  available: 9,
  suspended: 0,
  overAssignedBy: 0,
  monthlyPriceCents: null,
  selfServicePurchaser: null,
  subscriptions: 1,
});

const LICENSES = [path('E3', null, 'yammer'), path('E3', 'sales'), path('GONE', null)];
const standings = standingsOf(LICENSES, [owned('E10'), owned('E5'), owned('E3')], 'en');
const [e3, gone, e5] = standings as [(typeof standings)[0], (typeof standings)[0], (typeof standings)[0]];

test('what somebody has comes first, then what else is owned, by name with its numbers in order', () => {
  expect(standings.map(({ skuId }) => skuId)).toEqual(['E3', 'GONE', 'E5', 'E10']);
  expect([e3.direct?.skuId, e3.inherited.map(({ group }) => group.name), gone.owned]).toEqual([
    'E3',
    ['sales'],
    undefined,
  ]);
});

test('a box that is cleared and ticked again leaves nothing to save', () => {
  const cleared = withDirect(NO_DRAFT, e3, false);
  expect([changeOf(standings, cleared), directAfter(e3, cleared)]).toEqual([
    { assign: [], unassign: ['E3'] },
    undefined,
  ]);
  expect(changeOf(standings, withDirect(cleared, e3, true))).toBeUndefined();
  expect(directAfter(e3, withDirect(cleared, e3, true))).toEqual(['yammer']);
});

test('a box that is ticked gives all apps; those turned off are named; cleared again it is forgotten', () => {
  const ticked = withDirect(NO_DRAFT, e5, true);
  expect(changeOf(standings, ticked)).toEqual({ assign: [{ product: 'E5', disable: [] }], unassign: [] });
  const less = withPlansOff(ticked, e5, ['teams']);
  expect(changeOf(standings, less)).toEqual({ assign: [{ product: 'E5', disable: ['teams'] }], unassign: [] });
  expect(changeOf(standings, withDirect(less, e5, false))).toBeUndefined();
});

test('apps as they were are no change, in whatever order; nor is what has come true since', () => {
  const changed = withPlansOff(NO_DRAFT, e3, ['teams', 'yammer']);
  expect(changeOf(standings, changed)).toEqual({
    assign: [{ product: 'E3', disable: ['teams', 'yammer'] }],
    unassign: [],
  });
  expect(changeOf(standings, withPlansOff(changed, e3, ['yammer']))).toBeUndefined();
  const later = standingsOf([path('E3', null, 'yammer', 'teams')], [], 'en');
  expect(changeOf(later, changed)).toBeUndefined();
  expect(changeOf(later, withDirect(NO_DRAFT, gone, false))).toBeUndefined();
});
