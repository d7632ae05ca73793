import { Button, Field, Input, ProgressBar, SkeletonItem, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Deletion } from '../../client/user-accounts.ts';
import { Problem } from '../parts/problem.tsx';
import { userAccounts } from '../server.ts';
import { useTexts } from '../texts.ts';
import { accountProblem } from './account-problem.ts';
import { Box } from './box.tsx';
import { DeletionForesight } from './deletion-foresight.tsx';
import { Names } from './names.tsx';
import { Notice } from './notice.tsx';
import { Refused } from './refused.tsx';

/** Beyond so many people, the number must be typed. */
const FEW = 20;

interface Person {
  readonly id: string;
  readonly displayName: string;
}

/** Whom something was done to, and whom not and why. */
interface Outcome {
  readonly done: number;
  readonly refused: readonly (Person & { readonly message: string })[];
}

/** Block or unblock sign-in, or delete: for one person or several that are selected, each for themselves. */
export function UserActionDialog({
  action,
  users,
  onClose,
}: {
  readonly action: 'block' | 'unblock' | 'delete';
  readonly users: readonly Person[];
  readonly onClose: (done: boolean) => void;
}) {
  const { t, language } = useTexts();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [progress, setProgress] = useState(0);
  const ids = users.map(({ id }) => id);
  const preview = useQuery({
    queryKey: ['deletion', ids, language],
    queryFn: () => userAccounts.previewDeletion(ids),
    enabled: action === 'delete',
    gcTime: 0,
  });
  const act = useMutation({
    mutationFn: async (): Promise<Outcome> => {
      if (action === 'delete') {
        const told = await userAccounts.delete(ids, ({ done }) => setProgress(done));
        return outcomeOf(told, users);
      }
      const refused = [];
      for (const [index, { id, displayName }] of users.entries()) {
        try {
          await userAccounts.update(id, { accountEnabled: action === 'unblock' });
        } catch (error) {
          refused.push({ id, displayName, message: accountProblem(error, t) });
        }
        setProgress(index + 1);
      }
      return { done: users.length - refused.length, refused };
    },
    // What was foreseen is past now, and nobody need be told of it again.
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name !== 'deletion' }),
  });
  const count = users.length;
  const confirmed = count <= FEW || typed.trim() === String(count);
  const foreseen = action !== 'delete' || (preview.data?.value.length ?? 0) > 0;
  const outcome = act.data;
  return (
    <Box
      title={t(`userForm.title.${action}`, { count })}
      action={outcome ? undefined : t(`userForm.${action}`)}
      busy={act.isPending}
      disabled={!confirmed || !foreseen}
      onDo={() => act.mutate()}
      onClose={() => onClose(outcome !== undefined && outcome.done > 0)}
    >
      <Problem error={act.error} />
      {act.isPending ? (
        <Field validationMessage={t('userForm.working')} validationState="none">
          <ProgressBar value={progress} max={count} />
        </Field>
      ) : null}
      {outcome ? (
        <>
          {outcome.done > 0 ? <Notice intent="success">{t('userForm.summary', { count: outcome.done })}</Notice> : null}
          {outcome.refused.length > 0 ? <Refused people={outcome.refused} /> : null}
        </>
      ) : (
        <>
          <Text>{t(`userForm.text.${action}`, { count })}</Text>
          {action === 'delete' ? (
            <>
              {preview.isPending ? <SkeletonItem size={96} aria-label={t('userForm.working')} /> : null}
              <Problem error={preview.error} />
              {preview.error ? (
                <div>
                  <Button onClick={() => void preview.refetch()}>{t('state.retry')}</Button>
                </div>
              ) : null}
              {preview.data ? <DeletionForesight preview={preview.data} /> : null}
            </>
          ) : (
            <Text>
              <Names names={users.map(({ displayName }) => displayName)} most={FEW} />
            </Text>
          )}
          {count > FEW ? (
            <Field label={t('userForm.typeNumber', { number: count })}>
              <Input value={typed} autoComplete="off" onChange={(_event, { value }) => setTyped(value)} />
            </Field>
          ) : null}
        </>
      )}
    </Box>
  );
}

function outcomeOf(told: readonly Deletion[], users: readonly Person[]): Outcome {
  const names = new Map(users.map(({ id, displayName }) => [id, displayName]));
  return {
    done: told.filter(({ deleted }) => deleted).length,
    refused: told.flatMap(({ id, deleted, message }) =>
      deleted ? [] : [{ id, displayName: names.get(id) ?? id, message: message ?? '' }],
    ),
  };
}
