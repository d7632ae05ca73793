import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { BuildingRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { TenantDetails, TenantTraits } from '../../client/settings.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { countriesIn } from '../parts/countries.ts';
import { LANGUAGES, useTexts } from '../texts.ts';
import { ChoiceField, TextField } from './fields.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useTenantChange, wrongFields } from './settings-queries.ts';
import { differing, namedCurrencies } from './values.ts';

const CLOUDS = Object.keys(consoleEn.cloud) as (keyof typeof consoleEn.cloud)[];

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(18rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalL,
    alignItems: 'start',
    '& > *': { minWidth: 0 },
  },
  id: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  note: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  body: { whiteSpace: 'normal' },
});

/** What the organization is called, where it is, in which cloud. */
export function OrganizationForm({ tenant }: { readonly tenant: TenantDetails }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const saving = useTenantChange();
  const [edits, setEdits] = useState<Partial<TenantTraits>>({});
  const change = differing(edits, tenant);
  const draft = { ...tenant, ...edits };
  const set = (name: keyof TenantTraits) => (value: string) => {
    setEdits({ ...edits, [name]: value });
    saving.reset();
    saving.touch();
  };
  const isWrong = (name: keyof TenantTraits) => wrongFields(saving.error).includes(name);
  const error = (name: keyof TenantTraits) => (isWrong(name) ? t('settings.wrongChoice') : undefined);
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', tenant.timeZone])].sort();
  const currencies = [...new Set([...Intl.supportedValuesOf('currency'), tenant.currency])];
  return (
    <SettingsForm
      icon={<BuildingRegular />}
      title={t('settings.organization')}
      hint={t('settings.organizationHint')}
      changed={Object.keys(change).length > 0}
      saving={saving}
      onSave={() => saving.mutate(change, { onSuccess: () => setEdits({}) })}
      onDiscard={() => {
        setEdits({});
        saving.reset();
      }}
    >
      <div className={styles.grid}>
        <TextField
          label={t('settings.name')}
          value={draft.displayName}
          onChange={set('displayName')}
          error={isWrong('displayName') ? t('settings.wrongName') : undefined}
        />
        <ChoiceField
          label={t('settings.domain')}
          hint={t('settings.domainHint')}
          value={draft.defaultDomain}
          onChange={set('defaultDomain')}
          options={tenant.domains.map((value) => ({ value, text: value }))}
          error={isWrong('defaultDomain') ? t('settings.wrongDomain') : undefined}
        />
        <ChoiceField
          label={t('settings.country')}
          value={draft.country}
          onChange={set('country')}
          options={countriesIn(language).map(({ code, name }) => ({ value: code, text: name }))}
          error={error('country')}
        />
        <ChoiceField
          label={t('settings.language')}
          hint={t('settings.languageHint')}
          value={draft.language}
          onChange={set('language')}
          options={LANGUAGES.map((value) => ({ value, text: t(`language.${value}`) }))}
          error={error('language')}
        />
        <ChoiceField
          label={t('settings.timeZone')}
          hint={t('settings.timeZoneHint')}
          value={draft.timeZone}
          onChange={set('timeZone')}
          options={zones.map((value) => ({ value, text: value.replaceAll('_', ' ') }))}
          error={error('timeZone')}
        />
        <ChoiceField
          label={t('settings.currency')}
          hint={t('settings.currencyHint')}
          value={draft.currency}
          onChange={set('currency')}
          options={namedCurrencies(currencies, language)}
          error={error('currency')}
        />
        <ChoiceField
          label={t('settings.cloud')}
          hint={t('settings.cloudHint')}
          value={draft.cloud}
          onChange={set('cloud')}
          options={CLOUDS.map((value) => ({ value, text: t(`cloud.${value}`) }))}
          error={error('cloud')}
        />
        <div className={styles.note}>
          <Text>{t('settings.tenantId')}</Text>
          <span className={styles.id}>
            <Text className={styles.code}>{tenant.tenantId}</Text>
            <CopyButton text={tenant.tenantId} />
          </span>
        </div>
      </div>
      <div className={styles.note}>
        <Text className={styles.quiet}>{t('settings.cloudSame')}</Text>
        <Text className={styles.quiet}>{t('settings.cloudOneDrive')}</Text>
      </div>
      {draft.cloud === 'usGovernment' && tenant.settings.oneDriveUnlicensedRule === '2025' ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.body}>{t('settings.cloudCheck')}</MessageBarBody>
        </MessageBar>
      ) : null}
    </SettingsForm>
  );
}
