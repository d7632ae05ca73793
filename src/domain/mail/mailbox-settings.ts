/** A moment as Graph writes it: without an offset, beside the name of a time zone. */
export interface ZonedTime {
  readonly dateTime: string;
  readonly timeZone: string;
}

export interface AutomaticReplies {
  readonly status: 'disabled' | 'alwaysEnabled' | 'scheduled';
  /** Who outside of the organization gets a reply. */
  readonly externalAudience: 'none' | 'contactsOnly' | 'all';
  readonly internalReplyMessage: string;
  readonly externalReplyMessage: string;
  readonly scheduledStartDateTime: ZonedTime | null;
  readonly scheduledEndDateTime: ZonedTime | null;
}

interface WorkingHours {
  readonly daysOfWeek: readonly string[];
  readonly startTime: string;
  readonly endTime: string;
  readonly timeZone: { readonly name: string };
}

/** What people set of their mailbox; what is left out has its default. */
export interface MailboxSettings {
  readonly automaticRepliesSetting?: AutomaticReplies;
  readonly timeZone?: string;
  readonly dateFormat?: string;
  readonly timeFormat?: string;
  readonly delegateMeetingMessageDeliveryOptions?: string;
  readonly language?: { readonly locale: string; readonly displayName: string };
  readonly workingHours?: WorkingHours;
}

export const NO_AUTOMATIC_REPLIES: AutomaticReplies = {
  status: 'disabled',
  externalAudience: 'none',
  internalReplyMessage: '',
  externalReplyMessage: '',
  scheduledStartDateTime: null,
  scheduledEndDateTime: null,
};

/** The settings in full, defaults taken from the tenant. */
export function settingsInFull(
  settings: MailboxSettings,
  tenant: { readonly language: string; readonly country: string; readonly timeZone: string },
): Required<MailboxSettings> {
  const locale = settings.language?.locale ?? `${tenant.language}-${tenant.country}`;
  const timeZone = settings.timeZone ?? tenant.timeZone;
  const isFrench = locale.startsWith('fr');
  return {
    automaticRepliesSetting: settings.automaticRepliesSetting ?? NO_AUTOMATIC_REPLIES,
    timeZone,
    dateFormat: settings.dateFormat ?? (isFrench ? 'dd/MM/yyyy' : 'yyyy-MM-dd'),
    timeFormat: settings.timeFormat ?? 'HH:mm',
    delegateMeetingMessageDeliveryOptions: settings.delegateMeetingMessageDeliveryOptions ?? 'sendToDelegateOnly',
    language: settings.language ?? { locale, displayName: languageName(locale) },
    workingHours: settings.workingHours ?? {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: timeZone },
    },
  };
}

/** What a language is called in itself; the locale where it is no language. */
export function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
