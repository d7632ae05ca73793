import { changeFolder, createFolder, deleteFolder } from '../../../operations/mail/mail-folders.ts';
import { type CountedFolder, listFolders } from '../../../queries/mail/folders.ts';
import { membersOf } from '../../body.ts';
import { badRequest, type GraphReply, Refused } from '../../errors.ts';
import type { GraphCall } from '../../handler.ts';
import { selectFrom } from '../../select.ts';
import { addressedAs, folderNamed, type MailCall, mailCall } from './mail-call.ts';
import { FOLDER_NOT_FOUND, mailErrorOf } from './mail-errors.ts';

const PROPERTIES = [
  'id',
  'displayName',
  'parentFolderId',
  'childFolderCount',
  'unreadItemCount',
  'totalItemCount',
  'sizeInBytes',
  'isHidden',
];

/** GET /users/{id}/mailFolders, and …/{folderId}/childFolders: by name, hidden ones only where they are asked for. */
export async function listMailFolders(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  const options = optionsOf(call.query);
  const parentId =
    call.keys.folderId === undefined ? call.opened.folders.msgfolderroot : await folderNamed(call, call.keys.folderId);
  const { db, tenant } = call.context;
  const all = await listFolders(db, tenant.tenantId, call.opened.mailbox.id);
  const here = all.filter(
    (folder) =>
      folder.parentId === parentId &&
      (options.hidden || !folder.isHidden) &&
      (options.name === undefined || folder.displayName.toLowerCase() === options.name.toLowerCase()),
  );
  const shown = here.slice(options.skip, options.skip + options.top);
  const { names, pick } = selectFrom(call.query, 'microsoft.graph.mailFolder', PROPERTIES);
  return {
    status: 200,
    body: {
      '@odata.context': `${contextOf(call)}${names}`,
      ...(options.count ? { '@odata.count': here.length } : {}),
      ...(options.skip + options.top < here.length ? { '@odata.nextLink': nextPage(call, options) } : {}),
      value: shown.map((folder) => pick(folderResource(folder))),
    },
  };
}

/** GET …/mailFolders/{folderId}, by id or by a name that every mailbox knows. */
export async function getMailFolder(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'readMail');
  return folderReply(call, await folderNamed(call, call.keys.folderId), 200);
}

/** POST /users/{id}/mailFolders and …/{folderId}/childFolders. */
export async function createMailFolder(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const parentId = call.keys.folderId === undefined ? undefined : await folderNamed(call, call.keys.folderId);
  const { displayName, isHidden } = bodyOf(call);
  if (displayName === undefined) throw new Refused(badRequest("The property 'displayName' is required."));
  const folder = { displayName, parentId, isHidden: isHidden ?? false };
  const result = await createFolder(call.context, call.userId, folder);
  if ('reason' in result) throw new Refused(mailErrorOf(result));
  return folderReply(call, result.folderId, 201);
}

/** PATCH …/mailFolders/{folderId} {displayName}. */
export async function renameMailFolder(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const folderId = await folderNamed(call, call.keys.folderId);
  const { displayName } = bodyOf(call);
  const change = displayName === undefined ? {} : { displayName };
  const result = await changeFolder(call.context, call.userId, folderId, change);
  if (result !== 'changed') throw new Refused(mailErrorOf(result));
  return folderReply(call, folderId, 200);
}

/** POST …/mailFolders/{folderId}/move {destinationId}. */
export async function moveMailFolder(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const folderId = await folderNamed(call, call.keys.folderId);
  const given = membersOf(call.body).find(([name]) => name.toLowerCase() === 'destinationid');
  const parentId = await folderNamed(call, given?.[1]);
  const result = await changeFolder(call.context, call.userId, folderId, { parentId });
  if (result !== 'changed') throw new Refused(mailErrorOf(result));
  return folderReply(call, folderId, 201);
}

/** DELETE …/mailFolders/{folderId}. */
export async function deleteMailFolder(graphCall: GraphCall): Promise<GraphReply> {
  const call = await mailCall(graphCall, 'writeMail');
  const folderId = await folderNamed(call, call.keys.folderId);
  const result = await deleteFolder(call.context, call.userId, folderId);
  if (result !== 'deleted') throw new Refused(mailErrorOf(result));
  return { status: 204 };
}

async function folderReply(call: MailCall, folderId: string, status: 200 | 201): Promise<GraphReply> {
  const { db, tenant } = call.context;
  const all = await listFolders(db, tenant.tenantId, call.opened.mailbox.id);
  const folder = all.find(({ id }) => id === folderId);
  if (!folder) throw new Refused(FOLDER_NOT_FOUND);
  const { names, pick } = selectFrom(call.query, 'microsoft.graph.mailFolder', PROPERTIES);
  return {
    status,
    body: { '@odata.context': `${contextOf(call)}${names}/$entity`, ...pick(folderResource(folder)) },
  };
}

function folderResource(folder: CountedFolder): Record<string, unknown> {
  const { id, displayName, parentId, childFolderCount, unreadItemCount, totalItemCount, sizeInBytes, isHidden } =
    folder;
  return {
    id,
    displayName,
    // The root's parent is nothing that anybody can open; Graph names one all the same.
    parentFolderId: parentId ?? id,
    childFolderCount,
    unreadItemCount,
    totalItemCount,
    sizeInBytes,
    isHidden,
  };
}

function bodyOf({ body }: GraphCall): { displayName?: string; isHidden?: boolean } {
  const given = new Map(membersOf(body).map(([name, value]) => [name.toLowerCase(), value]));
  const [displayName, isHidden] = [given.get('displayname'), given.get('ishidden')];
  const name = typeof displayName === 'string' ? displayName.trim() : '';
  if (given.has('displayname') && (name === '' || name.length > 255 || name.includes('\0')))
    throw new Refused(mailErrorOf({ reason: 'invalidValue', property: 'displayName' }));
  return { ...(name === '' ? {} : { displayName: name }), ...(typeof isHidden === 'boolean' ? { isHidden } : {}) };
}

interface FolderOptions {
  readonly hidden: boolean;
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  /** From $filter=displayName eq '…', which is all that scripts ask for. */
  readonly name: string | undefined;
}

function optionsOf(query: string): FolderOptions {
  const given = new Map(
    [...new URLSearchParams(query)].map(([name, value]) => [name.replace(/^\$/, '').toLowerCase(), value]),
  );
  const number = (name: string, otherwise: number) => {
    const text = given.get(name);
    if (text === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(text.trim())) throw new Refused(badRequest(`The query parameter '$${name}' is not valid.`));
    return Number(text);
  };
  const filter = given.get('filter');
  const [, quoted] = /^\s*displayName\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(filter ?? '') ?? [];
  if (filter !== undefined && quoted === undefined)
    throw new Refused(badRequest("The query parameter '$filter' is not supported but for displayName eq '…'."));
  return {
    hidden: /^true$/i.test(given.get('includehiddenfolders') ?? ''),
    top: Math.min(Math.max(number('top', 10), 1), 1000),
    skip: number('skip', 0),
    count: /^true$/i.test(given.get('count') ?? ''),
    name: quoted?.replaceAll("''", "'"),
  };
}

function nextPage({ baseUrl, path, query }: MailCall, { skip, top }: FolderOptions): string {
  const options = new URLSearchParams(query);
  for (const name of [...options.keys()]) if (/^\$?skip$/i.test(name)) options.delete(name);
  options.append('$skip', String(skip + top));
  return `${baseUrl}${path}?${options.toString().replaceAll('%24', '$')}`;
}

function contextOf(call: MailCall): string {
  return `${call.baseUrl}/$metadata#users('${addressedAs(call)}')/mailFolders`;
}
