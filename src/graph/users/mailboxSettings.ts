import { z } from 'zod';
import {
  type AutomaticReplies,
  languageName,
  type MailboxSettings,
  NO_AUTOMATIC_REPLIES,
  settingsInFull,
  type ZonedTime,
} from '../../domain/mail/mailbox-settings.ts';
import { momentOf, zoneNamed } from '../../domain/mail/time-zones.ts';
import { changeMailbox } from '../../operations/mail/change-mailbox.ts';
import { findFolder } from '../../queries/mail/folders.ts';
import { type MailboxRow, readMailboxRow } from '../../queries/mail/mailbox-facts.ts';
import { membersOf } from '../body.ts';
import { type GraphError, type GraphReply, Refused } from '../errors.ts';
import type { GraphCall } from '../handler.ts';
import { selectFrom } from '../select.ts';
import { findUserId } from './find-user.ts';
import { mailboxErrorOf, mailErrorOf } from './mail/mail-errors.ts';

/** GET /users/{id}/mailboxSettings. */
export async function getMailboxSettings(call: GraphCall): Promise<GraphReply> {
  return settingsReply(call, (await activeMailbox(call)).mailbox);
}

/** GET /users/{id}/mailboxSettings/{name}: one of them. */
export async function getMailboxSetting(call: GraphCall): Promise<GraphReply> {
  const { mailbox } = await activeMailbox(call);
  const settings = await settingsResource(call, mailbox);
  const wanted = call.keys.name?.toLowerCase();
  const name = Object.keys(settings).find((one) => one.toLowerCase() === wanted);
  if (name === undefined || name.includes('@')) {
    const message = `Resource not found for the segment '${call.keys.name}'.`;
    throw new Refused({ status: 400, code: 'BadRequest', message });
  }
  const value = settings[name];
  const context = { '@odata.context': `${contextOf(call)}/${name}` };
  const isObject = typeof value === 'object' && value !== null;
  return { status: 200, body: isObject ? { ...context, ...value } : { ...context, value } };
}

/** PATCH /users/{id}/mailboxSettings: what is named is replaced; answers with the whole. */
export async function updateMailboxSettings(call: GraphCall): Promise<GraphReply> {
  const { userId, mailbox } = await activeMailbox(call);
  const settings = parseSettings(call.body, mailbox.settings.automaticRepliesSetting ?? NO_AUTOMATIC_REPLIES);
  const result = await changeMailbox(call.context, userId, { settings });
  if (result !== 'changed') throw new Refused(mailboxErrorOf(result));
  return settingsReply(call, (await activeMailbox(call)).mailbox);
}

async function activeMailbox(call: GraphCall): Promise<{ userId: string; mailbox: MailboxRow }> {
  const { db, tenant } = call.context;
  const userId = await findUserId(call.context, call.keys.id ?? '');
  const mailbox = await readMailboxRow(db, tenant.tenantId, userId);
  if (mailbox?.state !== 'active') throw new Refused(mailErrorOf({ reason: 'mailboxNotActive' }));
  return { userId, mailbox };
}

async function settingsReply(call: GraphCall, mailbox: MailboxRow): Promise<GraphReply> {
  const resource = await settingsResource(call, mailbox);
  const { names, pick } = selectFrom(call.query, 'microsoft.graph.mailboxSettings', Object.keys(resource));
  return { status: 200, body: { '@odata.context': `${contextOf(call)}${names}`, ...pick(resource) } };
}

async function settingsResource(call: GraphCall, mailbox: MailboxRow): Promise<Record<string, unknown>> {
  const { db, tenant } = call.context;
  const archiveFolder = await findFolder(db, tenant.tenantId, mailbox.id, 'archive');
  const settings = settingsInFull(mailbox.settings, tenant);
  const replies = settings.automaticRepliesSetting;
  const today = new Date(call.context.now).toISOString().slice(0, 10);
  const unset = { dateTime: `${today}T00:00:00.0000000`, timeZone: 'UTC' };
  return {
    archiveFolder: archiveFolder ?? null,
    ...settings,
    automaticRepliesSetting: {
      ...replies,
      // Graph always tells a time, also where none was set.
      scheduledStartDateTime: replies.scheduledStartDateTime ?? unset,
      scheduledEndDateTime: replies.scheduledEndDateTime ?? unset,
    },
    userPurpose: mailbox.kind,
  };
}

function contextOf({ baseUrl, keys }: GraphCall): string {
  return `${baseUrl}/$metadata#users('${encodeURIComponent(keys.id ?? '')}')/mailboxSettings`;
}

const zoned = z
  .object({ dateTime: z.string(), timeZone: z.string() })
  .refine((time: ZonedTime) => momentOf(time) !== undefined);

const text = z
  .string()
  .max(64_000)
  .transform((given) => given.replaceAll('\0', '').toWellFormed());

const zoneName = z.string().refine((name) => zoneNamed(name) !== undefined);

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?$/);
const format = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[\w\s./:\-,']+$/);

const SETTINGS = {
  automaticRepliesSetting: z.object({
    status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']).optional(),
    externalAudience: z.enum(['none', 'contactsOnly', 'all']).optional(),
    internalReplyMessage: text.nullish(),
    externalReplyMessage: text.nullish(),
    scheduledStartDateTime: zoned.nullish(),
    scheduledEndDateTime: zoned.nullish(),
  }),
  timeZone: zoneName,
  dateFormat: format,
  timeFormat: format,
  delegateMeetingMessageDeliveryOptions: z.enum([
    'sendToDelegateAndInformationToPrincipal',
    'sendToDelegateAndPrincipal',
    'sendToDelegateOnly',
  ]),
  language: z
    .object({ locale: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/) })
    .transform(({ locale }) => ({ locale, displayName: languageName(locale) })),
  workingHours: z.object({
    daysOfWeek: z.array(z.enum(DAYS)),
    startTime: time,
    endTime: time,
    timeZone: z.object({ name: zoneName }).transform(({ name }) => ({ name })),
  }),
} as const;

const NAMES = new Map(Object.keys(SETTINGS).map((name) => [name.toLowerCase(), name as keyof typeof SETTINGS]));

function parseSettings(body: unknown, before: AutomaticReplies): MailboxSettings {
  const settings: Record<string, unknown> = {};
  for (const [written, value] of membersOf(body)) {
    if (written.includes('@')) continue;
    const name = NAMES.get(written.toLowerCase());
    if (name === undefined) throw new Refused(invalid(written));
    const parsed = SETTINGS[name].safeParse(value);
    if (!parsed.success) throw new Refused(invalid(name));
    settings[name] = name === 'automaticRepliesSetting' ? repliesOf(parsed.data as RepliesBody, before) : parsed.data;
  }
  return settings as MailboxSettings;
}

type RepliesBody = z.infer<typeof SETTINGS.automaticRepliesSetting>;

function repliesOf(given: RepliesBody, before: AutomaticReplies): AutomaticReplies {
  const replies: AutomaticReplies = {
    status: given.status ?? before.status,
    externalAudience: given.externalAudience ?? before.externalAudience,
    internalReplyMessage: given.internalReplyMessage ?? before.internalReplyMessage,
    externalReplyMessage: given.externalReplyMessage ?? before.externalReplyMessage,
    scheduledStartDateTime: given.scheduledStartDateTime ?? before.scheduledStartDateTime,
    scheduledEndDateTime: given.scheduledEndDateTime ?? before.scheduledEndDateTime,
  };
  const { scheduledStartDateTime: start, scheduledEndDateTime: end } = replies;
  const isOrdered = start && end && (momentOf(start) ?? 0) < (momentOf(end) ?? 0);
  if (replies.status === 'scheduled' && !isOrdered) throw new Refused(invalid('scheduledEndDateTime'));
  return replies;
}

function invalid(property: string): GraphError {
  return mailErrorOf({ reason: 'invalidValue', property });
}
