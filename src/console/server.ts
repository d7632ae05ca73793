import { accountCalls } from '../client/account.ts';
import { browserTransport } from '../client/browser-transport.ts';
import { ApiError, createClient } from '../client/client.ts';
import { clockCalls } from '../client/clock.ts';
import { licensingCalls } from '../client/licensing.ts';
import { resultCalls } from '../client/operation-results.ts';
import { operationCalls } from '../client/operations.ts';
import { overviewCalls } from '../client/overview.ts';
import { peopleCalls } from '../client/people.ts';
import { personCalls } from '../client/person.ts';
import { productCalls } from '../client/products.ts';
import { settingsCalls } from '../client/settings.ts';
import { signInCalls } from '../client/sign-in.ts';
import { userAccountCalls } from '../client/user-accounts.ts';
import { currentLanguage } from './texts.ts';

/** The session's token against forged requests: in memory only, as long as the page lives. */
let csrfToken: string | undefined;

let lastAnswerAt = Date.now();

const transport = browserTransport(() => csrfToken);
const client = createClient(async (request) => {
  const answer = await transport({ ...request, headers: { ...request.headers, 'accept-language': currentLanguage() } });
  lastAnswerAt = Date.now();
  return answer;
}, 'en');

/** When the server last answered, by this browser's clock: since then the session has not been used from this page. */
export function lastAnswer(): number {
  return lastAnswerAt;
}

/** What the server can be asked about sign-in. */
export const signIn = signInCalls(client);

/** What the server can be asked about one's own account. */
export const account = accountCalls(client);

/** Plans, operations and undo. */
export const licensing = licensingCalls(client);

/** What was done, and what waits for a second administrator. */
export const operations = operationCalls(client);

/** What came of operations. */
export const results = resultCalls(client);

/** People as lists, and saved views. */
export const people = peopleCalls(client);

/** One person: why they have what they have, and their data. */
export const person = personCalls(client);

/** What is owned, and what it consists of. */
export const products = productCalls(client);

/** The tenant at a glance. */
export const overview = overviewCalls(client);

/** The tenant and its choices. */
export const settings = settingsCalls(client);

/** Where time stands, and what will be. */
export const time = clockCalls(client);

/** Accounts of people: adding, editing, deleting, restoring. */
export const userAccounts = userAccountCalls(client);

/** Remembers the token that changes must carry. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Whether an error says that nobody is signed in, or not any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.code === 'unauthorized';
}

/** Whether an error says that the server could not be reached at all. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError;
}
