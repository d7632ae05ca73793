import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DetailedOperation } from '../../client/licensing.ts';
import type { Approval } from '../../client/operations.ts';
import { momentText, numberText } from '../formats.ts';
import { ownedProductsQuery, sessionQuery } from '../queries.ts';
import { type Texts, useTexts } from '../texts.ts';
import { channelText } from './channel-text.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
    margin: 0,
  },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  link: { color: tokens.colorBrandForegroundLink },
});

/** Who, when, from where, for whom, and what it has to do with other operations. */
export function OperationFacts({
  operation,
  approvals,
}: {
  readonly operation: DetailedOperation;
  readonly approvals: readonly Approval[];
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { timeZone } = session.tenant;
  const { by, channel, ticket, plannedAt, appliedAt, undoOf, undoneBy } = operation;
  const approval = approvals[0];
  const other = (id: number) => (
    <Link to="/operations/$id" params={{ id: String(id) }} className={styles.link}>
      {t('operations.one', { id })}
    </Link>
  );
  const facts: (readonly [string, ReactNode] | undefined)[] = [
    [t('operations.who'), <bdi key="by">{by}</bdi>],
    [t('operations.from'), channelText(channel, t)],
    appliedAt === null
      ? [t('operations.planned'), momentText(plannedAt, timeZone, language)]
      : [t('operations.applied'), momentText(appliedAt, timeZone, language)],
    [t('operations.chosen'), <Chosen key="chosen" selection={operation.selection} />],
    ticket === null ? undefined : [t('operations.ticketOf'), <bdi key="ticket">{ticket}</bdi>],
    undoOf === null ? undefined : [t('operations.undoes'), other(undoOf)],
    undoneBy === null ? undefined : [t('operations.undoneBy'), other(undoneBy)],
    approval === undefined ? undefined : [t('operations.approval'), approvalText(approval, t)],
  ];
  return (
    <dl className={styles.list}>
      {facts
        .filter((fact) => fact !== undefined)
        .map(([term, value]) => (
          <div key={term}>
            <dt className={styles.term}>{term}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Chosen({ selection }: { readonly selection: DetailedOperation['selection'] }) {
  const { t, language } = useTexts();
  const { data } = useQuery({ ...ownedProductsQuery, enabled: selection.by === 'holders' });
  switch (selection.by) {
    case 'list':
      return t('operations.byList', { number: numberText(selection.count, language) });
    case 'filter':
      return selection.where === ''
        ? t('operations.bySearch', { text: selection.search ?? '' })
        : t('operations.byFilter', { filter: selection.where });
    case 'holders': {
      const product = data?.value.find(({ skuId }) => skuId === selection.skuId)?.name ?? selection.skuId;
      return t('operations.byHolders', { product });
    }
    case 'operation':
      return t('operations.byOperation', { id: selection.operationId });
  }
}

function approvalText({ decision, decidedByName, requestedByName, reason }: Approval, t: Texts): string {
  const name = decidedByName ?? requestedByName;
  if (decision === null) return t('operations.approvalAsked', { name });
  if (reason === null)
    return t(decision === 'approved' ? 'operations.approvalApproved' : 'operations.approvalRejected', { name });
  return t(decision === 'approved' ? 'operations.approvalReason' : 'operations.rejectionReason', { name, reason });
}
