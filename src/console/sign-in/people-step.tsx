import {
  Link,
  makeStyles,
  Select,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
  useArrowNavigationGroup,
} from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SamplePerson, SampleTenant, SignInStep } from '../../client/sign-in.ts';
import { PersonAvatar } from '../parts/person-avatar.tsx';
import { Problem } from '../parts/problem.tsx';
import { rankOf, roleText } from '../parts/roles.ts';
import { samplePeopleQuery } from '../queries.ts';
import { signIn } from '../server.ts';
import { chooseLanguage, useTexts } from '../texts.ts';
import { useStepStyles } from './step-styles.ts';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(18rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  person: {
    width: '100%',
    height: '100%',
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    textAlign: 'start',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':hover *': { color: tokens.colorNeutralForeground1Hover },
    ':active': { backgroundColor: tokens.colorNeutralBackground1Pressed },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '1px',
    },
  },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  roles: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** A sample tenant's people, one for each role; a click on one signs in. */
export function PeopleStep({
  tenants,
  onStep,
  onOther,
}: {
  readonly tenants: readonly SampleTenant[];
  readonly onStep: (step: SignInStep) => void;
  readonly onOther: () => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const steps = useStepStyles();
  const arrows = useArrowNavigationGroup({ axis: 'grid-linear', tabbable: true });
  const [tenantId, setTenantId] = useState(tenants[0]?.tenantId ?? '');
  const people = useQuery(samplePeopleQuery(tenantId));
  const choose = useMutation({
    mutationFn: (userId: string) => signIn.signInAs(tenantId, userId),
    onSuccess: (step) => {
      // Whoever tries somebody out goes on reading in their own language, not in that person's.
      chooseLanguage(language);
      onStep(step);
    },
  });
  const tenant = tenants.find((one) => one.tenantId === tenantId);
  return (
    <div className={steps.form}>
      {tenants.length > 1 ? (
        <Select aria-label={t('home.tenant')} value={tenantId} onChange={(_event, data) => setTenantId(data.value)}>
          {tenants.map((one) => (
            <option key={one.tenantId} value={one.tenantId}>
              {one.displayName}
            </option>
          ))}
        </Select>
      ) : null}
      <Text className={styles.lead}>{t('signIn.asLead', { tenant: tenant?.displayName ?? '' })}</Text>
      <Problem error={choose.error ?? people.error} />
      {people.data ? (
        <ul className={styles.list} {...arrows}>
          {people.data
            .toSorted((one, other) => rankOf(one.roles) - rankOf(other.roles))
            .map((person) => (
              <li key={person.userId}>
                <PersonButton person={person} busy={choose.isPending} onChoose={() => choose.mutate(person.userId)} />
              </li>
            ))}
        </ul>
      ) : people.isPending ? (
        <Skeleton aria-label={t('shell.loading')} className={styles.list}>
          {Array.from({ length: 6 }, (_, at) => (
            <SkeletonItem key={at} size={56} />
          ))}
        </Skeleton>
      ) : null}
      <div className={steps.links}>
        <Link as="button" type="button" onClick={onOther}>
          {t('signIn.asOther')}
        </Link>
      </div>
    </div>
  );
}

function PersonButton({
  person,
  busy,
  onChoose,
}: {
  readonly person: SamplePerson;
  readonly busy: boolean;
  readonly onChoose: () => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const roles = person.roles
    .toSorted((one, other) => rankOf([one]) - rankOf([other]))
    .map((role) => roleText(role, t))
    .join(', ');
  return (
    <button
      type="button"
      className={styles.person}
      aria-disabled={busy}
      onClick={() => {
        if (!busy) onChoose();
      }}
    >
      <PersonAvatar name={person.displayName} />
      <span className={styles.names}>
        <Text weight="semibold" className={styles.name} block>
          <bdi>{person.displayName}</bdi>
        </Text>
        <Text size={200} className={styles.roles} block>
          {roles || t('signIn.asNoRole')}
        </Text>
      </span>
    </button>
  );
}
