import { makeStyles, SkeletonItem, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { accountQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { AuthenticatorSection } from './authenticator-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

const useStyles = makeStyles({
  sections: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '52rem' },
});

/** /account: how one signs in, and where one is signed in. */
export function AccountPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { data: account, error } = useQuery(accountQuery);
  return (
    <PageFrame name={t('page.account')} lead={t('account.lead')}>
      <div className={styles.sections}>
        <Problem error={error} />
        {account ? (
          <>
            <PasswordSection hasPassword={account.methods.password} />
            <AuthenticatorSection
              confirmedAt={account.methods.authenticator?.confirmedAt}
              recoveryCodesLeft={account.recoveryCodesLeft}
              hasPassword={account.methods.password}
            />
            <PasskeysSection passkeys={account.methods.passkeys} />
          </>
        ) : error ? null : (
          <>
            <SkeletonItem size={128} />
            <SkeletonItem size={128} />
          </>
        )}
        <SessionsSection />
      </div>
    </PageFrame>
  );
}
