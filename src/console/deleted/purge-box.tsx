import { Field, Input, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { DeletedUser } from '../../client/user-accounts.ts';
import { problemText } from '../parts/problem.tsx';
import { userAccounts } from '../server.ts';
import { type Texts, useTexts } from '../texts.ts';
import { Box } from '../user-form/box.tsx';
import { Names } from '../user-form/names.tsx';
import { Notice } from '../user-form/notice.tsx';

const useStyles = makeStyles({ final: { color: tokens.colorPaletteRedForeground1 } });

interface Outcome {
  readonly purged: number;
  readonly failed: readonly { readonly user: DeletedUser; readonly error: unknown }[];
}

/** Deletes deleted people for good, after a word that must be typed. */
export function PurgeBox({
  users,
  onClose,
}: {
  readonly users: readonly DeletedUser[];
  readonly onClose: (done: boolean) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [progress, setProgress] = useState(0);
  const purge = useMutation({
    mutationFn: async (): Promise<Outcome> => {
      const failed = [];
      for (const [index, user] of users.entries()) {
        try {
          await userAccounts.purge(user.id);
        } catch (error) {
          failed.push({ user, error });
        }
        setProgress(index + 1);
      }
      return { purged: users.length - failed.length, failed };
    },
    onSettled: () => client.invalidateQueries(),
  });
  const outcome = purge.data;
  const word = t('deleted.purgeWord');
  return (
    <Box
      title={t('deleted.purgeTitle', { count: users.length })}
      action={outcome ? undefined : t('deleted.purge')}
      danger
      disabled={typed.trim().toLowerCase() !== word}
      busy={purge.isPending}
      onDo={() => purge.mutate()}
      onClose={() => onClose(outcome !== undefined && outcome.purged > 0)}
    >
      {purge.isPending ? <ProgressBar aria-label={t('userForm.working')} value={progress} max={users.length} /> : null}
      {outcome ? (
        <>
          {outcome.purged > 0 ? (
            <Notice intent="success">{t('deleted.purged', { count: outcome.purged })}</Notice>
          ) : null}
          {outcome.failed.map(({ user, error }) => (
            <Notice key={user.id} intent="warning">
              {t('userForm.ofPerson', { name: user.displayName, text: failureText(error, t) })}
            </Notice>
          ))}
        </>
      ) : (
        <>
          <Text weight="semibold">
            <Names names={users.map(({ displayName }) => displayName)} />
          </Text>
          <Text className={styles.final}>{t('deleted.purgeText')}</Text>
          <Field label={t('deleted.purgeType', { word })}>
            <Input value={typed} autoComplete="off" onChange={(_event, { value }) => setTyped(value)} />
          </Field>
        </>
      )}
    </Box>
  );
}

function failureText(error: unknown, t: Texts): string {
  if (error instanceof ApiError) {
    if (error.code === 'approvalNeeded') return t('deleted.approval');
    if (error.code === 'conflict') return t('deleted.onHoldProblem');
  }
  return problemText(error, t);
}
