import { Button, makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { CompassNorthwestRegular, ErrorCircleRegular, PlugDisconnectedRegular } from '@fluentui/react-icons';
import { useRouter } from '@tanstack/react-router';
import { type ComponentProps, useEffect } from 'react';
import { usePageTitle } from '../parts/page-frame.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { problemText } from '../parts/problem.tsx';
import { StateMessage } from '../parts/state-message.tsx';
import { isUnreachable } from '../server.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  loading: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXXXL,
    maxWidth: '52rem',
  },
  title: { maxWidth: '18rem' },
  alone: { paddingTop: '15vh' },
});

/** There is no such page. */
export function NotFoundPage() {
  const { t } = useTexts();
  const styles = useStyles();
  usePageTitle(t('page.notFound'));
  return (
    <main className={styles.alone}>
      <StateMessage icon={<CompassNorthwestRegular />} title={t('state.notFound')} hint={t('state.notFoundHint')}>
        <PageButton to="/" appearance="primary">
          {t('state.toHome')}
        </PageButton>
      </StateMessage>
    </main>
  );
}

/** A page that failed: the server is away, or something broke. It comes back by itself when the server does. */
export function FailedPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const { t } = useTexts();
  const router = useRouter();
  const away = isUnreachable(error);
  usePageTitle(t(away ? 'state.unreachable' : 'state.failed'));
  useEffect(() => {
    if (!away) return;
    const again = () => {
      reset();
      void router.invalidate();
    };
    addEventListener('online', again);
    const timer = setInterval(again, 5_000);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  }, [away, reset, router]);
  return (
    <div role="alert">
      <StateMessage
        icon={away ? <PlugDisconnectedRegular /> : <ErrorCircleRegular />}
        title={t(away ? 'state.unreachable' : 'state.failed')}
        hint={
          away
            ? t('state.unreachableHint')
            : `${t('state.failedHint')} ${t('state.details', { details: problemText(error, t) })}`
        }
      >
        <Button
          appearance="primary"
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {t('state.retry')}
        </Button>
      </StateMessage>
    </div>
  );
}

/** The same where nothing else is on the page. */
export function FailedAlone(props: ComponentProps<typeof FailedPage>) {
  const styles = useStyles();
  return (
    <main className={styles.alone}>
      <FailedPage {...props} />
    </main>
  );
}

/** What shows while a page is fetched. */
export function PendingPage() {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Skeleton aria-label={t('shell.loading')} className={styles.loading}>
      <SkeletonItem size={32} className={styles.title} />
      <SkeletonItem size={128} />
      <SkeletonItem size={128} />
    </Skeleton>
  );
}
