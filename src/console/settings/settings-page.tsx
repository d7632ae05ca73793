import { Button, MessageBar, MessageBarBody, makeStyles, SkeletonItem, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';
import { AccessForm } from './access-form.tsx';
import { OrganizationForm } from './organization-form.tsx';
import { RetentionForm } from './retention-form.tsx';
import { tenantQuery } from './settings-queries.ts';

const useStyles = makeStyles({
  sections: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '52rem' },
  body: { whiteSpace: 'normal' },
});

/** /settings: the organization, who gets in, how long data is kept. */
export function SettingsPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { reason } = useRight('manageTenant');
  const { data: tenant, error, refetch, isFetching } = useQuery(tenantQuery);
  return (
    <PageFrame name={t('page.settings')} lead={t('settings.lead')}>
      <div className={styles.sections}>
        <Problem error={error} />
        {reason === undefined ? null : (
          <MessageBar layout="multiline">
            <MessageBarBody className={styles.body}>{t('settings.readOnly', { reason })}</MessageBarBody>
          </MessageBar>
        )}
        {tenant ? (
          <>
            <OrganizationForm tenant={tenant} />
            <AccessForm tenant={tenant} />
            <RetentionForm tenant={tenant} />
          </>
        ) : error ? (
          <div>
            <Button disabledFocusable={isFetching} onClick={() => void refetch()}>
              {t('state.retry')}
            </Button>
          </div>
        ) : (
          <>
            <SkeletonItem size={128} />
            <SkeletonItem size={128} />
            <SkeletonItem size={128} />
          </>
        )}
      </div>
    </PageFrame>
  );
}
