import { expect, test } from 'vitest';
import { person, SMALL_CATALOG } from '../../../tests/support/small-catalog.ts';
import { type Change, resolveChange } from './change.ts';
import type { PersonFacts } from './plan.ts';
import { type AssignmentPath, DIRECT } from './profile.ts';

function resolve(facts: PersonFacts, change: Change, selfService: readonly string[] = []) {
  return resolveChange(change, facts.paths, SMALL_CATALOG, (skuId) => selfService.includes(skuId));
}

const give = (...add: { skuId: string; disabledPlans?: string[] }[]): Change => ({ kind: 'change', add, remove: [] });
const take = (...remove: string[]): Change => ({ kind: 'change', add: [], remove });

test('a new product comes with all plans on when none is named', () => {
  expect(resolve(person(), give({ skuId: 'E3' })).write).toEqual([{ skuId: 'E3', disabledPlans: [] }]);
});

test('who has the product keeps the plans that are off when none is named, and has them on again with an empty list', () => {
  const adele = person({ direct: { E3: ['yammer'] } });
  expect(resolve(adele, give({ skuId: 'E3' })).write).toEqual([]);
  expect(resolve(adele, give({ skuId: 'E3', disabledPlans: [] })).write).toEqual([{ skuId: 'E3', disabledPlans: [] }]);
});

test('plans off are stored sorted and once; the same in another order is nothing new', () => {
  expect(resolve(person(), give({ skuId: 'E3', disabledPlans: ['yammer', 'apps', 'yammer'] })).write).toEqual([
    { skuId: 'E3', disabledPlans: ['apps', 'yammer'] },
  ]);
  const adele = person({ direct: { E3: ['apps', 'yammer'] } });
  expect(resolve(adele, give({ skuId: 'E3', disabledPlans: ['yammer', 'apps'] })).write).toEqual([]);
});

test('of a product named twice, the last says which plans are off', () => {
  const change = give({ skuId: 'E3', disabledPlans: ['apps'] }, { skuId: 'E3', disabledPlans: ['teams'] });
  expect(resolve(person(), change).write).toEqual([{ skuId: 'E3', disabledPlans: ['teams'] }]);
});

test('a direct path that gives nothing is given anew', () => {
  const failed: AssignmentPath = { skuId: 'E3', source: DIRECT, disabledPlans: [], state: 'Error' };
  expect(resolve(person({ paths: [failed] }), give({ skuId: 'E3' })).write).toEqual([
    { skuId: 'E3', disabledPlans: [] },
  ]);
});

test('a product that a group gives can be given directly too (R-AS-15)', () => {
  const adele = person({ groups: { Sales: ['E3'] } });
  expect(resolve(adele, give({ skuId: 'E3' }))).toEqual({
    write: [{ skuId: 'E3', disabledPlans: [] }],
    erase: [],
    refusals: [],
    notes: [],
  });
});

test('a product taken twice goes once', () => {
  expect(resolve(person({ direct: ['E3'] }), take('E3', 'E3'))).toMatchObject({ erase: ['E3'], refusals: [] });
});

test('R-UN-1: what only groups give is not taken, and the groups are named', () => {
  const adele = person({ groups: { Sales: ['E3'], Paris: ['E3'] } });
  expect(resolve(adele, take('E3'))).toMatchObject({
    refusals: [{ reason: 'inheritedFromGroup', skuId: 'E3', groups: ['Sales', 'Paris'] }],
    notes: [],
  });
});

test('R-UN-1: a group whose assignment failed gives nothing that could be inherited', () => {
  const adele = person({ paths: [{ skuId: 'E3', source: 'Sales', disabledPlans: [], state: 'Error' }] });
  expect(resolve(adele, take('E3')).refusals).toEqual([{ reason: 'notAssigned', skuId: 'E3' }]);
});

test('R-UN-3: the direct license goes, and the note says which groups still give the product', () => {
  const adele = person({ direct: ['E3'], groups: { Sales: ['E3'] } });
  expect(resolve(adele, take('E3'))).toEqual({
    write: [],
    erase: ['E3'],
    refusals: [],
    notes: [{ note: 'stillThroughGroups', skuId: 'E3', groups: ['Sales'] }],
  });
});

test('R-UN-2: everything direct goes, everything inherited stays and is told', () => {
  const adele = person({ direct: ['E3', 'PHONE'], groups: { Sales: ['E3', 'POWER_BI'] } });
  expect(resolve(adele, { kind: 'removeAll' })).toEqual({
    write: [],
    erase: ['E3', 'PHONE'],
    refusals: [],
    notes: [
      { note: 'inheritedStays', skuId: 'E3', groups: ['Sales'] },
      { note: 'inheritedStays', skuId: 'POWER_BI', groups: ['Sales'] },
    ],
  });
});

test('replace: what is named comes or stays as it is, everything else direct goes, in one step', () => {
  const adele = person({ direct: { E3: ['yammer'], PHONE: [], POWER_BI: [] }, groups: { Sales: ['E1'] } });
  expect(resolve(adele, { kind: 'replace', add: [{ skuId: 'E3' }, { skuId: 'EMS' }] }, ['POWER_BI'])).toEqual({
    write: [{ skuId: 'EMS', disabledPlans: [] }],
    erase: ['PHONE'],
    refusals: [],
    notes: [
      { note: 'selfServiceStays', skuId: 'POWER_BI' },
      { note: 'inheritedStays', skuId: 'E1', groups: ['Sales'] },
    ],
  });
});

test('R-AS-12: everything but what the person bought, which is told', () => {
  const adele = person({ direct: ['E3', 'POWER_BI'] });
  expect(resolve(adele, { kind: 'removeAll' }, ['POWER_BI'])).toEqual({
    write: [],
    erase: ['E3'],
    refusals: [],
    notes: [{ note: 'selfServiceStays', skuId: 'POWER_BI' }],
  });
});

test.each<[string, PersonFacts, string[] | undefined, string[]]>([
  ['what was off and exists there stays off', person({ direct: { E1: ['yammer', 'files1'] } }), undefined, ['yammer']],
  ['plans that are named replace what was off', person({ direct: { E1: ['yammer'] } }), ['apps'], ['apps']],
  ['an empty list turns all on', person({ direct: { E1: ['yammer'] } }), [], []],
  [
    'what the product that comes gave already is not turned off',
    person({ direct: { E1: ['teams', 'yammer'], E3: ['yammer'] } }),
    undefined,
    ['yammer'],
  ],
  [
    'what only the product that goes gave is turned on in the other',
    person({ direct: { E1: ['teams'], E3: ['teams', 'yammer'] } }),
    undefined,
    ['teams'],
  ],
])('a swap without a gap: %s', (_what, facts, disabledPlans, off) => {
  const change: Change = { kind: 'swap', from: 'E1', to: 'E3', ...(disabledPlans && { disabledPlans }) };
  const { write, erase, refusals } = resolve(facts, change);
  expect({ erase, refusals }).toEqual({ erase: ['E1'], refusals: [] });
  const held = facts.paths.find(({ skuId }) => skuId === 'E3');
  expect(write[0] ?? held).toMatchObject({ skuId: 'E3', disabledPlans: off });
});

test('a swap of what is not held is refused whole', () => {
  const change: Change = { kind: 'swap', from: 'E1', to: 'E3' };
  expect(resolve(person(), change).refusals).toEqual([{ reason: 'notAssigned', skuId: 'E1' }]);
  expect(resolve(person({ groups: { Sales: ['E1'] } }), change).refusals).toEqual([
    { reason: 'inheritedFromGroup', skuId: 'E1', groups: ['Sales'] },
  ]);
});

test('a swap of a product for itself is no swap', () => {
  expect(resolve(person({ direct: ['E1'] }), { kind: 'swap', from: 'E1', to: 'E1' }).refusals).toEqual([
    { reason: 'addedAndRemoved', skuId: 'E1' },
  ]);
});

test.each<[string, string[], string[], string[]]>([
  ['one more off', ['apps'], [], ['apps', 'yammer']],
  ['one on again', [], ['yammer'], []],
  ['one on, another off', ['apps'], ['yammer'], ['apps']],
  ['on and off at once is off', ['yammer'], ['yammer'], ['yammer']],
  ['off what is off', ['yammer'], [], ['yammer']],
])('single plans: %s', (_what, disable, enable, off) => {
  const adele = person({ direct: { E3: ['yammer'] } });
  const { write, refusals } = resolve(adele, { kind: 'setPlans', skuId: 'E3', disable, enable });
  expect(refusals).toEqual([]);
  expect(write).toEqual(off.join() === 'yammer' ? [] : [{ skuId: 'E3', disabledPlans: off }]);
});

test('single plans of a product that is not held directly are not ours to turn', () => {
  const change: Change = { kind: 'setPlans', skuId: 'E3', disable: ['yammer'], enable: [] };
  expect(resolve(person(), change).refusals).toEqual([{ reason: 'notAssigned', skuId: 'E3' }]);
  expect(resolve(person({ groups: { Sales: ['E3'] } }), change).refusals).toEqual([
    { reason: 'inheritedFromGroup', skuId: 'E3', groups: ['Sales'] },
  ]);
});

test('a restore writes what was there, and takes what was not', () => {
  const adele = person({ direct: { E3: ['yammer'] } });
  const licenses = [
    { skuId: 'E3', from: { skuId: 'E3', disabledPlans: ['yammer'] }, to: null },
    { skuId: 'E1', from: null, to: { skuId: 'E1', disabledPlans: ['teams'] } },
  ];
  expect(resolve(adele, { kind: 'restore', licenses, usageLocation: 'FR', excused: [] })).toEqual({
    write: [{ skuId: 'E1', disabledPlans: ['teams'] }],
    erase: ['E3'],
    refusals: [],
    notes: [],
  });
});

test('a restore leaves a person alone whose license has been changed since, and says which', () => {
  const adele = person({ direct: { E3: ['yammer'], E1: [] } });
  const licenses = [
    { skuId: 'E3', from: { skuId: 'E3', disabledPlans: [] }, to: null },
    { skuId: 'E1', from: { skuId: 'E1', disabledPlans: [] }, to: null },
  ];
  expect(resolve(adele, { kind: 'restore', licenses, usageLocation: 'FR', excused: [] })).toEqual({
    write: [],
    erase: [],
    refusals: [{ reason: 'changedSince', skuId: 'E3' }],
    notes: [],
  });
});

test('a restore of nothing where nothing is has nothing to do', () => {
  const licenses = [{ skuId: 'E3', from: null, to: null }];
  expect(resolve(person(), { kind: 'restore', licenses, usageLocation: 'FR', excused: [] })).toMatchObject({
    write: [],
    erase: [],
  });
});
