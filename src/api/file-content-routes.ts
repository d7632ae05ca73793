import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SecretBox } from '../base/secret-box.ts';
import type { Context } from '../operations/context.ts';
import type { ItemFault } from '../operations/files/change-items.ts';
import { readDownloadLink, readUploadLink } from '../operations/files/file-links.ts';
import { cancelUpload, takePiece, uploadProgress } from '../operations/files/upload-session.ts';
import { openFile } from '../queries/file-content.ts';
import type { ApiHost } from './app.ts';

/** What links to files need: what they are sealed with, and the machine's clock. */
export interface FileHost extends Pick<ApiHost, 'contextFor'> {
  readonly secrets: SecretBox;
  readonly now: () => number;
}

type Sealed = FastifyRequest<{ Params: { link: string } }>;

/**
 * The bytes of files, by links that say by themselves whose they are: fetched in whole or in part, and sent in pieces.
 * Clients of Graph are sent here without a token.
 */
export async function fileContentRoutes(app: FastifyInstance, host: FileHost): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));

  app.get('/downloads/:link', async (request: Sealed, reply) => {
    const link = readDownloadLink(host.secrets, request.params.link, host.now());
    const context = link && (await contextOf(host, request, link.tenantId, null));
    const file = context && (await openFile(context.db, link.tenantId, link.driveId, link.itemId));
    if (!file) return refuse(reply, 404, 'itemNotFound', 'The resource could not be found.');
    reply.headers({
      etag: file.tag,
      'accept-ranges': 'bytes',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
      // What people keep is shown by no browser as a page of ours.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    if (request.headers['if-none-match'] === file.tag) return reply.code(304).send();
    const range = rangeOf(request.headers.range, file.size);
    if (range === 'wrong') {
      return reply.code(416).header('content-range', `bytes */${file.size}`).send();
    }
    const { first, last } = range ?? { first: 0, last: file.size - 1 };
    if (range) reply.code(206).header('content-range', `bytes ${first}-${last}/${file.size}`);
    reply.header('content-length', String(last - first + 1)).type(file.mimeType);
    return reply.send(Readable.from(file.size === 0 ? [] : file.read({ first, last })));
  });

  app.put('/uploads/:link', async (request: Sealed, reply) => {
    const opened = await openUpload(host, request);
    if (!opened) return noUpload(reply);
    const range = pieceOf(request.headers['content-range']);
    if (!range) return refuse(reply, 400, 'invalidRequest', 'The Content-Range header is missing or malformed.');
    const bytes = request.body instanceof Readable ? request.body : Readable.from([]);
    const taken = await takePiece(opened.context, opened.sessionId, range, bytes);
    switch (taken.kind) {
      case 'waiting':
        return reply.code(202).send(waiting(taken.next, taken.expiresAt));
      case 'done': {
        const { item, made } = taken.put;
        return reply
          .code(made ? 201 : 200)
          .send({ id: item.id, name: item.name, size: item.size, file: { mimeType: item.mimeType } });
      }
      case 'fault':
        return refuseItem(reply, taken.fault);
      case 'refused':
        if (taken.why === 'wrongRange')
          return refuse(
            reply,
            416,
            'invalidRange',
            'The uploaded fragment overlaps with data that has already been received, or leaves a gap.',
          );
        if (taken.why === 'wrongLength')
          return refuse(reply, 400, 'invalidRequest', 'The bytes are not as many as the Content-Range header says.');
        return noUpload(reply);
    }
  });

  app.get('/uploads/:link', async (request: Sealed, reply) => {
    const opened = await openUpload(host, request);
    const progress = opened && (await uploadProgress(opened.context, opened.sessionId));
    return progress ? waiting(progress.next, progress.expiresAt) : noUpload(reply);
  });

  app.delete('/uploads/:link', async (request: Sealed, reply) => {
    const opened = await openUpload(host, request);
    if (!opened) return noUpload(reply);
    await cancelUpload(opened.context, opened.sessionId);
    return reply.code(204).send();
  });
}

async function openUpload(
  host: FileHost,
  request: Sealed,
): Promise<{ readonly context: Context; readonly sessionId: string } | undefined> {
  const link = readUploadLink(host.secrets, request.params.link);
  const context = link && (await contextOf(host, request, link.tenantId, link.userId));
  return context && { context, sessionId: link.sessionId };
}

/** Whoever has the link acts as the one who was given it, whose right was looked at then. */
function contextOf(host: FileHost, request: FastifyRequest, tenantId: string, userId: string | null) {
  return host.contextFor(
    { kind: 'operator', id: userId, name: 'link', tenantId, roleIds: [], permissions: [] },
    'graph',
    request.id,
  );
}

function waiting(next: number, expiresAt: Date) {
  return { expirationDateTime: expiresAt.toISOString(), nextExpectedRanges: [`${next}-`] };
}

/** The part that is asked for; undefined where all is, or more parts than one. */
function rangeOf(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | 'wrong' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last ? 'wrong' : { first, last };
}

function pieceOf(header: string | undefined) {
  const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first)) return undefined;
  return { first: Number(first), last: Number(last), total: Number(total) };
}

function noUpload(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, 'itemNotFound', 'The upload session was not found.');
}

function refuseItem(reply: FastifyReply, { fault }: ItemFault): FastifyReply {
  if (fault === 'quotaReached') return refuse(reply, 507, 'quotaLimitReached', 'Insufficient Space Available');
  if (fault === 'nameTaken')
    return refuse(reply, 409, 'nameAlreadyExists', 'An item with the same name already exists under the parent');
  return refuse(reply, 404, 'itemNotFound', 'The folder of the upload is gone.');
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}
