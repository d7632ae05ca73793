import { Button, makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronUpRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { OverviewPerson, PeopleOf } from '../../client/overview.ts';
import { numberText } from '../formats.ts';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';
import type { UsersSearch } from '../users/users-search.ts';
import { overviewPeopleQuery, PEOPLE_PAGE } from './overview-queries.ts';
import { TextLink } from './text-link.tsx';

const useStyles = makeStyles({
  toggle: { minWidth: 0, paddingInline: 0, justifyContent: 'flex-start', fontWeight: tokens.fontWeightRegular },
  region: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    paddingInlineStart: tokens.spacingHorizontalM,
    borderInlineStartWidth: tokens.strokeWidthThick,
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  person: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
  pager: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
});

type Tab = NonNullable<UsersSearch['tab']>;

/** The people of something, shown below it when asked for, a page at a time. */
export function PeopleInPlace({ of, what, tab }: { readonly of: PeopleOf; readonly what: string; readonly tab: Tab }) {
  const { t } = useTexts();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div>
        <Button
          appearance="transparent"
          size="small"
          className={styles.toggle}
          icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
          iconPosition="after"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`${t(open ? 'overview.hidePeople' : 'overview.showPeople')}: ${what}`}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'overview.hidePeople' : 'overview.showPeople')}
        </Button>
      </div>
      <div id={id} hidden={!open}>
        {open ? <People of={of} what={what} tab={tab} /> : null}
      </div>
    </>
  );
}

function People({ of, what, tab }: { readonly of: PeopleOf; readonly what: string; readonly tab: Tab }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [skip, setSkip] = useState(0);
  const { data: people, error, isPlaceholderData } = useQuery(overviewPeopleQuery(of, skip));
  const number = (value: number) => numberText(value, language);
  if (!people) return error ? <Problem error={error} /> : <SkeletonItem size={48} />;
  if (people.total === 0) return <Text className={styles.quiet}>{t('overview.noPeople')}</Text>;
  const to = Math.min(skip + PEOPLE_PAGE, people.total);
  return (
    <div className={styles.region}>
      <Problem error={error} />
      <ul className={styles.list} aria-label={t('overview.peopleOf', { what })} aria-busy={isPlaceholderData}>
        {people.value.map((person) => (
          <li key={person.userId} className={styles.person}>
            <PersonLink person={person} tab={tab} />{' '}
            <Text size={200} className={styles.quiet}>
              {person.userPrincipalName}
            </Text>
          </li>
        ))}
      </ul>
      {people.total > PEOPLE_PAGE ? (
        <div className={styles.pager}>
          <Button size="small" disabledFocusable={skip === 0} onClick={() => setSkip(Math.max(0, skip - PEOPLE_PAGE))}>
            {t('overview.previous')}
          </Button>
          <Button size="small" disabledFocusable={to >= people.total} onClick={() => setSkip(skip + PEOPLE_PAGE)}>
            {t('overview.next')}
          </Button>
          <Text size={200} className={styles.quiet} role="status">
            {t('overview.range', { from: number(skip + 1), to: number(to), total: number(people.total) })}
          </Text>
        </div>
      ) : null}
    </div>
  );
}

/** A person's name, which leads to their pane; deleted people to their list. */
export function PersonLink({ person, tab }: { readonly person: OverviewPerson; readonly tab: Tab }) {
  const name = <bdi>{person.displayName}</bdi>;
  return person.deleted ? (
    <TextLink to="/users/deleted">{name}</TextLink>
  ) : (
    <TextLink to="/users" search={{ user: person.userId, tab }}>
      {name}
    </TextLink>
  );
}
