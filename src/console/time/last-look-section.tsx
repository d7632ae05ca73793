import { Button, makeStyles, Text } from '@fluentui/react-components';
import { DeleteDismissRegular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComingPurge } from '../../client/clock.ts';
import { consoleTimeEn } from '../../messages/console-time-en.ts';
import { ConfirmDialog } from '../account/confirm-dialog.tsx';
import { momentText } from '../formats.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { time } from '../server.ts';
import { useTexts } from '../texts.ts';
import { purgesQuery } from './time-queries.ts';

const useStyles = makeStyles({ action: { alignSelf: 'flex-start' } });

/** What is deleted for good soon, and agreeing to it where the organization wants that. */
export function LastLookSection() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone } = session.tenant;
  const { data: purges, error } = useQuery(purgesQuery);
  const queries = useQueryClient();
  const right = useRight('manageTenant');
  const [asking, setAsking] = useState(false);
  const agreeing = useMutation({
    mutationFn: () => time.confirmPurges(null),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: purgesQuery.queryKey });
    },
  });
  const moment = (at: string) => momentText(at, timeZone, language);
  const statusOf = ({ announcedAt, confirmedBy }: ComingPurge) => {
    if (confirmedBy !== null) return t('time.agreed', { name: confirmedBy });
    if (announcedAt === null) return purges?.needsAnnouncement ? t('time.waits') : '–';
    return purges?.needsConfirmation ? t('time.needsAgreement') : t('time.announced', { moment: moment(announcedAt) });
  };
  const waiting = purges?.needsConfirmation === true && purges.value.some(isWaiting);
  return (
    <Section icon={<DeleteDismissRegular />} title={t('time.lastLook')} hint={t('time.lastLookHint')}>
      <Problem error={error} />
      {purges?.value.length === 0 ? <Text>{t('time.noPurges')}</Text> : null}
      {purges !== undefined && purges.value.length > 0 ? (
        <DataTable
          label={t('time.purgeList')}
          columns={[
            { id: 'whose', header: t('time.whose'), cell: ({ name }) => name, names: true },
            {
              id: 'what',
              header: t('time.what'),
              cell: ({ kind }) => (isKnown(kind) ? t(`time.purge.${kind}`) : kind),
            },
            { id: 'when', header: t('time.when'), cell: ({ dueAt }) => moment(dueAt) },
            { id: 'status', header: t('time.status'), cell: statusOf },
          ]}
          rows={purges.value}
          rowKey={({ id, kind }) => `${id} ${kind}`}
        />
      ) : null}
      {waiting ? (
        <Button
          className={styles.action}
          disabledFocusable={!right.allowed}
          title={right.reason}
          onClick={() => setAsking(true)}
        >
          {t('time.agree')}
        </Button>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={t('time.agreeTitle')}
          text={t('time.agreeText')}
          confirmLabel={t('time.agree')}
          error={agreeing.error}
          busy={agreeing.isPending}
          onConfirm={() => agreeing.mutate()}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </Section>
  );
}

function isWaiting({ announcedAt, confirmedAt }: ComingPurge): boolean {
  return announcedAt !== null && confirmedAt === null;
}

function isKnown(kind: string): kind is keyof (typeof consoleTimeEn)['time']['purge'] {
  return kind in consoleTimeEn.time.purge;
}
