import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ErrorCircleRegular, ProhibitedRegular } from '@fluentui/react-icons';
import { lazyRouteComponent } from '@tanstack/react-router';
import * as React from 'react';
import { useRef, useState } from 'react';
import type { ListedPerson } from '../../client/people.ts';
import type { GridColumn } from '../list/list-grid.tsx';
import { initialsOf } from '../parts/initials.ts';
import type { Language, Texts } from '../texts.ts';

const WhyBeside = lazyRouteComponent(() => import('../person/why-license.tsx'), 'WhyBeside');

const useStyles = makeStyles({
  chipFrame: { display: 'inline-flex', minWidth: 0 },
  person: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  // Lighter than the avatar of the library, of which a flick of the wheel would make hundreds.
  avatar: {
    flexShrink: 0,
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '32px',
    height: '32px',
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorBrandForeground2,
    backgroundColor: tokens.colorBrandBackground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  second: {
    display: 'none',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    '@media (max-width: 640px)': { display: 'block' },
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  icons: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, '& svg': { flexShrink: 0 } },
  chips: { display: 'flex', alignItems: 'center', minWidth: 0 },
  rest: { flexShrink: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  chip: {
    minWidth: '4rem',
    boxSizing: 'border-box',
    marginInlineEnd: tokens.spacingHorizontalXS,
    padding: `0 ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    lineHeight: '22px',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
  },
});

/** The columns that a list of people can show, by the names that stand in the address. */
export const PEOPLE_COLUMNS = [
  'displayName',
  'userPrincipalName',
  'licenses',
  'signIn',
  'department',
  'jobTitle',
  'usageLocation',
  'mail',
  'userType',
] as const;

export type PeopleColumn = (typeof PEOPLE_COLUMNS)[number];

export const USUAL_COLUMNS: readonly PeopleColumn[] = ['displayName', 'userPrincipalName', 'licenses', 'signIn'];

/** The columns of that names, with the words of the reader. `nameOf` names a product. */
export function peopleColumns(
  names: readonly PeopleColumn[],
  {
    t,
    language,
    nameOf,
  }: { readonly t: Texts; readonly language: Language; readonly nameOf: (skuId: string) => string },
): GridColumn<ListedPerson>[] {
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  const cells: Readonly<Record<PeopleColumn, Omit<GridColumn<ListedPerson>, 'id' | 'header'>>> = {
    displayName: {
      width: 'minmax(12rem, 2fr)',
      sort: 'displayName',
      narrow: true,
      cell: (person) => <NameCell person={person} />,
    },
    userPrincipalName: {
      width: 'minmax(12rem, 2fr)',
      sort: 'userPrincipalName',
      cell: ({ userPrincipalName }) => userPrincipalName,
    },
    licenses: {
      width: 'minmax(12rem, 3fr)',
      cell: ({ id, licenses }) => <LicensesCell userId={id} licenses={licenses} nameOf={nameOf} t={t} />,
    },
    signIn: {
      width: 'minmax(11rem, 1fr)',
      cell: ({ accountEnabled }) => <SignInCell allowed={accountEnabled} t={t} />,
    },
    department: { width: 'minmax(7rem, 1fr)', cell: ({ department }) => <bdi>{department}</bdi> },
    jobTitle: { width: 'minmax(8rem, 1fr)', cell: ({ jobTitle }) => <bdi>{jobTitle}</bdi> },
    usageLocation: {
      width: 'minmax(7rem, 1fr)',
      cell: ({ usageLocation }) => (usageLocation === null ? '' : (countries.of(usageLocation) ?? usageLocation)),
    },
    mail: { width: 'minmax(12rem, 2fr)', cell: ({ mail }) => mail },
    userType: {
      width: 'minmax(6rem, 1fr)',
      cell: ({ userType }) => t(userType === 'Guest' ? 'listed.guest' : 'listed.member'),
    },
  };
  return PEOPLE_COLUMNS.filter((name) => names.includes(name)).map((name) => ({
    id: name,
    header: t(`column.${name}`),
    ...cells[name],
  }));
}

/** A person's name with their picture; on narrow screens with the user name below. */
function NameCell({ person: { displayName, userPrincipalName } }: { readonly person: ListedPerson }) {
  const styles = useStyles();
  return (
    <span className={styles.person}>
      <span aria-hidden="true" className={styles.avatar}>
        {initialsOf(displayName)}
      </span>
      <span className={styles.names}>
        <Text weight="semibold" className={styles.line}>
          <bdi>{displayName}</bdi>
        </Text>
        <span className={`${styles.line} ${styles.second}`}>{userPrincipalName}</span>
      </span>
    </span>
  );
}

function LicensesCell({
  userId,
  licenses,
  nameOf,
  t,
}: Pick<ListedPerson, 'licenses'> & {
  readonly userId: string;
  readonly nameOf: (skuId: string) => string;
  readonly t: Texts;
}) {
  const styles = useStyles();
  if (licenses.length === 0) return <span className={styles.quiet}>{t('listed.unlicensed')}</span>;
  const shown = licenses.slice(0, 2);
  return (
    <span className={styles.chips}>
      {licenses.some(({ error }) => error) ? (
        <ErrorCircleRegular aria-label={t('listed.error')} className={styles.quiet} />
      ) : null}
      {shown.map(({ skuId }) => (
        <ListChip key={skuId} userId={userId} skuId={skuId} name={nameOf(skuId)} t={t} />
      ))}
      {licenses.length > shown.length ? (
        <span className={styles.rest}>{t('listed.moreLicenses', { count: licenses.length - shown.length })}</span>
      ) : null}
    </span>
  );
}

/** A product somebody has. Pressed, it answers why; whoever has no mouse asks in the person's pane. */
function ListChip({
  userId,
  skuId,
  name,
  t,
}: {
  readonly userId: string;
  readonly skuId: string;
  readonly name: string;
  readonly t: Texts;
}) {
  const styles = useStyles();
  const chip = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState(false);
  return (
    // What is pressed here, or in the answer, does not open the row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <span className={styles.chipFrame} onClick={(event) => event.stopPropagation()}>
      <button
        ref={chip}
        type="button"
        tabIndex={-1}
        className={styles.chip}
        aria-label={t('why.ask', { name })}
        onClick={() => setAsked(true)}
      >
        {name}
      </button>
      {asked ? (
        <React.Suspense fallback={null}>
          <WhyBeside userId={userId} skuId={skuId} name={name} opener={chip} onClose={() => setAsked(false)} />
        </React.Suspense>
      ) : null}
    </span>
  );
}

/** Whether somebody may sign in, in words; a sign beside it where not. */
function SignInCell({ allowed, t }: { readonly allowed: boolean; readonly t: Texts }) {
  const styles = useStyles();
  return (
    <span className={styles.icons}>
      {allowed ? null : <ProhibitedRegular aria-hidden="true" />}
      {t(allowed ? 'listed.allowed' : 'listed.blocked')}
    </span>
  );
}
