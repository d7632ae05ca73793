import { Button, Field, Input, Text } from '@fluentui/react-components';
import { DeleteRegular, KeyRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Passkey } from '../../client/account.ts';
import { BrowserRefusal, Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { Success } from '../parts/success.tsx';
import { useFirstField } from '../parts/welcome-frame.tsx';
import { accountQuery } from '../queries.ts';
import { account } from '../server.ts';
import { makePasskey, passkeysPossible } from '../sign-in/passkey-sign-in.ts';
import { useTexts } from '../texts.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { momentText } from './dates.ts';
import { deviceOf } from './device.ts';
import { useSectionStyles } from './section-styles.ts';

/** Passkeys: the list, a new one with its name, and away with one. */
export function PasskeysSection({ passkeys }: { readonly passkeys: readonly Passkey[] }) {
  const { t, language } = useTexts();
  const styles = useSectionStyles();
  const client = useQueryClient();
  const [naming, setNaming] = useState(false);
  const [removing, setRemoving] = useState<Passkey>();
  const [told, setTold] = useState<string>();
  const refresh = () => client.invalidateQueries({ queryKey: accountQuery.queryKey, exact: true });
  const possible = passkeysPossible();
  const remove = useMutation({
    mutationFn: (passkey: Passkey) => account.removePasskey(passkey.id),
    onSuccess: (_nothing, { name }) => {
      setRemoving(undefined);
      setTold(t('account.passkeyRemoved', { name }));
      void refresh();
    },
  });
  return (
    <Section icon={<KeyRegular />} title={t('account.passkeys')} hint={t('account.passkeysHint')}>
      <Success text={told} />
      {passkeys.length === 0 ? (
        <Text className={styles.quiet}>{t('account.noPasskeys')}</Text>
      ) : (
        <ul className={styles.list}>
          {passkeys.map((passkey) => (
            <li key={passkey.id} className={styles.item}>
              <div className={styles.itemText}>
                <Text className={styles.strong}>
                  <bdi>{passkey.name}</bdi>
                </Text>
                <Text size={200} className={styles.quiet}>
                  {passkey.lastUsedAt === null
                    ? t('account.passkeyUnused', { created: momentText(passkey.createdAt, language) })
                    : t('account.passkeyUsed', {
                        created: momentText(passkey.createdAt, language),
                        used: momentText(passkey.lastUsedAt, language),
                      })}
                </Text>
              </div>
              <Button
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={t('account.removePasskey', { name: passkey.name })}
                onClick={() => {
                  setTold(undefined);
                  remove.reset();
                  setRemoving(passkey);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {naming ? (
        <NewPasskeyForm
          onDone={(name) => {
            setNaming(false);
            if (name === undefined) return;
            setTold(t('account.passkeyAdded', { name }));
            void refresh();
          }}
        />
      ) : possible ? (
        <div className={styles.actions}>
          <Button
            onClick={() => {
              setTold(undefined);
              setNaming(true);
            }}
          >
            {t('account.addPasskey')}
          </Button>
        </div>
      ) : (
        <Problem error={new BrowserRefusal('passkeysImpossible')} />
      )}
      {removing ? (
        <ConfirmDialog
          title={t('account.removePasskeyTitle')}
          text={t('account.removePasskeyText', { name: removing.name })}
          confirmLabel={t('account.remove')}
          error={remove.error}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(removing)}
          onCancel={() => setRemoving(undefined)}
        />
      ) : null}
    </Section>
  );
}

function NewPasskeyForm({ onDone }: { readonly onDone: (name: string | undefined) => void }) {
  const { t } = useTexts();
  const styles = useSectionStyles();
  const first = useFirstField<HTMLInputElement>();
  const device = deviceOf(navigator.userAgent)?.system;
  const [name, setName] = useState(device === undefined ? '' : t('account.passkeyNameProposal', { device }));
  const [missing, setMissing] = useState(false);
  const add = useMutation({
    mutationFn: async (wanted: string) => {
      const { flow, options } = await account.passkeyOptions();
      await account.addPasskey(flow, await makePasskey(options), wanted);
    },
    onSuccess: (_nothing, wanted) => onDone(wanted),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    setMissing(wanted === '');
    if (wanted !== '' && !add.isPending) add.mutate(wanted);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={t('account.addPasskey')}>
      <Problem error={add.error} failure="passkeyFailed" />
      <Field
        label={t('account.passkeyName')}
        hint={t('account.passkeyNameHint')}
        {...(missing ? { validationMessage: t('problem.fillIn') } : {})}
      >
        <Input ref={first} value={name} maxLength={100} onChange={(_event, data) => setName(data.value)} />
      </Field>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={add.isPending}>
          {t('account.continue')}
        </Button>
        <Button onClick={() => onDone(undefined)}>{t('account.cancel')}</Button>
      </div>
    </form>
  );
}
