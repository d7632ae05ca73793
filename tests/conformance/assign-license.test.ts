import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/base/sql.ts';
import { SKU, type TestTenant, testTenant } from '../support/tenant.ts';
import { errorOf, graphCaller, INSUFFICIENT } from './graph-caller.ts';

const STORAGE = '99049c9c-6011-4908-bf17-15f496e6519d';
const CALLING = '0dab259f-bf13-4952-b7f8-7db8f131b28d';
const NO_PRODUCT = '11111111-2222-4333-8444-555555555555';
const EXCHANGE_PLAN_2 = 'efb87545-963c-4e0d-99df-69c6916d9eb0';
const YAMMER = '7547a3fe-08ee-4ccb-b430-5077c5041653';
const SWAY = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
/** A plan of the whole tenant, in Office 365 E3. */
const INTUNE_O365 = '882e1d05-acd1-4ccb-8708-6ee03664b117';

let there: TestTenant;
let call: ReturnType<typeof graphCaller>;

beforeAll(async () => {
  there = await testTenant();
  call = graphCaller(there, await there.token('licenseAdministrator'));
  await there.own(SKU.e1, 20);
  await there.own(SKU.e3, 20);
  await there.own(SKU.phone, 20);
  await there.own(CALLING, 20);
  await there.own(STORAGE, 20);
  await there.own(SKU.powerBi, 1);
  await there.own(SKU.exchangePlan1, 5, { state: 'disabled' });
  await there.own(SKU.project, 5, { purchaser: await there.user('Buyer') });
});
afterAll(() => there.close());

const assign = (user: string, body?: object | string, query = '') =>
  call('POST', `/v1.0/users/${user}/assignLicense${query}`, body === undefined ? {} : { body });
const change = (add: readonly (string | object)[], remove: readonly unknown[] = []) => ({
  addLicenses: add.map((license) => (typeof license === 'string' ? { skuId: license } : license)),
  removeLicenses: remove,
});
/** What a person has and what is left: to see that nothing moved. */
async function stateOf(user: string) {
  const select = '$select=assignedLicenses,licenseAssignmentStates';
  const [{ body: person }, { body: skus }] = await Promise.all([
    call('GET', `/v1.0/users/${user}?${select}`),
    call('GET', '/v1.0/subscribedSkus?$select=skuId,consumedUnits'),
  ]);
  return { ...person, error: person.error?.code, skus: skus.value };
}

const bad = (message: string) => [400, 'Request_BadRequest', message];
const notOwned = (skuId: string) => bad(`License ${skuId} does not correspond to a valid company License.`);
const noSeats = (skuId: string) => bad(`Subscription with SKU ${skuId} does not have any available licenses.`);
const missing = (names: string) =>
  bad(
    `One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: ${names}.`,
  );
const NO_GUID = bad(
  "Cannot convert a primitive value to the expected type 'Edm.Guid'. See the inner exception for more details.",
);
const LOCATION = bad('License assignment cannot be done for user with invalid usage location.');
const INHERITED = bad(
  'User license is inherited from a group membership and it cannot be removed directly from the user.',
);
const NOT_HELD = bad('User does not have a corresponding license.');

describe('what is refused, with nothing changed', () => {
  /** Everybody holds E3 directly, but for Inga, who has it from a group, and Nina and Nick, who have nothing; Nick is nowhere. */
  const people: Record<string, string> = {};
  beforeAll(async () => {
    people.ada = await there.user('Ada');
    people.carlos = await there.user('Carlos');
    people.inga = await there.user('Inga');
    people.nina = await there.user('Nina');
    people.nick = await there.user('Nick', { location: null });
    people.phil = await there.user('Phil');
    await there.group('Staff', SKU.e3, [people.inga]);
    expect((await assign(people.ada, change([SKU.e3]))).status).toBe(200);
    expect((await assign(people.carlos, change([SKU.e3]))).status).toBe(200);
    expect((await assign(people.phil, change([SKU.e3, SKU.phone, CALLING]))).status).toBe(200);
    await there.db.query(sql`update users set usage_location = 'CU' where id = ${people.carlos}`);
    const last = await there.user('Last seat');
    expect((await assign(last, change([SKU.powerBi]))).status).toBe(200);
  });

  test.each<[string, string, object | string | undefined, unknown[]]>([
    ['1 no body', 'ada', undefined, missing('addLicenses, removeLicenses')],
    ['1 an empty body', 'ada', {}, missing('addLicenses, removeLicenses')],
    ['1 a list', 'ada', [], missing('addLicenses, removeLicenses')],
    ['1 no addLicenses', 'ada', { removeLicenses: [] }, missing('addLicenses')],
    ['1 no removeLicenses', 'ada', { addLicenses: [] }, missing('removeLicenses')],
    ['1 addLicenses of null', 'ada', { addLicenses: null, removeLicenses: [] }, missing('addLicenses')],
    ['2 a product that is no GUID', 'ada', change(['ENTERPRISEPACK']), NO_GUID],
    ['2 a plan that is no GUID', 'ada', change([{ skuId: SKU.e3, disabledPlans: ['SWAY'] }]), NO_GUID],
    ['2 a product to remove that is none', 'ada', change([], ['ENTERPRISEPACK']), NO_GUID],
    ['2 an object to remove', 'ada', change([], [{ skuId: SKU.e3 }]), NO_GUID],
    ['2 a GUID in braces', 'ada', change([`{${SKU.e3}}`]), NO_GUID],
    ['2 before 3', NO_PRODUCT, change(['E3']), NO_GUID],
    [
      '3 nobody',
      NO_PRODUCT,
      change([SKU.e3]),
      [
        404,
        'Request_ResourceNotFound',
        `Resource '${NO_PRODUCT}' does not exist or one of its queried reference-property objects are not present.`,
      ],
    ],
    ['4 no product', 'ada', change([NO_PRODUCT]), notOwned(NO_PRODUCT)],
    ['4 a product that is not owned', 'ada', change([SKU.visio]), notOwned(SKU.visio)],
    ['4 to remove, a product that is not owned', 'ada', change([], [SKU.visio]), notOwned(SKU.visio)],
    ['4 in capitals', 'ada', change([NO_PRODUCT.toUpperCase()]), notOwned(NO_PRODUCT)],
    [
      '5 a product for the whole tenant',
      'ada',
      change([STORAGE]),
      bad(`License ${STORAGE} cannot be assigned to a user.`),
    ],
    ['6 removed, though it comes from a group', 'inga', change([], [SKU.e3]), INHERITED],
    ['7 removed, though not held', 'ada', change([], [SKU.phone]), NOT_HELD],
    ['7 one held, one not: neither', 'ada', change([], [SKU.e3, SKU.phone]), NOT_HELD],
    [
      '8 both added and removed',
      'ada',
      change([SKU.e3], [SKU.e3]),
      bad(`The license ${SKU.e3} cannot be both added and removed.`),
    ],
    ['9 nowhere', 'nick', change([SKU.e3]), LOCATION],
    ['10 where nothing is offered', 'carlos', change([SKU.phone]), LOCATION],
    [
      '11 a plan of another product',
      'ada',
      change([{ skuId: SKU.phone, disabledPlans: [EXCHANGE_PLAN_2] }]),
      bad(`One or more of the disabled service plans do not belong to the license ${SKU.phone}.`),
    ],
    ['12 no seat left', 'ada', change([SKU.powerBi]), noSeats(SKU.powerBi)],
    ['12 one with seats, one without: neither', 'ada', change([SKU.phone, SKU.powerBi]), noSeats(SKU.powerBi)],
    ['12 a subscription that is disabled', 'ada', change([SKU.exchangePlan1]), noSeats(SKU.exchangePlan1)],
    [
      '13 plans that exclude each other',
      'ada',
      change([SKU.e1]),
      bad(
        'License assignment failed because service plans SHAREPOINTENTERPRISE, SHAREPOINTSTANDARD are mutually exclusive.',
      ),
    ],
    [
      '14 a plan without what it needs',
      'ada',
      change([CALLING]),
      bad('License assignment failed because service plan MCOPSTN1 depends on the service plan(s) MCOEV'),
    ],
    [
      '14 a plan without any of those that would do',
      'nina',
      change([SKU.phone]),
      bad(
        'License assignment failed because service plan MCOEV depends on the service plan(s) TEAMS1, MCOSTANDARD, TEAMS_GOV, MCOSTANDARD_GOV',
      ),
    ],
    [
      '14 what another plan needs, taken away',
      'phil',
      change([], [SKU.phone]),
      bad('License assignment failed because service plan MCOPSTN1 depends on the service plan(s) MCOEV'),
    ],
    [
      '14 what another plan needs, turned off',
      'ada',
      change([{ skuId: SKU.e3, disabledPlans: ['5dbe027f-2339-4123-9542-606e4d348a72'] }]),
      bad(
        'License assignment failed because service plan SHAREPOINTWAC depends on the service plan(s) SHAREPOINTENTERPRISE',
      ),
    ],
    ['16 a self-service purchase', 'ada', change([SKU.project]), [403, 'Authorization_RequestDenied', INSUFFICIENT]],
    ['16 removed too', 'ada', change([], [SKU.project]), [403, 'Authorization_RequestDenied', INSUFFICIENT]],
    [
      'addLicenses of things',
      'ada',
      { addLicenses: [1], removeLicenses: [] },
      bad('One or more properties contains invalid values.'),
    ],
    [
      'disabledPlans that are no list',
      'ada',
      change([{ skuId: SKU.e3, disabledPlans: SWAY }]),
      bad('One or more properties contains invalid values.'),
    ],
  ])('%s', async (_, name, body, error) => {
    const user = people[name] ?? name;
    const before = await stateOf(user);
    expect(errorOf(await assign(user, body))).toEqual(error);
    expect(await stateOf(user)).toEqual(before);
  });

  test('nothing of it is left in the operations', async () => {
    const count = async () => (await there.db.query(sql`select from operation`)).length;
    const before = await count();
    await assign('ada@test.example', change([SKU.powerBi]));
    await assign('ada@test.example', change([], [SKU.phone]));
    expect(await count()).toBe(before);
  });
});

describe('what is done', () => {
  test('the answer is the user, and $select widens it', async () => {
    const ben = await there.user('Ben');
    const { status, body } = await assign(ben, change([SKU.e3]));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      '@odata.context',
      'businessPhones',
      'displayName',
      'givenName',
      'jobTitle',
      'mail',
      'mobilePhone',
      'officeLocation',
      'preferredLanguage',
      'surname',
      'userPrincipalName',
      'id',
    ]);
    expect(body).toMatchObject({ '@odata.context': 'http://localhost:80/v1.0/$metadata#users/$entity', id: ben });
    const wide = await assign(ben, change([]), '?$select=id,assignedLicenses');
    expect(wide.body).toEqual({
      '@odata.context': 'http://localhost:80/v1.0/$metadata#users(id,assignedLicenses)/$entity',
      id: ben,
      assignedLicenses: [{ disabledPlans: [], skuId: SKU.e3 }],
    });
  });

  test.each(['$select=nothing', '$expand=manager', '$top=0'])('with ?%s nothing is done', async (query) => {
    const bo = await there.user(`Bo${crypto.randomUUID()}`);
    expect((await assign(bo, change([SKU.e3]), `?${query}`)).status).toBeGreaterThanOrEqual(400);
    expect(await licensesOf(bo)).toEqual([]);
  });

  test('names count in any case, ids too, and come back in lower case', async () => {
    const cara = await there.user('Cara');
    const body = {
      AddLicenses: [{ SkuId: SKU.e3.toUpperCase(), DisabledPlans: [SWAY.toUpperCase(), SWAY] }],
      removelicenses: [],
    };
    expect((await assign('CARA@test.example', body)).status).toBe(200);
    expect(await licensesOf(cara)).toEqual([{ skuId: SKU.e3, disabledPlans: [SWAY] }]);
  });

  test.each<[string, object]>([
    ['[{}]', { addLicenses: [{}], removeLicenses: [SKU.e3] }],
    ['[] ', { addLicenses: [], removeLicenses: [SKU.e3] }],
    ['[{"skuId":null}]', { addLicenses: [{ skuId: null }], removeLicenses: [SKU.e3] }],
  ])('addLicenses %s adds nothing', async (_, body) => {
    const dan = await there.user(`Dan${crypto.randomUUID()}`);
    await assign(dan, change([SKU.e3]));
    expect((await assign(dan, body)).status).toBe(200);
    expect(await licensesOf(dan)).toEqual([]);
  });

  test('other disabledPlans replace those before and take no seat; left out, everything is on', async () => {
    const eve = await there.user('Eve');
    await assign(eve, change([{ skuId: SKU.e3, disabledPlans: [YAMMER] }]));
    const consumed = await consumedOf(SKU.e3);
    await assign(eve, change([{ skuId: SKU.e3, disabledPlans: [SWAY] }]));
    expect(await licensesOf(eve)).toEqual([{ skuId: SKU.e3, disabledPlans: [SWAY] }]);
    await assign(eve, change([SKU.e3]));
    expect(await licensesOf(eve)).toEqual([{ skuId: SKU.e3, disabledPlans: [] }]);
    await assign(eve, change([{ skuId: SKU.e3, disabledPlans: [SWAY] }]));
    await assign(eve, change([{ skuId: SKU.e3, disabledPlans: [] }]));
    expect(await licensesOf(eve)).toEqual([{ skuId: SKU.e3, disabledPlans: [] }]);
    expect(await consumedOf(SKU.e3)).toBe(consumed);
  });

  test('a plan of the whole tenant may be named among those that are off', async () => {
    const fay = await there.user('Fay');
    expect((await assign(fay, change([{ skuId: SKU.e3, disabledPlans: [INTUNE_O365] }]))).status).toBe(200);
  });

  test('one for another in one call, though they exclude each other, and back at the last seat', async () => {
    const gil = await there.user('Gil');
    await assign(gil, change([SKU.e1]));
    await setSeats(SKU.e3, (await consumedOf(SKU.e3)) + 1);
    expect((await assign(gil, change([SKU.e3], [SKU.e1]))).status).toBe(200);
    expect(await licensesOf(gil)).toEqual([{ skuId: SKU.e3, disabledPlans: [] }]);
    await setSeats(SKU.e1, await consumedOf(SKU.e1));
    expect(errorOf(await assign(gil, change([SKU.e1], [SKU.e3])))).toEqual(noSeats(SKU.e1));
    expect(await licensesOf(gil)).toEqual([{ skuId: SKU.e3, disabledPlans: [] }]);
    const atZero = change([{ skuId: SKU.e3, disabledPlans: [SWAY] }]);
    expect((await assign(gil, atZero)).status).toBe(200);
    await setSeats(SKU.e1, 20);
    await setSeats(SKU.e3, 20);
  });

  test('direct and through a group, it is one seat, and taking the direct half keeps it', async () => {
    const [hal] = [await there.user('Hal')];
    const group = await there.group('Half', SKU.e3, [hal], [SWAY]);
    const consumed = await consumedOf(SKU.e3);
    await assign(hal, change([{ skuId: SKU.e3, disabledPlans: [SWAY, YAMMER] }]));
    expect(await consumedOf(SKU.e3)).toBe(consumed);
    // A plan is off only where every path turns it off.
    expect(await licensesOf(hal)).toEqual([{ skuId: SKU.e3, disabledPlans: [SWAY] }]);
    const { body } = await call('GET', `/v1.0/users/${hal}?$select=licenseAssignmentStates`);
    const rows = body.licenseAssignmentStates.map((row: { assignedByGroup: string }) => row.assignedByGroup);
    expect(rows).toEqual([null, group]);

    expect((await assign(hal, change([], [SKU.e3]))).status).toBe(200);
    expect(await consumedOf(SKU.e3)).toBe(consumed);
    expect(await licensesOf(hal)).toEqual([{ skuId: SKU.e3, disabledPlans: [SWAY] }]);
    expect(errorOf(await assign(hal, change([], [SKU.e3])))).toEqual(INHERITED);
  });

  test('what is amiss already does not stand in the way of a removal', async () => {
    const ian = await there.user('Ian');
    await assign(ian, change([SKU.e3]));
    await there.db.query(sql`update users set usage_location = null where id = ${ian}`);
    expect((await assign(ian, change([], [SKU.e3]))).status).toBe(200);
  });

  test('a seat of an expired subscription can be given, and one of a disabled one taken back', async () => {
    const jon = await there.user('Jon');
    await there.own(SKU.visio, 1, { state: 'expired' });
    expect((await assign(jon, change([SKU.visio]))).status).toBe(200);
    await there.db.query(sql`update subscribed_sku set warning = 0, suspended = 1 where sku_id = ${SKU.visio}`);
    expect((await assign(jon, change([], [SKU.visio]))).status).toBe(200);
    expect(await licensesOf(jon)).toEqual([]);
  });

  test('no more seats are given than there are, whoever asks at the same time', async () => {
    const crowd = await Promise.all(Array.from({ length: 12 }, (_, n) => there.user(`Crowd${n}`)));
    const seats = (await consumedOf(SKU.powerBi)) + 5;
    await setSeats(SKU.powerBi, seats);
    const answers = await Promise.all(crowd.map((user) => assign(user, change([SKU.powerBi]))));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(crowd.length - 5);
    for (const answer of refused) expect(errorOf(answer)).toEqual(noSeats(SKU.powerBi));
    expect(await consumedOf(SKU.powerBi)).toBe(seats);
  });

  test('the audit log has the licenses before and after, and the operation that holds them', async () => {
    const kim = await there.user('Kim');
    await assign(kim, change([{ skuId: SKU.e3, disabledPlans: [SWAY] }]));
    await assign(kim, change([], [SKU.e3]));
    const entries = await there.db.query(sql`
      select a.activity, a.actor_name as actor, a.channel, a.before, a.after, o.status from audit_entry a
      join operation o on o.tenant_id = a.tenant_id and o.id = a.operation_id where a.target_id = ${kim} order by a.id`);
    const held = [{ skuId: SKU.e3, disabledPlans: [SWAY] }];
    const common = { activity: 'Change user license', actor: 'Script', channel: 'graph', status: 'applied' };
    expect(entries).toEqual([
      { ...common, before: [], after: held },
      { ...common, before: held, after: [] },
    ]);
  });

  async function licensesOf(user: string) {
    return (await call('GET', `/v1.0/users/${user}?$select=assignedLicenses`)).body.assignedLicenses;
  }

  async function consumedOf(skuId: string): Promise<number> {
    const { body } = await call('GET', `/v1.0/subscribedSkus/${there.tenant.tenantId}_${skuId}`);
    return body.consumedUnits;
  }

  async function setSeats(skuId: string, enabled: number): Promise<void> {
    await there.db.query(sql`update subscribed_sku set enabled = ${enabled} where sku_id = ${skuId}`);
  }
});
