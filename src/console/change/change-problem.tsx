import { Link, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../../client/client.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { numberText } from '../formats.ts';
import { Problem } from '../parts/problem.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { type Texts, useTexts } from '../texts.ts';

const useStyles = makeStyles({
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
  links: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
});

/** After what a plan is not to be applied any more, but made again. */
const STALE: readonly string[] = ['worldMoved', 'refused', 'notFound', 'forbidden'];

/** Whether a plan that could not be applied has to be made again; else it can be applied once more. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && STALE.includes(error.code);
}

/** Whether there is nothing more to do with a plan. */
export function isOver(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'notPlanned' || error.code === 'approvalRejected');
}

/** Why a change could not be planned. */
export function PlanProblem({ error }: { readonly error: unknown }) {
  const { t } = useTexts();
  if (!(error instanceof ApiError && error.code in consoleEn.change.problem)) return <Problem error={error} />;
  const code = error.code as keyof (typeof consoleEn)['change']['problem'];
  return <Notice intent="error" title={t(`change.problem.${code}`, { message: error.message })} />;
}

/** Why a plan could not be applied, and where to go on. */
export function ApplyProblem({ error, planId }: { readonly error: unknown; readonly planId: number }) {
  const { t } = useTexts();
  const styles = useStyles();
  if (!(error instanceof ApiError)) return <Problem error={error} />;
  switch (error.code) {
    case 'worldMoved':
    case 'refused':
      return <Moved error={error} />;
    case 'approvalNeeded':
      return (
        <Notice intent="warning" title={approvalText(error, t)}>
          {t('change.approvalWho')}
          <span className={styles.links}>
            <Link inline href="/approvals">
              {t('change.openApprovals')}
            </Link>
            <Link inline href={`/operations/${planId}`}>
              {t('change.openPlan')}
            </Link>
          </span>
        </Notice>
      );
    case 'approvalRejected':
      return <Notice intent="error" title={t('change.approvalRejected')} />;
    case 'notPlanned':
      return (
        <Notice intent="info" title={t('change.notPlanned')}>
          <Link inline href={`/operations/${planId}`}>
            {t('change.openOperation')}
          </Link>
        </Notice>
      );
    case 'notFound':
      return <Notice intent="warning" title={t('change.planGone')} />;
    case 'forbidden':
      return <Notice intent="error" title={t('change.beyondReach')} />;
    default:
      return <Problem error={error} />;
  }
}

function approvalText({ details }: ApiError, t: Texts): string {
  const count = Number(details.people);
  return t('change.approvalNeeded', { count, number: String(count) });
}

/** The world has moved: who or what it was, as far as the server says it. */
function Moved({ error: { details } }: { readonly error: ApiError }) {
  const { t, language } = useTexts();
  const owned = useQuery(ownedProductsQuery);
  const people = Array.isArray(details.people) ? (details.people as { readonly displayName: string }[]) : [];
  const skuIds = Array.isArray(details.skuIds) ? (details.skuIds as string[]) : [];
  const more = Math.max(0, Number(details.count ?? 0) - people.length);
  const names = [
    ...people.map(({ displayName }) => displayName),
    ...skuIds.map((skuId) => owned.data?.value.find((one) => one.skuId === skuId)?.name ?? skuId),
    ...(more > 0 ? [t('change.many', { count: more, number: numberText(more, language) })] : []),
  ];
  return (
    <Notice intent="warning" title={t('change.worldMoved')}>
      {names.length > 0
        ? t('change.movedPeople', { names: new Intl.ListFormat(language).format(names) })
        : t('change.movedProducts')}
    </Notice>
  );
}

/** Something to be told within the box, at once. */
export function Notice({
  intent,
  title,
  children,
}: {
  readonly intent: 'info' | 'warning' | 'error' | 'success';
  readonly title: string;
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <div role={intent === 'error' || intent === 'warning' ? 'alert' : 'status'}>
      <MessageBar intent={intent} layout="multiline">
        <MessageBarBody className={styles.body}>
          <MessageBarTitle>{title}</MessageBarTitle>
          {children}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
