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
import { Problem, problemText } from '../parts/problem.tsx';
import { useReturningFocus } from '../person/returning-focus.ts';
import { ownedProductsQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { tenantQuery } from '../settings/settings-queries.ts';
import { useTexts } from '../texts.ts';
import { accountField, accountProblem } from './account-problem.ts';
import { addUser, EMPTY_USER, type UserDraft } from './add-user-request.ts';
import { Credentials } from './credentials.tsx';
import { useFirstFault } from './first-fault.ts';
import { Notice } from './notice.tsx';
import { PasswordChoice } from './password-choice.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';

const OPTIONAL = ['department', 'jobTitle', 'officeLocation', 'businessPhone', 'mobilePhone'] as const;

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
    alignItems: 'start',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  products: { display: 'flex', flexDirection: 'column' },
  product: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
});

/** The form for a new user: basics, location and licenses, then what was made, with the password to hand over. */
export function AddUser({ onClose }: { readonly onClose: (createdUserId: string | undefined) => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  useReturningFocus();
  const tenant = useQuery(tenantQuery);
  const [written, setWritten] = useState<UserDraft>(EMPTY_USER);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const draft = {
    ...written,
    domain: written.domain || (tenant.data?.defaultDomain ?? ''),
    usageLocation: written.usageLocation ?? tenant.data?.country ?? '',
  };
  const add = useMutation({ mutationFn: () => addUser(draft) });
  const made = add.data;
  const close = () => {
    // The password would be lost with the answer.
    if (!add.isPending) onClose(made?.user.id);
  };
  const change = (part: Partial<UserDraft>) => {
    setWritten({ ...written, ...part });
    setMissing([]);
    add.reset();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const now = missingOf(draft);
    setMissing(now);
    if (now.length === 0 && !add.isPending && !made) add.mutate();
  };
  const wrongField = add.error ? accountField(add.error) : undefined;
  const form = useFirstFault(missing.length > 0 ? missing : add.error);
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      aria-label={t('userForm.add')}
      onOpenChange={(_event, { open, type }) => (open || type === 'backdropClick' ? undefined : close())}
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
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        <DrawerBody>
          <div className={styles.body}>
            {add.error && wrongField !== 'userPrincipalName' ? (
              <Notice intent="error">{accountProblem(add.error, t)}</Notice>
            ) : null}
            <Problem error={tenant.error} />
            {add.isPending ? <ProgressBar aria-label={t('userForm.working')} /> : null}
            {made ? (
              <>
                {made.licensesError ? (
                  <Notice intent="warning">
                    {t('userForm.licensesRefused', {
                      name: made.user.displayName,
                      names: made.licenses.join(', '),
                    })}{' '}
                    {typeof made.licensesError === 'string' ? made.licensesError : problemText(made.licensesError, t)}{' '}
                    {t('userForm.licensesLater')}
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
                  domains={tenant.data?.domains ?? []}
                  faultOf={(name) =>
                    missing.includes(name)
                      ? t('userForm.required')
                      : name === wrongField
                        ? accountProblem(add.error, t)
                        : undefined
                  }
                  onChange={change}
                />
                <Licenses
                  draft={draft}
                  fault={missing.includes('usageLocation') ? t('userForm.required') : undefined}
                  onChange={change}
                />
                <section className={styles.section}>
                  <Subtitle2 as="h3" className={styles.heading}>
                    {t('userForm.optional')}
                  </Subtitle2>
                  <div className={styles.fields}>
                    {OPTIONAL.map((name) => (
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
              <Button onClick={close}>{t('userForm.cancel')}</Button>
            </>
          )}
        </DrawerFooter>
      </form>
      <UnsavedGuard unsaved={() => written !== EMPTY_USER && !made} leaves={({ add: isOpen }) => isOpen !== true} />
    </OverlayDrawer>
  );
}

interface PartProps {
  readonly draft: UserDraft;
  readonly onChange: (part: Partial<UserDraft>) => void;
}

function Basics({
  draft,
  domains,
  faultOf,
  onChange,
}: PartProps & {
  readonly domains: readonly string[];
  /** What is wrong with a field. */
  readonly faultOf: (name: string) => string | undefined;
}) {
  const { t } = useTexts();
  const styles = useStyles();
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
      <Field label={t('userForm.field.displayName')} required validationMessage={faultOf('displayName')}>
        <Input
          value={draft.displayName}
          maxLength={256}
          onChange={(_event, { value }) => onChange({ displayName: value })}
        />
      </Field>
      <div className={styles.fields}>
        <Field label={t('userForm.field.userPrincipalName')} required validationMessage={faultOf('userPrincipalName')}>
          <Input
            value={draft.userName}
            maxLength={64}
            contentAfter="@"
            autoCapitalize="none"
            onChange={(_event, { value }) => onChange({ userName: value.trim() })}
          />
        </Field>
        <Field label={t('userForm.domain')}>
          <Select value={draft.domain} onChange={(_event, { value }) => onChange({ domain: value })}>
            {domains.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <PasswordChoice
        value={draft.password}
        error={faultOf('password')}
        onChange={(password) => onChange({ password })}
      />
      <Checkbox
        label={t('userForm.mustChange')}
        checked={draft.mustChange}
        onChange={(_event, { checked }) => onChange({ mustChange: checked === true })}
      />
    </section>
  );
}

function Licenses({ draft, fault, onChange }: PartProps & { readonly fault: string | undefined }) {
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
      <Field label={t('userForm.field.usageLocation')} required={draft.products.length > 0} validationMessage={fault}>
        <Select value={draft.usageLocation ?? ''} onChange={(_event, { value }) => onChange({ usageLocation: value })}>
          <option value="">{t('userForm.noLocation')}</option>
          {countriesIn(language).map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Problem error={owned.error} />
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
    ...(userName === '' ? ['userPrincipalName'] : []),
    ...(password === '' ? ['password'] : []),
    ...(products.length > 0 && usageLocation === '' ? ['usageLocation'] : []),
  ];
}
