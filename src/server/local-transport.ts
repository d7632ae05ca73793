import { Readable } from 'node:stream';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Transport } from '../client/transport.ts';

/** Requests to an app in this process, without a network. */
export function localTransport(app: FastifyInstance): Transport {
  return async ({ method, path, headers, body }) => {
    const response = await app.inject({
      method,
      url: path,
      headers,
      payloadAsStream: true,
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : Readable.from(body) }),
    } as InjectOptions);
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      body: response.stream(),
    };
  };
}
