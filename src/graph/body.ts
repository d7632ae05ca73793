import { type GraphError, Refused } from './errors.ts';

/** The JSON of a request's body; undefined where there is none. Ends the request where it can't be read. */
export function readJson(text: unknown): unknown {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  try {
    // Windows tools write a byte order mark before the first brace.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new Refused(UNREADABLE);
  }
}

/** The members of a body that has to be an object. */
export function membersOf(body: unknown): [name: string, value: unknown][] {
  if (body === undefined) throw new Refused(EMPTY);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refused(UNREADABLE);
  return Object.entries(body);
}

const EMPTY: GraphError = { status: 400, code: 'BadRequest', message: 'Empty Payload. JSON content expected.' };

const UNREADABLE: GraphError = {
  status: 400,
  code: 'BadRequest',
  message:
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
};
