import { consoleEn } from '../../messages/console-en.ts';
import type { Texts } from '../texts.ts';

/** From where something was done, in words; a name that has none stands for itself. */
export function channelText(channel: string, t: Texts): string {
  const known = consoleEn.operations.channel;
  return channel in known ? t(`operations.channel.${channel as keyof typeof known}`) : channel;
}
