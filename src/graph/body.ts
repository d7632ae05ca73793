import { Readable } from 'node:stream';
import { type GraphError, Refused } from './errors.ts';

/** The stream of a request's body, which may be none. */
export function streamOf(body: unknown): AsyncIterable<Uint8Array> {
  return body instanceof Readable ? body : Readable.from([]);
}

/** A request's body as text. Ends the request where it has more bytes than the limit. */
export async function readText(body: unknown, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of streamOf(body)) {
    size += part.length;
    if (size > limit) throw new Refused(TOO_LARGE);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

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

const TOO_LARGE: GraphError = { status: 413, code: 'BadRequest', message: 'Request body is too large' };

const EMPTY: GraphError = { status: 400, code: 'BadRequest', message: 'Empty Payload. JSON content expected.' };

const UNREADABLE: GraphError = {
  status: 400,
  code: 'BadRequest',
  message:
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
};
