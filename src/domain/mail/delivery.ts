import type { MailboxState } from '../compliance/holds.ts';

/** Why mail for an address is not taken. */
export type BounceReason =
  | 'unknownRecipient'
  /** The address belongs to somebody else's organization, and mail does not leave this one. */
  | 'outside'
  /** The person never had an Exchange plan. */
  | 'noMailbox'
  | 'licenseLost'
  | 'deleted'
  | 'overQuota'
  | 'tooLarge';

/** What is known of who answers to an address. */
export interface RecipientFacts {
  readonly isInside: boolean;
  readonly isPerson: boolean;
  readonly state: MailboxState | null;
}

/**
 * Why an address takes no mail, if it takes none. A mailbox takes mail only while it is active: from the day of the
 * loss nothing more is delivered (T-1, T-2), nor to whoever was deleted (T-6, T-7).
 */
export function refuseRecipient({ isInside, isPerson, state }: RecipientFacts): BounceReason | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'held':
    case 'keptByHold':
      return 'licenseLost';
    case 'softDeleted':
    case 'inactive':
      return 'deleted';
    case null:
      if (isPerson) return 'noMailbox';
      return isInside ? 'unknownRecipient' : 'outside';
  }
}

/** Enhanced status codes (RFC 3463), and those of SMTP. */
export const BOUNCE_CODES: Readonly<Record<BounceReason, { readonly smtp: number; readonly enhanced: string }>> = {
  unknownRecipient: { smtp: 550, enhanced: '5.1.1' },
  outside: { smtp: 550, enhanced: '5.7.1' },
  noMailbox: { smtp: 550, enhanced: '5.1.1' },
  licenseLost: { smtp: 550, enhanced: '5.2.1' },
  deleted: { smtp: 550, enhanced: '5.1.6' },
  overQuota: { smtp: 552, enhanced: '5.2.2' },
  tooLarge: { smtp: 552, enhanced: '5.3.4' },
};

interface BounceWords {
  readonly subject: string;
  readonly lead: string;
  readonly reasons: Readonly<Record<BounceReason, string>>;
  readonly next: string;
}

/** A bounce is mail, kept as it was written: its words stand here and not with those that are drawn anew for each reader. */
const WORDS: Readonly<Record<'en' | 'fr', BounceWords>> = {
  en: {
    subject: 'Undeliverable: ',
    lead: 'Your message was not delivered to these people:',
    reasons: {
      unknownRecipient: 'Nobody in the organization has this address. Check the spelling.',
      outside: 'This server delivers within the organization only.',
      noMailbox: 'The person has no mailbox. A license with Exchange would bring one.',
      licenseLost: 'The mailbox takes no mail: its person has no license with Exchange any more.',
      deleted: 'The mailbox takes no mail: its person was deleted.',
      overQuota: 'The mailbox is full.',
      tooLarge: 'The message is larger than this server takes.',
    },
    next: 'The head of your message follows.',
  },
  fr: {
    subject: 'Non remis : ',
    lead: 'Votre message n’a pas été remis aux personnes suivantes :',
    reasons: {
      unknownRecipient: 'Personne dans l’organisation n’a cette adresse. Vérifiez-la.',
      outside: 'Ce serveur ne remet le courrier qu’au sein de l’organisation.',
      noMailbox: 'La personne n’a pas de boîte aux lettres. Une licence avec Exchange lui en donnerait une.',
      licenseLost: 'La boîte aux lettres ne reçoit plus de courrier : la personne n’a plus de licence avec Exchange.',
      deleted: 'La boîte aux lettres ne reçoit plus de courrier : la personne a été supprimée.',
      overQuota: 'La boîte aux lettres est pleine.',
      tooLarge: 'Le message est plus grand que ce que ce serveur accepte.',
    },
    next: 'L’en-tête de votre message suit.',
  },
};

/** The words of a bounce in a tenant's language; English where it has none of its own. */
export function bounceWords(language: string): BounceWords {
  return language.toLowerCase().startsWith('fr') ? WORDS.fr : WORDS.en;
}
