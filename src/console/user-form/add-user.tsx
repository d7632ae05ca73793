import {
  Button,
  Checkbox,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Input,
  makeStyles,
  OverlayDrawer,
  ProgressBar,
  Radio,
  RadioGroup,
  Select,
  SkeletonItem,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { numberText } from '../formats.ts';
import { countriesIn } from '../parts/countries.ts';
import { problemText } from '../parts/problem.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { tenantQuery } from '../settings/settings-queries.ts';
import { useTexts } from '../texts.ts';
import { accountProblem } from './account-problem.ts';
import { addUser, EMPTY_USER, type UserDraft } from './add-user-request.ts';
import { Credentials } from './credentials.tsx';
import { Notice } from './notice.tsx';

const useStyles = makeStyles({
  // The drawer lays out its body and its footer as if the form were not there.
  form: { display: 'contents' },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    paddingBottom: tokens.spacingVerticalXL,
  },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  heading: { margin: 0 },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(14rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  products: { display: 'flex', flexDirection: 'column' },
  product: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
});

/** The form for a new user: basics, location and licenses, then what was made, with the password to hand over. */
export function AddUser({ onClose }: { readonly onClose: (createdUserId: string | undefined) => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const tenant = useQuery(tenantQuery);
  const [draft, setDraft] = useState<UserDraft>(EMPTY_USER);
  const [incomplete, setIncomplete] = useState(false);
  const domain = draft.domain || tenant.data?.defaultDomain || '';
  const add = useMutation({ mutationFn: () => addUser({ ...draft, domain }) });
  const made = add.data;
  const close = () => onClose(made?.user.id);
  const change = (part: Partial<UserDraft>) => {
    setDraft({ ...draft, ...part });
    setIncomplete(false);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const missing = missingOf(draft).length > 0;
    setIncomplete(missing);
    if (!missing && !add.isPending && !made) add.mutate();
  };
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      aria-label={t('userForm.add')}
      onOpenChange={(_event, { open }) => (open || add.isPending ? undefined : close())}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('userForm.close')} onClick={close} />
          }
        >
          {made ? t('userForm.addedTitle', { name: made.user.displayName }) : t('userForm.add')}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <form className={styles.form} onSubmit={submit} noValidate>
        <DrawerBody>
          <div className={styles.body}>
            {add.error ? <Notice intent="error">{accountProblem(add.error, t)}</Notice> : null}
            {add.isPending ? <ProgressBar aria-label={t('userForm.working')} /> : null}
            {made ? (
              <>
                {made.licensesError ? (
                  <Notice intent="warning">
                    {t('userForm.licensesRefused', {
                      name: made.user.displayName,
                      names: made.licenses.join(', '),
                    })}{' '}
                    {typeof made.licensesError === 'string' ? made.licensesError : problemText(made.licensesError, t)}
                  </Notice>
                ) : made.licenses.length > 0 ? (
                  <Notice intent="success">{t('userForm.licensesGiven', { names: made.licenses.join(', ') })}</Notice>
                ) : null}
                <Text>{t('userForm.addedHint')}</Text>
                <Credentials people={[{ ...made.user, password: made.password }]} />
              </>
            ) : (
              <>
                <Basics
                  draft={draft}
                  domain={domain}
                  domains={tenant.data?.domains ?? []}
                  missing={incomplete ? missingOf(draft) : []}
                  onChange={change}
                />
                <Licenses draft={draft} missing={incomplete ? missingOf(draft) : []} onChange={change} />
                <section className={styles.section}>
                  <Subtitle2 as="h3" className={styles.heading}>
                    {t('userForm.optional')}
                  </Subtitle2>
                  <div className={styles.fields}>
                    {(['department', 'jobTitle', 'officeLocation', 'mobilePhone'] as const).map((name) => (
                      <Field key={name} label={t(`userForm.field.${name}`)}>
                        <Input
                          value={draft[name]}
                          maxLength={64}
                          onChange={(_event, { value }) => change({ [name]: value })}
                        />
                      </Field>
                    ))}
                  </div>
                </section>
              </>
            )}
          </div>
        </DrawerBody>
        <DrawerFooter>
          {made ? (
            <Button appearance="primary" onClick={close}>
              {t('userForm.open')}
            </Button>
          ) : (
            <>
              <Button type="submit" appearance="primary" disabledFocusable={add.isPending}>
                {t('userForm.finish')}
              </Button>
              <Button onClick={() => onClose(undefined)}>{t('userForm.cancel')}</Button>
            </>
          )}
        </DrawerFooter>
      </form>
    </OverlayDrawer>
  );
}

interface PartProps {
  readonly draft: UserDraft;
  readonly missing: readonly string[];
  readonly onChange: (part: Partial<UserDraft>) => void;
}

function Basics({
  draft,
  domain,
  domains,
  missing,
  onChange,
}: PartProps & { readonly domain: string; readonly domains: readonly string[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const missed = (name: string) => (missing.includes(name) ? { validationMessage: t('userForm.required') } : {});
  const name = (part: Pick<Partial<UserDraft>, 'givenName' | 'surname'>) => {
    const next = { ...draft, ...part };
    const usual = ({ givenName, surname }: UserDraft) => [givenName, surname].filter((each) => each !== '').join(' ');
    // As long as nobody has written another one, the display name follows.
    onChange({ ...part, ...(draft.displayName === usual(draft) ? { displayName: usual(next) } : {}) });
  };
  return (
    <section className={styles.section}>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('userForm.basics')}
      </Subtitle2>
      <div className={styles.fields}>
        <Field label={t('userForm.field.givenName')}>
          <Input value={draft.givenName} maxLength={64} onChange={(_event, { value }) => name({ givenName: value })} />
        </Field>
        <Field label={t('userForm.field.surname')}>
          <Input value={draft.surname} maxLength={64} onChange={(_event, { value }) => name({ surname: value })} />
        </Field>
      </div>
      <Field label={t('userForm.field.displayName')} required {...missed('displayName')}>
        <Input
          value={draft.displayName}
          maxLength={256}
          onChange={(_event, { value }) => onChange({ displayName: value })}
        />
      </Field>
      <div className={styles.fields}>
        <Field label={t('userForm.field.userPrincipalName')} required {...missed('userName')}>
          <Input
            value={draft.userName}
            maxLength={64}
            contentAfter="@"
            autoCapitalize="none"
            onChange={(_event, { value }) => onChange({ userName: value.trim() })}
          />
        </Field>
        <Field label={t('userForm.domain')}>
          <Select value={domain} onChange={(_event, { value }) => onChange({ domain: value })}>
            {domains.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <RadioGroup
        value={draft.password === undefined ? 'automatic' : 'own'}
        aria-label={t('userForm.password')}
        onChange={(_event, { value }) => onChange({ password: value === 'own' ? '' : undefined })}
      >
        <Radio value="automatic" label={t('userForm.automatic')} />
        <Radio value="own" label={t('userForm.ownPassword')} />
      </RadioGroup>
      {draft.password === undefined ? null : (
        <Field label={t('userForm.password')} required {...missed('password')}>
          <Input
            type="password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(_event, { value }) => onChange({ password: value })}
          />
        </Field>
      )}
      <Checkbox
        label={t('userForm.mustChange')}
        checked={draft.mustChange}
        onChange={(_event, { checked }) => onChange({ mustChange: checked === true })}
      />
    </section>
  );
}

function Licenses({ draft, missing, onChange }: PartProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const right = useRight('assignLicenses');
  const owned = useQuery(ownedProductsQuery);
  return (
    <section className={styles.section}>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('userForm.licenses')}
      </Subtitle2>
      <Text className={styles.quiet}>{right.reason ?? t('userForm.licensesHint')}</Text>
      <Field
        label={t('userForm.field.usageLocation')}
        required={draft.products.length > 0}
        {...(missing.includes('usageLocation') ? { validationMessage: t('userForm.required') } : {})}
      >
        <Select value={draft.usageLocation} onChange={(_event, { value }) => onChange({ usageLocation: value })}>
          <option value="">{t('userForm.noLocation')}</option>
          {countriesIn(language).map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {owned.isPending ? <SkeletonItem size={64} /> : null}
      <div className={styles.products}>
        {(owned.data?.value ?? [])
          .filter(({ selfServicePurchaser }) => selfServicePurchaser === null)
          .map(({ skuId, name, available }) => {
            const isChosen = draft.products.some((each) => each.skuId === skuId);
            return (
              <span key={skuId} className={styles.product}>
                <Checkbox
                  label={name}
                  checked={isChosen}
                  disabled={!right.allowed || (available <= 0 && !isChosen)}
                  onChange={() =>
                    onChange({
                      products: isChosen
                        ? draft.products.filter((each) => each.skuId !== skuId)
                        : [...draft.products, { skuId, name }],
                    })
                  }
                />
                <Text size={200} className={styles.quiet}>
                  {available > 0
                    ? t('manage.available', { count: available, number: numberText(available, language) })
                    : t('userForm.noneLeft')}
                </Text>
              </span>
            );
          })}
      </div>
    </section>
  );
}

/** What must be filled in and is not. */
function missingOf({ displayName, userName, password, products, usageLocation }: UserDraft): string[] {
  return [
    ...(displayName.trim() === '' ? ['displayName'] : []),
    ...(userName === '' ? ['userName'] : []),
    ...(password === '' ? ['password'] : []),
    ...(products.length > 0 && usageLocation === '' ? ['usageLocation'] : []),
  ];
}
