import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { DatabaseArrowUpRegular } from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';
import type { RetentionSettings, TenantDetails } from '../../client/settings.ts';
import { numberText } from '../formats.ts';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';
import { ChoiceField, NumberField, SwitchField } from './fields.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useTenantChange, wrongFields } from './settings-queries.ts';
import { differing, wholeNumber } from './values.ts';

type DayName = Exclude<keyof RetentionSettings, 'delicenseDelayEnabled' | 'oneDriveUnlicensedRule'>;
type Draft = Record<DayName, string> & Pick<RetentionSettings, 'delicenseDelayEnabled' | 'oneDriveUnlicensedRule'>;

const DAYS: readonly DayName[] = [
  'mailboxDisconnectDays',
  'delicenseDelayDays',
  'oneDriveReadOnlyDay',
  'oneDriveArchiveDay',
  'officeOfflineDays',
  'userSoftDeleteDays',
  'oneDriveRetentionDays',
];

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** How long data is kept after access is lost: the documented day counts, or the organization's own. */
export function RetentionForm({ tenant }: { readonly tenant: TenantDetails }) {
  const { t, language } = useTexts();
  const { allowed } = useRight('manageTenant');
  const saving = useTenantChange();
  const saved = draftOf(tenant.settings);
  const defaults = draftOf(tenant.settingDefaults);
  const [edits, setEdits] = useState<Partial<Draft>>({});
  const [tried, setTried] = useState(false);
  const draft = { ...saved, ...edits };
  const range = (name: DayName) => tenant.settingRanges[name] ?? { min: 1, max: 3650 };
  const unused = [
    ...(draft.delicenseDelayEnabled ? [] : ['delicenseDelayDays']),
    ...(draft.oneDriveUnlicensedRule === '2025' ? [] : ['oneDriveReadOnlyDay', 'oneDriveArchiveDay']),
  ];
  const wrong = DAYS.filter((name) => wholeNumber(draft[name], range(name)) === undefined);
  const isOutOfOrder = wrong.length === 0 && Number(draft.oneDriveArchiveDay) <= Number(draft.oneDriveReadOnlyDay);
  const set =
    <Name extends keyof Draft>(name: Name) =>
    (value: Draft[Name]) => {
      setEdits({ ...edits, [name]: value });
      saving.reset();
      saving.touch();
    };
  const errorOf = (name: DayName): string | undefined => {
    if (tried && name === 'oneDriveArchiveDay' && isOutOfOrder) return t('settings.wrongOrder');
    if (!(tried && wrong.includes(name)) && !wrongFields(saving.error).includes(name)) return undefined;
    const { min, max } = range(name);
    return t('settings.wrongNumber', { min: numberText(min, language), max: numberText(max, language) });
  };
  const byDefault = (value: string) => t('settings.byDefault', { value });
  const number = (name: DayName) => (
    <NumberField
      label={t(`settings.${name}`)}
      hint={byDefault(defaults[name])}
      value={draft[name]}
      onChange={set(name)}
      error={errorOf(name)}
      disabled={unused.includes(name)}
    />
  );
  const save = () => {
    const isWrong = wrong.length > 0 || isOutOfOrder;
    setTried(isWrong);
    if (isWrong) return;
    const change = differing(settingsOf(draft), tenant.settings);
    saving.mutate({ settings: change }, { onSuccess: () => setEdits({}) });
  };
  const rules = [
    { value: '2025', text: t('settings.rule2025') },
    { value: '2021', text: t('settings.rule2021') },
  ];
  return (
    <SettingsForm
      icon={<DatabaseArrowUpRegular />}
      title={t('settings.retention')}
      hint={t('settings.retentionHint')}
      changed={Object.keys(differing(draft, saved)).length > 0}
      saving={saving}
      onSave={save}
      onDiscard={() => {
        setEdits({});
        setTried(false);
        saving.reset();
      }}
      actions={
        allowed && Object.keys(differing(draft, defaults)).length > 0 ? (
          <Button appearance="subtle" onClick={() => setEdits(defaults)}>
            {t('settings.useDefaults')}
          </Button>
        ) : null
      }
    >
      <Group title={t('settings.mailGroup')}>
        <SwitchField
          label={t('settings.delicenseDelayEnabled')}
          hint={byDefault(t(tenant.settingDefaults.delicenseDelayEnabled ? 'settings.on' : 'settings.off'))}
          checked={draft.delicenseDelayEnabled}
          onChange={set('delicenseDelayEnabled')}
        />
        {number('delicenseDelayDays')}
        {number('mailboxDisconnectDays')}
      </Group>
      <Group title={t('settings.driveGroup')}>
        <ChoiceField
          label={t('settings.oneDriveUnlicensedRule')}
          hint={byDefault(rules.find(({ value }) => value === defaults.oneDriveUnlicensedRule)?.text ?? '')}
          value={draft.oneDriveUnlicensedRule}
          onChange={(value) => set('oneDriveUnlicensedRule')(value === '2021' ? '2021' : '2025')}
          options={rules}
        />
        {number('oneDriveReadOnlyDay')}
        {number('oneDriveArchiveDay')}
        {number('oneDriveRetentionDays')}
      </Group>
      <Group title={t('settings.accountGroup')}>
        {number('userSoftDeleteDays')}
        {number('officeOfflineDays')}
      </Group>
    </SettingsForm>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its legend where no layout reaches it.
    <div role="group" aria-labelledby={id} className={styles.group}>
      <Subtitle2 as="h3" id={id}>
        {title}
      </Subtitle2>
      {children}
    </div>
  );
}

function draftOf(settings: RetentionSettings): Draft {
  const days = Object.fromEntries(DAYS.map((name) => [name, String(settings[name])])) as Record<DayName, string>;
  const { delicenseDelayEnabled, oneDriveUnlicensedRule } = settings;
  return { ...days, delicenseDelayEnabled, oneDriveUnlicensedRule };
}

function settingsOf(draft: Draft): RetentionSettings {
  const days = Object.fromEntries(DAYS.map((name) => [name, Number(draft[name].replace(/\s/g, ''))]));
  const { delicenseDelayEnabled, oneDriveUnlicensedRule } = draft;
  return { ...(days as Record<DayName, number>), delicenseDelayEnabled, oneDriveUnlicensedRule };
}
