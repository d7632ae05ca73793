import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Success } from '../parts/success.tsx';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';
import { wrongFields } from './settings-queries.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** One subject of the settings: its fields, and how they are saved. Enter saves too. */
export function SettingsForm({
  icon,
  title,
  hint,
  changed,
  saving,
  onSave,
  onDiscard,
  actions,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  /** Whether something differs from what is saved. */
  readonly changed: boolean;
  readonly saving: { readonly error: unknown; readonly isPending: boolean; readonly saved: boolean };
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const { allowed, reason } = useRight('manageTenant');
  const save = (
    <Button type="submit" appearance="primary" disabledFocusable={!allowed || !changed || saving.isPending}>
      {t('settings.save')}
    </Button>
  );
  return (
    <Section icon={icon} title={title} hint={hint}>
      <form
        className={styles.form}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (allowed && changed && !saving.isPending) onSave();
        }}
      >
        {children}
        {wrongFields(saving.error).length > 0 ? null : <Problem error={saving.error} />}
        <Success text={saving.saved && !changed ? t('settings.saved') : undefined} />
        <div className={styles.actions}>
          {reason === undefined ? (
            save
          ) : (
            <Tooltip content={reason} relationship="description">
              {save}
            </Tooltip>
          )}
          {changed ? (
            <Button onClick={onDiscard} disabledFocusable={saving.isPending}>
              {t('settings.discard')}
            </Button>
          ) : null}
          {actions}
        </div>
      </form>
    </Section>
  );
}
