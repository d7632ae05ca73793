import type { ApiRequest, Transport } from './transport.ts';

/** An answer that is not a success, with the error of our API or of Graph. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, message: string, details: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** What a long request tells on its way. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
}

export interface Client {
  get<Answer>(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<Answer>;
  send<Answer>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    onProgress?: (progress: Progress) => void,
  ): Promise<Answer>;
  /** Sends a stream of content and listens to the progress told on the way. */
  upload<Answer>(
    path: string,
    type: string,
    content: AsyncIterable<Uint8Array>,
    onProgress: (progress: Progress) => void,
  ): Promise<Answer>;
  /** The content of an answer, as it comes. */
  download(
    path: string,
    query: Readonly<Record<string, string | number | undefined>>,
  ): Promise<AsyncIterable<Uint8Array>>;
  /** All entities of a Graph collection, page by page. */
  pages<Entity>(path: string, query: Readonly<Record<string, string | number | undefined>>): AsyncGenerator<Entity[]>;
}

/** A client of a Seatwise server. Answers come in the given language. Failures are thrown as ApiError. */
export function createClient(transport: Transport, language: string): Client {
  const call = async (
    request: Pick<ApiRequest, 'method' | 'path' | 'body'>,
    headers: Record<string, string>,
    onProgress?: (progress: Progress) => void,
  ) => {
    const accept: Record<string, string> = onProgress ? { accept: 'application/x-ndjson' } : {};
    const response = await transport({ ...request, headers: { 'accept-language': language, ...accept, ...headers } });
    if (response.status >= 400) throw errorOf(response.status, await textOf(response.body));
    if (response.headers['content-type']?.startsWith('application/x-ndjson'))
      return resultOf(response.body, onProgress);
    const text = await textOf(response.body);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    get: (path, query = {}) => call({ method: 'GET', path: `${path}${queryOf(query)}` }, {}),
    send: (method, path, body, onProgress) =>
      body === undefined
        ? call({ method, path }, {}, onProgress)
        : call({ method, path, body: JSON.stringify(body) }, { 'content-type': 'application/json' }, onProgress),
    upload: (path, type, content, onProgress) =>
      call({ method: 'POST', path, body: content }, { 'content-type': type }, onProgress),
    download: async (path, query) => {
      const request = { method: 'GET', path: `${path}${queryOf(query)}` } as const;
      const response = await transport({ ...request, headers: { 'accept-language': language } });
      if (response.status >= 400) throw errorOf(response.status, await textOf(response.body));
      return response.body;
    },
    pages: async function* (path, query) {
      for (let next: string | undefined = `${path}${queryOf(query)}`; next !== undefined; ) {
        const page: { value: never[]; '@odata.nextLink'?: string } = await call(
          { method: 'GET', path: next },
          { consistencylevel: 'eventual' },
        );
        yield page.value;
        const link: string | undefined = page['@odata.nextLink'];
        next = link === undefined ? undefined : new URL(link).pathname + new URL(link).search;
      }
    },
  };
}

function queryOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return set.length === 0
    ? ''
    : `?${new URLSearchParams(set.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

/** Reads the lines of long work to their end: progress is passed on, the result given, an error thrown. */
async function resultOf(body: AsyncIterable<Uint8Array>, onProgress: ((progress: Progress) => void) | undefined) {
  for await (const line of linesOf(body)) {
    const told = JSON.parse(line);
    if (told.error) throw new ApiError(told.error.status, told.error.code, told.error.message, told.error);
    if (told.progress) onProgress?.(told.progress);
    else return told.result;
  }
  throw new ApiError(500, 'internal', 'The server stopped answering.', {});
}

function errorOf(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text);
    return new ApiError(status, error.code, error.message, error);
  } catch {
    return new ApiError(status, 'internal', text || `The server answered ${status}.`, {});
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
