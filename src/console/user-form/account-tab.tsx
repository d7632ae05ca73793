import {
  Button,
  Field,
  Input,
  makeStyles,
  Select,
  SkeletonItem,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type SubmitEvent, useRef, useState } from 'react';
import type { AccountFields, UserAccount } from '../../client/user-accounts.ts';
import { dayText } from '../formats.ts';
import { countriesIn } from '../parts/countries.ts';
import { Problem } from '../parts/problem.tsx';
import { roleText } from '../parts/roles.ts';
import { Success } from '../parts/success.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { userAccounts } from '../server.ts';
import { useTexts } from '../texts.ts';
import { AccountActions } from './account-actions.tsx';
import { accountField, accountProblem } from './account-problem.ts';
import { useFirstFault } from './first-fault.ts';
import { Notice } from './notice.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';

const NAMES = ['displayName', 'givenName', 'surname', 'userPrincipalName'] as const;
const CONTACT = [
  'mail',
  'department',
  'jobTitle',
  'companyName',
  'officeLocation',
  'city',
  'businessPhone',
  'mobilePhone',
] as const;
const REQUIRED: readonly TextName[] = ['displayName', 'userPrincipalName'];

/** The longest values that the directory takes, where they are not 128 characters. */
const LONGEST: Partial<Record<TextName, number>> = {
  displayName: 256,
  givenName: 64,
  surname: 64,
  userPrincipalName: 256,
  mail: 320,
  department: 64,
  companyName: 64,
  businessPhone: 64,
  mobilePhone: 64,
};

type TextName = (typeof NAMES)[number] | (typeof CONTACT)[number];

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, minWidth: 0 },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  heading: { margin: 0 },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(15rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    alignItems: 'start',
  },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

/** The account of one person in their pane: names, contact, location, sign-in, roles; each to be edited by who may. */
export function AccountTab({ userId, onDeleted }: { readonly userId: string; readonly onDeleted: () => void }) {
  const {
    data: user,
    error,
    refetch,
  } = useQuery({
    queryKey: ['person', userId, 'account'],
    queryFn: () => userAccounts.read(userId),
  });
  const { t } = useTexts();
  const styles = useStyles();
  // Whoever is deleted has nothing left to save.
  const deleted = useRef(false);
  if (error) {
    return (
      <div className={styles.section}>
        <Problem error={error} />
        <div>
          <Button onClick={() => void refetch()}>{t('state.retry')}</Button>
        </div>
      </div>
    );
  }
  if (!user) return <SkeletonItem size={128} />;
  return (
    <div className={styles.root}>
      <AccountActions
        user={user}
        onDeleted={() => {
          deleted.current = true;
          onDeleted();
        }}
      />
      <Account key={user.id} user={user} deleted={deleted} />
    </div>
  );
}

function Account({ user, deleted }: { readonly user: UserAccount; readonly deleted: { readonly current: boolean } }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const client = useQueryClient();
  const mayUpdate = useRight('updateUser');
  const mayLocate = useRight('setUsageLocation');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [edited, setEdited] = useState<AccountFields>({});
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [saved, setSaved] = useState(false);
  const save = useMutation({
    mutationFn: () => userAccounts.update(user.id, changes),
    onSuccess: async () => {
      await client.invalidateQueries();
      setEdited({});
      setSaved(true);
    },
  });
  const changes = Object.fromEntries(
    Object.entries(edited).filter(([name, value]) => value !== user[name as keyof UserAccount]),
  ) as AccountFields;
  const isDirty = Object.keys(changes).length > 0;
  const edit = (name: TextName | 'usageLocation', value: string) => {
    setEdited({ ...edited, [name]: value === '' ? null : value } as AccountFields);
    setMissing([]);
    setSaved(false);
    save.reset();
  };
  const discard = () => {
    setEdited({});
    setMissing([]);
    save.reset();
  };
  const shown = (name: TextName | 'usageLocation') => (name in edited ? edited[name] : user[name]) ?? '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const empty = REQUIRED.filter((name) => shown(name).trim() === '');
    setMissing(empty);
    if (isDirty && empty.length === 0 && !save.isPending) save.mutate();
  };
  const wrongField = [...NAMES, ...CONTACT].find((name) => save.error && name === accountField(save.error));
  const form = useFirstFault(missing.length > 0 ? missing : save.error);
  const faultOf = (name: TextName) => {
    if (missing.includes(name)) return t('userForm.required');
    return name === wrongField ? accountProblem(save.error, t) : undefined;
  };
  const fields = (names: readonly TextName[]) => (
    <div className={styles.fields}>
      {names.map((name) => (
        <Field
          key={name}
          label={t(`userForm.field.${name}`)}
          required={REQUIRED.includes(name)}
          validationMessage={faultOf(name)}
        >
          <Input
            value={shown(name)}
            maxLength={LONGEST[name] ?? 128}
            readOnly={!mayUpdate.allowed}
            onChange={(_event, { value }) => edit(name, value)}
          />
        </Field>
      ))}
    </div>
  );
  return (
    <>
      <form ref={form} className={styles.root} onSubmit={submit} noValidate>
        {mayUpdate.reason ? <Text className={styles.quiet}>{mayUpdate.reason}</Text> : null}
        <section className={styles.section}>
          <Subtitle2 as="h3" className={styles.heading}>
            {t('userForm.names')}
          </Subtitle2>
          {fields(NAMES)}
        </section>
        <section className={styles.section}>
          <Subtitle2 as="h3" className={styles.heading}>
            {t('userForm.contact')}
          </Subtitle2>
          {fields(CONTACT)}
          <Field label={t('userForm.field.usageLocation')} hint={mayLocate.reason}>
            <Select
              value={shown('usageLocation')}
              disabled={!mayLocate.allowed}
              onChange={(_event, { value }) => edit('usageLocation', value)}
            >
              <option value="">{t('userForm.noLocation')}</option>
              {countriesIn(language).map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </section>
        {save.error && wrongField === undefined ? (
          <Notice intent="error">{accountProblem(save.error, t)}</Notice>
        ) : null}
        <Success text={saved && !isDirty ? t('userForm.saved') : undefined} />
        <div className={styles.actions}>
          <Button type="submit" appearance="primary" disabledFocusable={!isDirty || save.isPending}>
            {t('userForm.save')}
          </Button>
          {isDirty ? (
            <>
              <Button onClick={discard}>{t('userForm.discard')}</Button>
              <Text className={styles.quiet}>{t('userForm.unsaved')}</Text>
            </>
          ) : null}
        </div>
      </form>
      <UnsavedGuard
        unsaved={() => isDirty && !deleted.current}
        leaves={({ user: shownUser, tab }) => shownUser !== user.id || tab !== 'account'}
      />
      <Roles userId={user.id} />
      <Text className={styles.quiet}>
        {t('userForm.created', { day: dayText(user.createdDateTime, session.tenant.timeZone, language) })}
        {user.onPremisesSyncEnabled ? ` ${t('userForm.synced')}` : ''}
      </Text>
    </>
  );
}

function Roles({ userId }: { readonly userId: string }) {
  const { t } = useTexts();
  const styles = useStyles();
  const held = useQuery({ queryKey: ['person', userId, 'roles'], queryFn: () => userAccounts.roles(userId) });
  const names = useQuery({ queryKey: ['role names'], queryFn: () => userAccounts.roleNames(), staleTime: 600_000 });
  return (
    <section className={styles.section}>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('userForm.roles')}
      </Subtitle2>
      <Problem error={held.error ?? names.error} />
      {held.data && names.data ? (
        <Text>
          {held.data.length === 0
            ? t('userForm.noRoles')
            : held.data.map((id) => roleText(names.data.get(id) ?? id, t)).join(', ')}
        </Text>
      ) : null}
      <Text className={styles.quiet} size={200}>
        {t('userForm.rolesHint')}
      </Text>
    </section>
  );
}
