/** What people are told by mail about somebody's data. */
export type Notice =
  /** Access to the files of somebody who was deleted, and until when (T-6). */
  | { readonly kind: 'driveAccess' | 'driveReminder'; readonly owner: string; readonly until: number }
  /** What will be deleted for good within a day, for administrators. */
  | {
      readonly kind: 'purges';
      readonly count: number;
      readonly items: readonly { readonly name: string; readonly at: number }[];
      readonly needsConfirmation: boolean;
    };

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

/** Where and in which language a notice is read. */
export interface NoticeReader {
  readonly language: string;
  readonly timeZone: string;
}

/** A notice in the words of a tenant's language: it is mail, kept as it was written. English where there are no others. */
export function noticeText(notice: Notice, { language, timeZone }: NoticeReader): NoticeText {
  const isFrench = language.toLowerCase().startsWith('fr');
  const day = new Intl.DateTimeFormat(isFrench ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone });
  if (notice.kind === 'purges') return purgesText(notice, isFrench, day);
  const { owner } = notice;
  const until = day.format(notice.until);
  if (isFrench) {
    return notice.kind === 'driveAccess'
      ? {
          subject: `Vous avez accès au OneDrive de ${owner}`,
          body: `Le compte de ${owner} a été supprimé. Vous pouvez ouvrir ses fichiers jusqu’au ${until} ; copiez d’ici là ce qui doit rester.`,
        }
      : {
          subject: `Le OneDrive de ${owner} prend bientôt fin`,
          body: `Les fichiers de ${owner} vont à la corbeille le ${until}. Copiez d’ici là ce qui doit rester.`,
        };
  }
  return notice.kind === 'driveAccess'
    ? {
        subject: `You can open the OneDrive of ${owner}`,
        body: `The account of ${owner} was deleted. You can open their files until ${until}; copy what has to stay by then.`,
      }
    : {
        subject: `The OneDrive of ${owner} ends soon`,
        body: `The files of ${owner} go to the recycle bin on ${until}. Copy what has to stay by then.`,
      };
}

function purgesText(
  { count, items, needsConfirmation }: Extract<Notice, { kind: 'purges' }>,
  isFrench: boolean,
  day: Intl.DateTimeFormat,
): NoticeText {
  const lines = items.map(({ name, at }) => `– ${name}, ${day.format(at)}`);
  const more = count - items.length;
  if (isFrench) {
    return {
      subject: `Sera effacé définitivement : ${count}`,
      body: [
        'Ces données seront effacées définitivement à leur échéance, au plus tôt dans un jour :',
        ...lines,
        ...(more > 0 ? [`… et ${more} de plus`] : []),
        needsConfirmation
          ? 'Rien n’est effacé avant qu’une personne l’accepte, sur la page Temps de Seatwise.'
          : 'Pour les garder, rendez une licence ou restaurez la personne d’ici là.',
      ].join('\r\n'),
    };
  }
  return {
    subject: `Will be deleted for good: ${count}`,
    body: [
      'This data will be deleted for good when its days are over, in a day at the earliest:',
      ...lines,
      ...(more > 0 ? [`… and ${more} more`] : []),
      needsConfirmation
        ? 'Nothing is deleted before somebody agrees, on the Time page of Seatwise.'
        : 'To keep it, give a license back or restore the person by then.',
    ].join('\r\n'),
  };
}
