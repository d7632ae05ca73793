import { Badge, Button, makeStyles, SkeletonItem, Text, Tooltip, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  CheckmarkStarburstRegular,
  DismissCircleRegular,
  HistoryRegular,
} from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { Approval } from '../../client/operations.ts';
import { momentText, numberText } from '../formats.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { type DataColumn, DataTable } from '../parts/data-table.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Success } from '../parts/success.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { operations } from '../server.ts';
import { type Language, type Texts, useTexts } from '../texts.ts';
import { type Choice, DecideDialog } from './decide-dialog.tsx';
import { approvalsQuery } from './operation-queries.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalL,
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: `${tokens.spacingVerticalM} 0`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  text: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    flex: '1 1 18rem',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  link: { color: tokens.colorBrandForegroundLink },
  badge: { whiteSpace: 'nowrap', flexShrink: 0 },
});

const TOLD = {
  approve: 'approvals.approvedNow',
  reject: 'approvals.rejectedNow',
  takeBack: 'approvals.takenBack',
} as const;

/** What waits for a second administrator, and what was decided. */
export function ApprovalsPage() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(approvalsQuery);
  const [asked, setAsked] = useState<{ readonly approval: Approval; readonly choice: Choice }>();
  const [told, setTold] = useState<Choice>();
  const decide = useMutation({
    mutationFn: ({ approval, choice, reason }: { approval: Approval; choice: Choice; reason: string }) =>
      operations.decide(approval.id, choice === 'approve' ? 'approve' : 'reject', reason),
    onSuccess: (_answer, { choice }) => {
      setTold(choice);
      setAsked(undefined);
    },
    onError: (problem) => {
      if (isDecided(problem)) setAsked(undefined);
    },
    onSettled: () => client.invalidateQueries({ queryKey: approvalsQuery.queryKey }),
  });
  const waiting = data?.filter(({ decision }) => decision === null) ?? [];
  const decided = data?.filter(({ decision }) => decision !== null) ?? [];
  return (
    <PageFrame name={t('page.approvals')} lead={t('approvals.lead')}>
      <Success
        text={isDecided(decide.error) ? t('approvals.decidedAlready') : told === undefined ? undefined : t(TOLD[told])}
      />
      {error ? (
        <>
          <Problem error={error} />
          <div>
            <Button onClick={() => void refetch()}>{t('state.retry')}</Button>
          </div>
        </>
      ) : null}
      {data === undefined && !error ? <SkeletonItem size={128} /> : null}
      {data && waiting.length === 0 ? <EmptyList title={t('approvals.none')} hint={t('approvals.noneHint')} /> : null}
      {waiting.length > 0 ? (
        <Section icon={<CheckmarkStarburstRegular />} title={t('approvals.waiting')}>
          <ul className={styles.list}>
            {waiting.map((approval) => (
              <WaitingItem
                key={approval.id}
                approval={approval}
                onChoose={(choice) => {
                  decide.reset();
                  setTold(undefined);
                  setAsked({ approval, choice });
                }}
              />
            ))}
          </ul>
        </Section>
      ) : null}
      {data ? (
        <Section icon={<HistoryRegular />} title={t('approvals.decided')}>
          {decided.length === 0 ? (
            <Text className={styles.quiet}>{t('approvals.noneDecided')}</Text>
          ) : (
            <DecidedTable approvals={decided} />
          )}
        </Section>
      ) : null}
      {asked ? (
        <DecideDialog
          choice={asked.choice}
          about={subjectText(asked.approval, t, language)}
          requestedByName={asked.approval.requestedByName}
          error={decide.error}
          busy={decide.isPending}
          onDecide={(reason) => decide.mutate({ ...asked, reason })}
          onCancel={() => setAsked(undefined)}
        />
      ) : null}
    </PageFrame>
  );
}

function WaitingItem({
  approval,
  onChoose,
}: {
  readonly approval: Approval;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const right = useRight(approval.kind === 'purge' ? 'purgeUser' : 'assignLicenses');
  const isOwn = approval.requestedBy === session.user.id;
  const asked = momentText(approval.requestedAt, session.tenant.timeZone, language);
  const subject = subjectText(approval, t, language);
  return (
    <li className={styles.item}>
      <div className={styles.text}>
        <Text weight="semibold">{subject}</Text>
        <Text size={200} className={styles.quiet}>
          {t('approvals.asked', { name: approval.requestedByName, moment: asked })}
        </Text>
        {approval.operationId === null ? null : (
          <Link to="/operations/$id" params={{ id: String(approval.operationId) }} className={styles.link}>
            {t('approvals.plan')}
          </Link>
        )}
      </div>
      <div className={styles.actions}>
        <Decide
          choice="approve"
          subject={subject}
          reason={right.reason ?? (isOwn ? t('approvals.own') : undefined)}
          onChoose={onChoose}
        />
        <Decide choice={isOwn ? 'takeBack' : 'reject'} subject={subject} reason={right.reason} onChoose={onChoose} />
      </div>
    </li>
  );
}

function Decide({
  choice,
  subject,
  reason,
  onChoose,
}: {
  readonly choice: Choice;
  readonly subject: string;
  /** Why it is not possible. */
  readonly reason: string | undefined;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { t } = useTexts();
  const text = t(`approvals.${choice}`);
  const button = (
    <Button
      appearance={choice === 'approve' ? 'primary' : 'secondary'}
      aria-label={`${text}: ${subject}`}
      disabledFocusable={reason !== undefined}
      onClick={() => (reason === undefined ? onChoose(choice) : undefined)}
    >
      {text}
    </Button>
  );
  return reason === undefined ? (
    button
  ) : (
    <Tooltip content={reason} relationship="description">
      {button}
    </Tooltip>
  );
}

function DecidedTable({ approvals }: { readonly approvals: readonly Approval[] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone } = session.tenant;
  const columns: DataColumn<Approval>[] = [
    {
      id: 'what',
      header: t('approvals.what'),
      names: true,
      cell: (approval) => (
        <span className={styles.text}>
          {subjectText(approval, t, language)}
          {approval.operationId === null ? null : (
            <Link to="/operations/$id" params={{ id: String(approval.operationId) }} className={styles.link}>
              {t(approval.usedAt === null ? 'approvals.openPlan' : 'operations.one', { id: approval.operationId })}
            </Link>
          )}
        </span>
      ),
    },
    { id: 'who', header: t('approvals.who'), cell: ({ requestedByName }) => <bdi>{requestedByName}</bdi> },
    { id: 'decision', header: t('approvals.decision'), cell: (approval) => <DecisionBadge approval={approval} /> },
    { id: 'byWhom', header: t('approvals.byWhom'), cell: ({ decidedByName }) => <bdi>{decidedByName}</bdi> },
    {
      id: 'when',
      header: t('approvals.when'),
      cell: ({ decidedAt }) => (decidedAt === null ? null : momentText(decidedAt, timeZone, language)),
    },
    { id: 'why', header: t('approvals.why'), cell: ({ reason }) => <bdi>{reason}</bdi> },
  ];
  return <DataTable label={t('approvals.decidedList')} columns={columns} rows={approvals} rowKey={({ id }) => id} />;
}

function DecisionBadge({ approval: { decision, usedAt } }: { readonly approval: Approval }) {
  const { t } = useTexts();
  const styles = useStyles();
  return decision === 'rejected' ? (
    <Badge className={styles.badge} appearance="tint" color="subtle" icon={<DismissCircleRegular />}>
      {t('approvals.rejected')}
    </Badge>
  ) : (
    <Badge className={styles.badge} appearance="tint" color="success" icon={<CheckmarkCircleRegular />}>
      {t(usedAt === null ? 'approvals.approved' : 'approvals.used')}
    </Badge>
  );
}

function subjectText({ kind, people, userName }: Approval, t: Texts, language: Language): string {
  return kind === 'purge'
    ? t('approvals.purge', { name: userName ?? t('approvals.somebody') })
    : t('approvals.removal', { count: people, number: numberText(people, language) });
}

function isDecided(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'conflict';
}
