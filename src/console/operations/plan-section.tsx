import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import { CalendarClockRegular } from '@fluentui/react-icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { DetailedOperation } from '../../client/licensing.ts';
import type { Approval } from '../../client/operations.ts';
import { momentText } from '../formats.ts';
import { PageButton } from '../parts/page-link.tsx';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';

/** How long the server keeps a plan that nobody applies. */
const KEPT_MS = 86_400_000;

const useStyles = makeStyles({
  text: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, textWrap: 'pretty' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** What can be done with a plan that waits: how long it is kept, what it lacks, and the way to apply it. */
export function PlanSection({
  operation,
  approvals,
  onApply,
}: {
  readonly operation: DetailedOperation;
  readonly approvals: readonly Approval[];
  readonly onApply: () => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const right = useRight('assignLicenses');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { plannedAt, totals } = operation;
  const approval = approvals.find(({ usedAt }) => usedAt === null);
  const rejected = approval?.decision === 'rejected';
  const waits = approval?.decision === null;
  const canApply = totals.changed > 0 && !rejected && !waits;
  const until = momentText(Date.parse(plannedAt) + KEPT_MS, session.tenant.timeZone, language);
  const button = (
    <Button
      appearance="primary"
      disabledFocusable={!right.allowed}
      onClick={() => (right.allowed ? onApply() : undefined)}
    >
      {t('plan.apply')}
    </Button>
  );
  return (
    <Section icon={<CalendarClockRegular />} title={t('plan.title')} hint={t('plan.hint')}>
      <div className={styles.text}>
        {waits ? <Text>{t('plan.waits')}</Text> : null}
        {approval?.decision === 'approved' ? <Text>{t('plan.agreed')}</Text> : null}
        {rejected ? <Text>{t('plan.rejected')}</Text> : null}
        {totals.changed === 0 ? <Text>{t('plan.nobody')}</Text> : null}
        <Text>{approval && !rejected ? t('plan.keptWeek') : t('plan.keptUntil', { moment: until })}</Text>
      </div>
      <div className={styles.actions}>
        {!canApply ? null : right.reason === undefined ? (
          button
        ) : (
          <Tooltip content={right.reason} relationship="description">
            {button}
          </Tooltip>
        )}
        {approval ? <PageButton to="/approvals">{t('plan.toApprovals')}</PageButton> : null}
      </div>
    </Section>
  );
}
