import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problems.ts';

/** How far long work is, as it is told on the way. */
interface ToldProgress {
  readonly done: number;
  readonly total: number | null;
}

type Tell = (progress: ToldProgress) => void;

/**
 * Answers with what the work gives: at once when it is done, or, for clients that accept application/x-ndjson, as JSON
 * lines while it goes on: `progress` lines, then one `result` or `error`.
 */
export async function answerLongWork<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  status: 200 | 201,
  work: (tell: Tell) => Promise<Result>,
): Promise<FastifyReply> {
  if (!request.headers.accept?.includes('application/x-ndjson')) {
    return reply.code(status).send(await work(() => {}));
  }
  const lines = new PassThrough();
  const write = (line: Record<string, unknown>) => lines.write(`${JSON.stringify(line)}\n`);
  work((progress) => write({ progress }))
    .then(
      (result) => write({ result }),
      (error: unknown) => {
        if (error instanceof ProblemError) return write({ error: error.problem });
        request.log.error({ err: error }, 'Long work failed');
        return write({
          error: { status: 500, code: 'internal', message: 'The server failed, and nothing was changed; see its log.' },
        });
      },
    )
    .finally(() => lines.end());
  return reply.code(status).type('application/x-ndjson').send(lines);
}
