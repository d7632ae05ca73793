import { makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { ClipboardTaskListLtrRegular, InfoRegular, TimelineRegular, WarningRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { DetailedOperation } from '../../client/licensing.ts';
import { ChangeBox } from '../change/change-box.tsx';
import { Foresight } from '../change/foresight.tsx';
import { Results } from '../change/results.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { StateMessage } from '../parts/state-message.tsx';
import { licensing } from '../server.ts';
import { useTexts } from '../texts.ts';
import { OperationFacts } from './operation-facts.tsx';
import { approvalsOfQuery, operationQuery } from './operation-queries.ts';
import { operationSentence } from './operation-sentence.ts';
import { PlanSection } from './plan-section.tsx';
import { StatusBadge } from './status-badge.tsx';
import { UndoSection } from './undo-section.tsx';

const route = getRouteApi('/shell/operations/$id');

const useStyles = makeStyles({
  over: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground2,
  },
  link: { color: tokens.colorBrandForegroundLink },
  quiet: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

/** One operation or plan: what it is, what follows, what came of it, and its undo. */
export function OperationPage() {
  const { t } = useTexts();
  const { id } = route.useParams();
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
  if (number === undefined) return <Gone />;
  return <Known key={number} id={number} name={t('operations.one', { id: number })} />;
}

function Known({ id, name }: { readonly id: number; readonly name: string }) {
  const { data: operation, error } = useQuery(operationQuery(id));
  if (operation) return <Found operation={operation} />;
  if (error instanceof ApiError && error.status === 404) return <Gone />;
  return (
    <PageFrame name={name}>
      {error ? <Problem error={error} /> : null}
      {error ? null : [96, 128, 128].map((size, at) => <SkeletonItem key={`${at}-${size}`} size={size as 96 | 128} />)}
    </PageFrame>
  );
}

function Found({ operation }: { readonly operation: DetailedOperation }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { id, status, undoneBy } = operation;
  const planned = status === 'planned';
  const { data: approvals = [] } = useQuery(approvalsOfQuery(id, planned));
  // The box stays open when what it does has changed the page behind it.
  const [box, setBox] = useState<'apply' | 'undo'>();
  const title = operationSentence(operation, t, language);
  const follows = planned
    ? 'operations.willFollow'
    : undoneBy === null
      ? 'operations.followed'
      : 'operations.wouldFollow';
  return (
    <PageFrame name={t(planned ? 'operations.onePlan' : 'operations.one', { id })} title={title}>
      <div className={styles.over}>
        <StatusBadge status={status} />
        <Text>{t(planned ? 'operations.onePlan' : 'operations.one', { id })}</Text>
        <Link to="/operations" className={styles.link}>
          {t('operations.back')}
        </Link>
      </div>
      <Section icon={<InfoRegular />} title={t('operations.facts')}>
        <OperationFacts operation={operation} approvals={approvals} />
      </Section>
      {planned ? (
        <PlanSection operation={operation} approvals={approvals} onApply={() => setBox('apply')} />
      ) : (
        <UndoSection operation={operation} onUndo={() => setBox('undo')} />
      )}
      <Section icon={<TimelineRegular />} title={t(follows)}>
        {undoneBy === null ? null : <Text className={styles.quiet}>{t('operations.wouldFollowHint')}</Text>}
        <Foresight operation={operation} />
      </Section>
      {planned ? null : (
        <Section icon={<ClipboardTaskListLtrRegular />} title={t('operations.results')}>
          <Results operation={operation} />
        </Section>
      )}
      {box === 'undo' ? (
        <ChangeBox
          title={t('undo.box', { id })}
          action={t('undo.action')}
          people={operation.totals.changed}
          planner={({ ticket }, onProgress) => licensing.undo(id, ticket, onProgress)}
          onClose={() => setBox(undefined)}
        />
      ) : null}
      {box === 'apply' ? (
        <ChangeBox
          title={t('operations.onePlan', { id })}
          action={t('plan.apply')}
          people={operation.totals.people}
          plan={operation}
          ticket={operation.ticket ?? ''}
          planner={() => licensing.operation(id)}
          onClose={() => setBox(undefined)}
        />
      ) : null}
    </PageFrame>
  );
}

function Gone() {
  const { t } = useTexts();
  return (
    <StateMessage icon={<WarningRegular />} title={t('operations.gone')} hint={t('operations.goneHint')}>
      <PageButton to="/operations" appearance="primary">
        {t('operations.back')}
      </PageButton>
    </StateMessage>
  );
}
