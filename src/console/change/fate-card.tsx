import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular, ChevronDownRegular, ChevronUpRegular, SubtractRegular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { PersonResult } from '../../client/licensing.ts';
import { numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';
import type { Fate } from './fates.ts';
import { areAllNamed, NamesLine, PeopleOfProfiles, useFirstPeople } from './people-of.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
    breakInside: 'avoid',
  },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'baseline' },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  names: { flex: '1 1 12rem', minWidth: 0 },
  changes: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  change: {
    height: 'auto',
    paddingBlock: tokens.spacingVerticalXXS,
    maxWidth: '100%',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
  },
});

/** People with one fate: how many and who, what changes for them, and (`children`) what comes of it. */
export function FateCard({
  operationId,
  fate,
  result,
  upTo,
  children,
}: {
  readonly operationId: number;
  readonly fate: Fate;
  readonly result: PersonResult;
  /** Some of them may go without, for want of seats. */
  readonly upTo: boolean;
  readonly children: ReactNode;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { profile, people, numbers } = fate;
  const first = useFirstPeople(operationId, numbers, result);
  const number = numberText(people, language);
  return (
    <li className={styles.root}>
      <div className={styles.head}>
        <h4 className={styles.title}>
          {upTo ? t('foresight.upTo', { number }) : t('foresight.people', { count: people, number })}
        </h4>
        <span className={styles.names}>
          <NamesLine people={first} count={people} />
        </span>
        {areAllNamed(first, people) ? null : (
          <Button
            size="small"
            appearance="subtle"
            data-no-print=""
            aria-expanded={open}
            icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
            iconPosition="after"
            onClick={() => setOpen(!open)}
          >
            {open ? t('foresight.hideWho') : t('foresight.who')}
          </Button>
        )}
      </div>
      {open ? <PeopleOfProfiles operationId={operationId} numbers={numbers} result={result} /> : null}
      {result === 'change' && profile.unassigns.length + profile.assigns.length > 0 ? (
        <ul className={styles.changes}>
          {profile.unassigns.map(({ skuId, name }) => (
            <li key={skuId}>
              <Badge
                className={styles.change}
                size="large"
                appearance="outline"
                color="informative"
                icon={<SubtractRegular />}
              >
                {t('foresight.takesAway', { name })}
              </Badge>
            </li>
          ))}
          {profile.assigns.map(({ skuId, name, disabledPlans: { length: off } }) => (
            <li key={skuId}>
              <Badge
                className={styles.change}
                size="large"
                appearance="outline"
                color="informative"
                icon={<AddRegular />}
              >
                {t('foresight.gives', {
                  name: off === 0 ? name : t('foresight.off', { name, count: off, number: numberText(off, language) }),
                })}
              </Badge>
            </li>
          ))}
        </ul>
      ) : null}
      {children}
    </li>
  );
}
