import { makeStyles, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  CheckmarkStarburstRegular,
  ErrorCircleRegular,
  GlobeLocationRegular,
  PersonProhibitedRegular,
  PlayCircleRegular,
  TaskListSquareLtrRegular,
  WarningRegular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Overview, OverviewProduct } from '../../client/overview.ts';
import { moneyText, numberText } from '../formats.ts';
import { Section } from '../parts/section.tsx';
import { type TextKey, useTexts } from '../texts.ts';
import { PeopleInPlace } from './people-in-place.tsx';
import { QuietState } from './quiet-state.tsx';
import { TextLink } from './text-link.tsx';

/** As many products as are named for each kind of trouble. */
const NAMED = 4;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'flex-start' },
  icon: { fontSize: '20px', lineHeight: 1, color: tokens.colorNeutralForeground2, flexShrink: 0 },
  texts: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0, flexGrow: 1 },
  title: { overflowWrap: 'anywhere' },
  hint: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

type Texted = 'problemOver' | 'problemExpired' | 'problemSuspended';

/** What somebody should do something about, each with the way there. What is not there is not shown. */
export function ProblemsSection({ overview }: { readonly overview: Overview }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { products, people, waiting, currency } = overview;
  const values = (count: number) => ({ count, number: numberText(count, language) });
  const ofProducts = (text: Texted, key: TextKey, hint: TextKey, of: (product: OverviewProduct) => number) => {
    const troubled = products.filter((product) => of(product) > 0).sort((left, right) => of(right) - of(left));
    const rest = troubled.length - NAMED;
    return [
      ...troubled.slice(0, NAMED).map((product) => (
        <Item key={`${text} ${product.skuId}`} icon={<WarningRegular />} hint={t(hint)}>
          <TextLink to="/licenses/$product" params={{ product: product.skuId }}>
            {t(key, { name: product.name, ...values(of(product)) })}
          </TextLink>
        </Item>
      )),
      ...(rest > 0
        ? [
            <Item key={text} icon={<WarningRegular />}>
              <TextLink to="/licenses">{t('overview.more', values(rest))}</TextLink>
            </Item>,
          ]
        : []),
    ];
  };
  const blocked = t('overview.problemBlocked', values(people.blockedLicensed));
  const unplaced = t('overview.problemLocation', values(people.withoutLocation));
  const items = [
    ...ofProducts('problemOver', 'overview.problemOver', 'overview.problemOverHint', (one) => one.overAssigned),
    ...ofProducts('problemExpired', 'overview.problemExpired', 'overview.problemExpiredHint', (one) => one.expired),
    ...ofProducts(
      'problemSuspended',
      'overview.problemSuspended',
      'overview.problemSuspendedHint',
      (one) => one.suspended,
    ),
    people.licenseErrors > 0 ? (
      <Item key="errors" icon={<ErrorCircleRegular />} hint={t('overview.problemErrorsHint')}>
        <TextLink to="/users" search={{ filter: 'errors' }}>
          {t('overview.problemErrors', values(people.licenseErrors))}
        </TextLink>
      </Item>
    ) : null,
    waiting.approvals > 0 ? (
      <Item key="approvals" icon={<CheckmarkStarburstRegular />} hint={t('overview.problemApprovalsHint')}>
        <TextLink to="/approvals">{t('overview.problemApprovals', values(waiting.approvals))}</TextLink>
      </Item>
    ) : null,
    waiting.approved > 0 ? (
      <Item key="approved" icon={<PlayCircleRegular />} hint={t('overview.problemApprovedHint')}>
        <TextLink to="/operations" search={{ status: 'planned' }}>
          {t('overview.problemApproved', values(waiting.approved))}
        </TextLink>
      </Item>
    ) : null,
    people.blockedLicensed > 0 ? (
      <Item
        key="blocked"
        icon={<PersonProhibitedRegular />}
        hint={
          people.blockedCents > 0
            ? t('overview.problemBlockedHint', { cost: moneyText(people.blockedCents, currency, language) })
            : t('overview.problemBlockedHintFree')
        }
        below={<PeopleInPlace of={{ problem: 'blockedLicensed' }} what={blocked} tab="licenses" />}
      >
        <TextLink to="/users" search={{ filter: 'blockedLicensed' }}>
          {blocked}
        </TextLink>
      </Item>
    ) : null,
    people.withoutLocation > 0 ? (
      <Item
        key="location"
        icon={<GlobeLocationRegular />}
        hint={t('overview.problemLocationHint')}
        below={<PeopleInPlace of={{ problem: 'withoutLocation' }} what={unplaced} tab="account" />}
      >
        <TextLink to="/users" search={{ filter: 'noLocation' }}>
          {unplaced}
        </TextLink>
      </Item>
    ) : null,
  ].filter((item) => item !== null);
  return (
    <Section icon={<TaskListSquareLtrRegular />} title={t('overview.problems')}>
      {items.length === 0 ? (
        <QuietState
          icon={<CheckmarkCircleRegular />}
          title={t('overview.nothingToDo')}
          hint={t('overview.nothingToDoHint')}
        />
      ) : (
        <ul className={styles.list}>{items}</ul>
      )}
    </Section>
  );
}

function Item({
  icon,
  hint,
  children,
  below,
}: {
  readonly icon: ReactNode;
  readonly hint?: string;
  readonly children: ReactNode;
  readonly below?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <li className={styles.item}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={styles.texts}>
        <Text className={styles.title}>{children}</Text>
        {hint === undefined ? null : (
          <Text size={200} className={styles.hint}>
            {hint}
          </Text>
        )}
        {below}
      </div>
    </li>
  );
}
