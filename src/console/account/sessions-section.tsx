import { Badge, Button, SkeletonItem, Text } from '@fluentui/react-components';
import { DesktopRegular, PhoneRegular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountSession } from '../../client/account.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Success } from '../parts/success.tsx';
import { accountSessionsQuery } from '../queries.ts';
import { account } from '../server.ts';
import { type Texts, useTexts } from '../texts.ts';
import { momentText } from './dates.ts';
import { deviceOf } from './device.ts';
import { useSectionStyles } from './section-styles.ts';

/** Where one is signed in, and how to end it elsewhere. */
export function SessionsSection() {
  const { t } = useTexts();
  const styles = useSectionStyles();
  const client = useQueryClient();
  const sessions = useQuery(accountSessionsQuery);
  const [told, setTold] = useState<'sessionEnded' | 'othersEnded'>();
  const refresh = () => client.invalidateQueries({ queryKey: accountSessionsQuery.queryKey });
  const end = useMutation({
    mutationFn: (id: string) => account.endSession(id),
    onSuccess: () => {
      setTold('sessionEnded');
      void refresh();
    },
  });
  const endOthers = useMutation({
    mutationFn: () => account.endOtherSessions(),
    onSuccess: () => {
      setTold('othersEnded');
      void refresh();
    },
  });
  const all = sessions.data ?? [];
  const others = all.filter(({ current }) => !current);
  return (
    <Section icon={<DesktopRegular />} title={t('account.sessions')} hint={t('account.sessionsHint')}>
      <Success text={told && t(`account.${told}`)} />
      <Problem error={sessions.error ?? end.error ?? endOthers.error} />
      {sessions.isPending ? <SkeletonItem size={64} /> : null}
      <ul className={styles.list}>
        {[...all.filter(({ current }) => current), ...others].map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            busy={end.isPending}
            onEnd={() => {
              setTold(undefined);
              end.mutate(session.id);
            }}
          />
        ))}
      </ul>
      {others.length > 0 ? (
        <div className={styles.actions}>
          <Button
            disabledFocusable={endOthers.isPending}
            onClick={() => {
              setTold(undefined);
              endOthers.mutate();
            }}
          >
            {t('account.endOthers')}
          </Button>
        </div>
      ) : sessions.data && told === undefined ? (
        <Text className={styles.quiet}>{t('account.onlyThis')}</Text>
      ) : null}
    </Section>
  );
}

function SessionItem({
  session,
  busy,
  onEnd,
}: {
  readonly session: AccountSession;
  readonly busy: boolean;
  readonly onEnd: () => void;
}) {
  const { t, language } = useTexts();
  const styles = useSectionStyles();
  const device = deviceOf(session.userAgent);
  const name = device ? t('account.device', device) : t('account.unknownDevice');
  const created = momentText(session.createdAt, language);
  const mobile = device?.system === 'iOS' || device?.system === 'Android';
  return (
    <li className={styles.item}>
      <span className={styles.itemIcon} aria-hidden="true">
        {mobile ? <PhoneRegular /> : <DesktopRegular />}
      </span>
      <div className={styles.itemText}>
        <div className={styles.state}>
          <Text className={styles.strong}>{name}</Text>
          {session.current ? (
            <Badge appearance="tint" color="success">
              {t('account.thisSession')}
            </Badge>
          ) : null}
        </div>
        <Text size={200} className={styles.quiet}>
          {t('account.sessionLine', {
            created,
            methods: session.methods.map((method) => methodText(method, t)).join(', '),
            seen: momentText(session.lastSeenAt, language),
          })}
          {session.address === null ? null : ` ${t('account.sessionFrom', { address: session.address })}`}
        </Text>
      </div>
      {session.current ? null : (
        <Button
          disabledFocusable={busy}
          onClick={onEnd}
          aria-label={t('account.endSessionOf', { device: name, created })}
        >
          {t('account.endSession')}
        </Button>
      )}
    </li>
  );
}

function methodText(method: string, t: Texts): string {
  return method in consoleEn.method ? t(`method.${method as keyof (typeof consoleEn)['method']}`) : method;
}
