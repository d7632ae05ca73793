import type { Page } from 'playwright-core';
import { must } from '../../../src/base/assert.ts';
import { SKU } from '../../../src/demo/sample-products.ts';
import type { ConsoleServer } from '../../support/console.ts';
import { addPeople, addSeats, give } from '../../support/console-people.ts';
import type { Catalog, State } from './state.ts';

const PRODUCT = `/licenses/${SKU.SPE_E3}`;
const peopleAt = (q: string) => `${PRODUCT}?q=${q}`;

/** People whose licenses are really taken, some for each way of looking. */
const SPENT = ['Hugo', 'Ines', 'Jonas', 'Klara', 'Louis', 'Marta', 'Nils', 'Olga'] as const;
let spent = 0;

/** The box in front of every change of licenses, in each of its states, and the rules behind it. */
export const CHANGE_STATES: readonly State[] = [
  {
    name: 'change-planning',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      // A server that takes its time.
      await page.route('**/api/plans', () => {}, { times: 1 });
      await openBox(page, texts);
    },
    ready: (texts) => texts.change.planningHint,
  },
  {
    name: 'change-few',
    path: fewPeople,
    inside: true,
    act: (page, texts) => openBox(page, texts),
    ready: (texts) => texts.foresight.export,
  },
  {
    name: 'change-few-end',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      await openBox(page, texts);
      await page.getByText(texts.foresight.final).first().scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.foresight.export,
  },
  {
    name: 'change-many',
    path: PRODUCT,
    inside: true,
    act: (page, texts) => openBox(page, texts),
    ready: (texts) => texts.change.ticketHint,
  },
  {
    name: 'change-many-refused',
    path: PRODUCT,
    inside: true,
    act: async (page, texts) => {
      await openBox(page, texts);
      await page.getByRole('button', { name: texts.foresight.who }).first().click();
      await page.getByRole('dialog').getByText(texts.foresight.refusals).scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.foresight.hideWho,
  },
  {
    name: 'change-many-end',
    path: PRODUCT,
    inside: true,
    act: async (page, texts) => {
      await openBox(page, texts);
      await page.getByLabel(texts.change.ticket).fill('CHG-2041');
      await page.getByRole('dialog').getByRole('textbox').last().scrollIntoViewIfNeeded();
    },
    ready: (texts) => texts.change.ticketHint,
  },
  {
    name: 'change-plan-failed',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      await answerOnce(page, '**/api/plans', 400, { code: 'invalidFilter', message: 'Unknown property.' });
      await openBox(page, texts);
    },
    ready: (texts) => texts.change.tryAgain,
  },
  {
    name: 'change-applying',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      await openBox(page, texts);
      await page.route('**/apply', () => {}, { times: 1 });
      await apply(page, texts);
    },
    ready: (texts) => texts.change.goOn,
  },
  {
    name: 'change-moved',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      await openBox(page, texts);
      const people = [{ userId: '1', displayName: 'Ada Lovelace' }];
      await answerOnce(page, '**/apply', 409, { code: 'worldMoved', message: '', count: 3, people, skuIds: [] });
      await apply(page, texts);
    },
    ready: (texts) => texts.change.worldMoved,
  },
  {
    name: 'change-approval',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      await openBox(page, texts);
      await answerOnce(page, '**/apply', 409, { code: 'approvalNeeded', message: '', approvalId: 1, people: 120 });
      await apply(page, texts);
    },
    ready: (texts) => texts.change.openApprovals,
  },
  {
    name: 'change-results',
    path: fewPeople,
    inside: true,
    act: async (page, texts) => {
      spent = (spent + 1) % SPENT.length;
      await page.goto(peopleAt(must(SPENT[spent], 'a name')));
      await openBox(page, texts);
      await apply(page, texts);
    },
    ready: (texts) => texts.change.result.download,
  },
  { name: 'rules', path: '/help/rules', inside: true, ready: (texts) => texts.rules.consequences },
  { name: 'rule', path: '/help/rules#T-3', inside: true, ready: (texts) => texts.rules.title['T-3'] },
];

const prepared = new WeakMap<ConsoleServer, Promise<void>>();

/** The product with three people of one fate. */
async function fewPeople(server: ConsoleServer): Promise<string> {
  const done = prepared.get(server) ?? prepare(server);
  prepared.set(server, done);
  await done;
  return peopleAt('Testfew');
}

/** People to be looked at; of each of the names that are spent, one is refused. */
async function prepare(server: ConsoleServer): Promise<void> {
  await addPeople(server, ['Testfew Ada', 'Testfew Ben', 'Testfew תמר ברק'], [SKU.SPE_E3]);
  await addSeats(server, SKU.Microsoft_365_Copilot, SPENT.length);
  for (const name of SPENT) {
    const people = await addPeople(server, [`${name} Winter`, `${name} Summer`, `${name} Spring`], [SKU.SPE_E3]);
    await give(server, [SKU.Microsoft_365_Copilot], people.slice(0, 1));
  }
}

/** Selects everybody on the page and opens the box that unassigns the product. */
async function openBox(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('checkbox', { name: texts.list.selectAll }).click();
  await page.getByRole('button', { name: texts.licenses.unassign }).click();
  await page.getByRole('dialog', { name: texts.licenses.unassign }).waitFor();
}

async function apply(page: Page, texts: Catalog): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: texts.licenses.unassignAction, exact: true }).click();
}

async function answerOnce(page: Page, path: string, status: number, error: object): Promise<void> {
  const body = JSON.stringify({ error: { status, ...error } });
  await page.route(path, (route) => route.fulfill({ status, contentType: 'application/json', body }), { times: 1 });
}
