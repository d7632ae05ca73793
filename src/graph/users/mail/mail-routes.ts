import type { GraphRoute } from '../../handler.ts';
import { getMailboxSetting, getMailboxSettings, updateMailboxSettings } from '../mailboxSettings.ts';
import {
  addAttachmentFromGraph,
  deleteAttachmentFromGraph,
  getAttachment,
  getAttachmentBytes,
  listAttachments,
} from './attachments.ts';
import {
  createMailFolder,
  deleteMailFolder,
  getMailFolder,
  listMailFolders,
  moveMailFolder,
  renameMailFolder,
} from './mail-folders.ts';
import {
  answerAsDraft,
  answerAtOnce,
  copyMessageFromGraph,
  moveMessageFromGraph,
  sendDraftFromGraph,
} from './message-actions.ts';
import {
  countMessagesOf,
  createMessageFromGraph,
  deleteMessageFromGraph,
  getMessage,
  getMessageMime,
  listMessagesOf,
  updateMessageFromGraph,
} from './messages.ts';
import { sendMailFromGraph } from './sendMail.ts';

type Handle = GraphRoute['handle'];

const READ_SETTINGS = { action: 'readMailboxSettings', own: 'MailboxSettings.Read' } as const;
const WRITE_SETTINGS = { action: 'writeMailboxSettings', own: 'MailboxSettings.ReadWrite' } as const;

const READ = { action: 'readMail', own: 'Mail.Read' } as const;
const WRITE = { action: 'writeMail', own: 'Mail.ReadWrite' } as const;
const SEND = { action: 'sendMail', own: 'Mail.Send' } as const;

const BOX = '/users/{id}';
const FOLDER = `${BOX}/mailFolders/{folderId}`;

function get(path: string, handle: Handle): GraphRoute {
  return { method: 'GET', path, ...READ, handle };
}

function post(path: string, handle: Handle): GraphRoute {
  return { method: 'POST', path, ...WRITE, handle };
}

/** Messages are found in their mailbox, and in their folder. */
function routesOfMessages(at: string): GraphRoute[] {
  const one = `${at}/messages/{messageId}`;
  return [
    get(`${at}/messages`, listMessagesOf),
    get(`${at}/messages/$count`, countMessagesOf),
    { ...post(`${at}/messages`, createMessageFromGraph), takes: 'bytes' },
    get(one, getMessage),
    get(`${one}/$value`, getMessageMime),
    { method: 'PATCH', path: one, ...WRITE, handle: updateMessageFromGraph },
    { method: 'DELETE', path: one, ...WRITE, handle: deleteMessageFromGraph },
    post(`${one}/move`, moveMessageFromGraph),
    post(`${one}/copy`, copyMessageFromGraph),
    post(`${one}/createReply`, answerAsDraft('reply')),
    post(`${one}/createReplyAll`, answerAsDraft('replyAll')),
    post(`${one}/createForward`, answerAsDraft('forward')),
    { method: 'POST', path: `${one}/send`, ...SEND, handle: sendDraftFromGraph },
    { method: 'POST', path: `${one}/reply`, ...SEND, handle: answerAtOnce('reply') },
    { method: 'POST', path: `${one}/replyAll`, ...SEND, handle: answerAtOnce('replyAll') },
    { method: 'POST', path: `${one}/forward`, ...SEND, handle: answerAtOnce('forward') },
    get(`${one}/attachments`, listAttachments),
    { ...post(`${one}/attachments`, addAttachmentFromGraph), takes: 'bytes' },
    get(`${one}/attachments/{attachmentId}`, getAttachment),
    get(`${one}/attachments/{attachmentId}/$value`, getAttachmentBytes),
    { method: 'DELETE', path: `${one}/attachments/{attachmentId}`, ...WRITE, handle: deleteAttachmentFromGraph },
  ];
}

/** Mail: folders, messages, attachments, sending. */
export const MAIL_ROUTES: readonly GraphRoute[] = [
  { method: 'POST', path: `${BOX}/sendMail`, ...SEND, takes: 'bytes', handle: sendMailFromGraph },
  ...routesOfMessages(BOX),
  ...routesOfMessages(FOLDER),
  get(`${BOX}/mailFolders`, listMailFolders),
  post(`${BOX}/mailFolders`, createMailFolder),
  get(FOLDER, getMailFolder),
  { method: 'PATCH', path: FOLDER, ...WRITE, handle: renameMailFolder },
  { method: 'DELETE', path: FOLDER, ...WRITE, handle: deleteMailFolder },
  post(`${FOLDER}/move`, moveMailFolder),
  get(`${FOLDER}/childFolders`, listMailFolders),
  post(`${FOLDER}/childFolders`, createMailFolder),
  { method: 'GET', path: `${BOX}/mailboxSettings`, ...READ_SETTINGS, handle: getMailboxSettings },
  { method: 'PATCH', path: `${BOX}/mailboxSettings`, ...WRITE_SETTINGS, handle: updateMailboxSettings },
  { method: 'GET', path: `${BOX}/mailboxSettings/{name}`, ...READ_SETTINGS, handle: getMailboxSetting },
];
