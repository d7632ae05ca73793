import { makeStyles, tokens } from '@fluentui/react-components';
import { ShieldKeyholeRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { AccessSettings, TenantDetails } from '../../client/settings.ts';
import { numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';
import { NumberField, SWITCH_LABEL, SwitchField } from './fields.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useAccessChange, wrongFields } from './settings-queries.ts';
import { differing, wholeNumber } from './values.ts';

/** What the server takes. */
const RANGES = {
  sessionIdleMinutes: { min: 5, max: 1440 },
  sessionHours: { min: 1, max: 720 },
  approvalAbove: { min: 0, max: 1_000_000 },
  auditRetentionDays: { min: 30, max: 36_500 },
} as const;

type NumberName = keyof typeof RANGES;
type SwitchName = 'administratorsNeedSecondFactor' | 'purgeNeedsApproval' | 'signInAs';

/** What stands in the form: numbers as they were typed, and whether the two that can be without limit have one. */
type Draft = Record<NumberName, string> & Record<SwitchName | 'approvalNeeded' | 'auditLimited', boolean>;

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(18rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalXL,
    rowGap: tokens.spacingVerticalL,
    alignItems: 'start',
    '& > *': { minWidth: 0 },
  },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  below: { paddingInlineStart: SWITCH_LABEL },
});

/** Who gets in, what takes two administrators, and how long the audit log is kept. */
export function AccessForm({ tenant }: { readonly tenant: TenantDetails }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const saving = useAccessChange();
  const saved = draftOf(tenant.access);
  const [edits, setEdits] = useState<Partial<Draft>>({});
  const [tried, setTried] = useState(false);
  const draft = { ...saved, ...edits };
  const wrong = wrongNumbers(draft);
  const set =
    <Name extends keyof Draft>(name: Name) =>
    (value: Draft[Name]) => {
      setEdits({ ...edits, [name]: value });
      saving.reset();
      saving.touch();
    };
  const number = (name: NumberName) => ({
    value: draft[name],
    onChange: set(name),
    error:
      (tried && wrong.includes(name)) || wrongFields(saving.error).includes(name)
        ? t('settings.wrongNumber', {
            min: numberText(RANGES[name].min, language),
            max: numberText(RANGES[name].max, language),
          })
        : undefined,
  });
  const save = () => {
    setTried(wrong.length > 0);
    if (wrong.length > 0) return;
    saving.mutate(differing(settingsOf(draft), tenant.access), { onSuccess: () => setEdits({}) });
  };
  return (
    <SettingsForm
      icon={<ShieldKeyholeRegular />}
      title={t('settings.access')}
      hint={t('settings.accessHint')}
      changed={Object.keys(differing(draft, saved)).length > 0}
      saving={saving}
      onSave={save}
      onDiscard={() => {
        setEdits({});
        setTried(false);
        saving.reset();
      }}
    >
      <div className={styles.grid}>
        <NumberField label={t('settings.sessionIdleMinutes')} {...number('sessionIdleMinutes')} />
        <NumberField label={t('settings.sessionHours')} {...number('sessionHours')} />
      </div>
      <SwitchField
        label={t('settings.administratorsNeedSecondFactor')}
        hint={t('settings.administratorsNeedSecondFactorHint')}
        checked={draft.administratorsNeedSecondFactor}
        onChange={set('administratorsNeedSecondFactor')}
      />
      <div className={styles.group}>
        <SwitchField
          label={t('settings.approvalNeeded')}
          hint={t('settings.approvalAboveHint')}
          checked={draft.approvalNeeded}
          onChange={set('approvalNeeded')}
        />
        {draft.approvalNeeded ? (
          <div className={styles.below}>
            <NumberField label={t('settings.approvalAbove')} {...number('approvalAbove')} />
          </div>
        ) : null}
      </div>
      <SwitchField
        label={t('settings.purgeNeedsApproval')}
        checked={draft.purgeNeedsApproval}
        onChange={set('purgeNeedsApproval')}
      />
      <div className={styles.group}>
        <SwitchField
          label={t('settings.auditLimited')}
          hint={t('settings.auditLimitedHint')}
          checked={draft.auditLimited}
          onChange={set('auditLimited')}
        />
        {draft.auditLimited ? (
          <div className={styles.below}>
            <NumberField label={t('settings.auditRetentionDays')} {...number('auditRetentionDays')} />
          </div>
        ) : null}
      </div>
      <SwitchField
        label={t('settings.signInAs')}
        hint={t(tenant.kind === 'production' ? 'settings.signInAsProduction' : 'settings.signInAsHint')}
        checked={draft.signInAs}
        onChange={set('signInAs')}
        disabled={tenant.kind === 'production'}
      />
    </SettingsForm>
  );
}

function draftOf(access: AccessSettings): Draft {
  return {
    sessionIdleMinutes: String(access.sessionIdleMinutes),
    sessionHours: String(access.sessionHours),
    administratorsNeedSecondFactor: access.administratorsNeedSecondFactor,
    approvalNeeded: access.approvalAbove !== null,
    approvalAbove: String(access.approvalAbove ?? 1000),
    purgeNeedsApproval: access.purgeNeedsApproval,
    auditLimited: access.auditRetentionDays !== null,
    auditRetentionDays: String(access.auditRetentionDays ?? 365),
    signInAs: access.signInAs,
  };
}

function settingsOf(draft: Draft): AccessSettings {
  const number = (name: NumberName) => wholeNumber(draft[name], RANGES[name]) ?? RANGES[name].min;
  const { administratorsNeedSecondFactor, purgeNeedsApproval, signInAs } = draft;
  return {
    administratorsNeedSecondFactor,
    purgeNeedsApproval,
    signInAs,
    sessionIdleMinutes: number('sessionIdleMinutes'),
    sessionHours: number('sessionHours'),
    approvalAbove: draft.approvalNeeded ? number('approvalAbove') : null,
    auditRetentionDays: draft.auditLimited ? number('auditRetentionDays') : null,
  };
}

function wrongNumbers(draft: Draft): NumberName[] {
  const unused = [
    ...(draft.approvalNeeded ? [] : ['approvalAbove']),
    ...(draft.auditLimited ? [] : ['auditRetentionDays']),
  ];
  return (Object.keys(RANGES) as NumberName[]).filter(
    (name) => !unused.includes(name) && wholeNumber(draft[name], RANGES[name]) === undefined,
  );
}
