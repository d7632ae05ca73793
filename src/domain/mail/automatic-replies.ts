import type { AutomaticReplies } from './mailbox-settings.ts';
import { momentOf } from './time-zones.ts';

/** What a message that came in says about where it comes from. */
export interface IncomingMessage {
  /** The sender of the envelope; null: nobody, so that nothing can bounce for ever. */
  readonly sender: string | null;
  /** It was written by a program: an automatic reply, a list, a report. */
  readonly isAutomatic: boolean;
  readonly isFromInside: boolean;
}

/**
 * The text of the automatic reply to a message, or undefined where none is due: they are on, now is within their time,
 * a person wrote the message (RFC 3834), and the sender is among whom the mailbox replies to. Nobody keeps contacts
 * here, so `contactsOnly` means nobody outside.
 */
export function automaticReply(
  { status, externalAudience, internalReplyMessage, externalReplyMessage, ...schedule }: AutomaticReplies,
  { sender, isAutomatic, isFromInside }: IncomingMessage,
  now: number,
): string | undefined {
  if (sender === null || isAutomatic || status === 'disabled') return undefined;
  if (status === 'scheduled' && !isWithin(schedule, now)) return undefined;
  const text = isFromInside ? internalReplyMessage : externalAudience === 'all' ? externalReplyMessage : '';
  return text.trim() === '' ? undefined : text;
}

function isWithin(
  {
    scheduledStartDateTime,
    scheduledEndDateTime,
  }: Pick<AutomaticReplies, 'scheduledStartDateTime' | 'scheduledEndDateTime'>,
  now: number,
): boolean {
  const start = scheduledStartDateTime ? momentOf(scheduledStartDateTime) : undefined;
  const end = scheduledEndDateTime ? momentOf(scheduledEndDateTime) : undefined;
  return start !== undefined && end !== undefined && start <= now && now < end;
}
