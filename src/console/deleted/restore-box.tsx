import { Field, Input, ProgressBar, Text } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { DeletedUser, RestoredUser } from '../../client/user-accounts.ts';
import { problemText } from '../parts/problem.tsx';
import { userAccounts } from '../server.ts';
import { type Texts, useTexts } from '../texts.ts';
import { Box } from '../user-form/box.tsx';
import { Credentials } from '../user-form/credentials.tsx';
import { Notice } from '../user-form/notice.tsx';

interface Failure {
  readonly user: DeletedUser;
  readonly error: unknown;
}

interface Outcome {
  readonly restored: readonly RestoredUser[];
  readonly failed: readonly Failure[];
}

/** Restores deleted people, each for themselves; whose name is taken gets another one. */
export function RestoreBox({
  users,
  onClose,
}: {
  readonly users: readonly DeletedUser[];
  readonly onClose: (done: boolean) => void;
}) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const [outcome, setOutcome] = useState<Outcome>({ restored: [], failed: [] });
  const [begun, setBegun] = useState(false);
  const [progress, setProgress] = useState(0);
  const open = begun ? outcome.failed.map(({ user }) => user) : users;
  const restore = useMutation({
    mutationFn: async (): Promise<Outcome> => {
      const restored: RestoredUser[] = [];
      const failed: Failure[] = [];
      for (const [index, user] of open.entries()) {
        const name = names[user.id]?.trim();
        try {
          restored.push(await userAccounts.restore(user.id, name ? { userPrincipalName: name } : {}));
        } catch (error) {
          failed.push({ user, error });
        }
        setProgress(index + 1);
      }
      return { restored, failed };
    },
    onSuccess: ({ restored, failed }) => {
      setBegun(true);
      setOutcome({ restored: [...outcome.restored, ...restored], failed });
      void client.invalidateQueries();
    },
  });
  const retriable = outcome.failed.some(({ error }) => isNameProblem(error));
  return (
    <Box
      title={t('deleted.restoreTitle', { count: users.length })}
      action={!begun ? t('deleted.restoreAction') : retriable ? t('deleted.again') : undefined}
      busy={restore.isPending}
      onDo={() => {
        setProgress(0);
        restore.mutate();
      }}
      onClose={() => onClose(outcome.restored.length > 0)}
    >
      {restore.isPending ? (
        <ProgressBar aria-label={t('userForm.working')} value={progress} max={Math.max(1, open.length)} />
      ) : null}
      {begun ? null : (
        <>
          <Text>{t('deleted.restoreText')}</Text>
          <Text>{users.map(({ displayName }) => displayName).join(', ')}</Text>
        </>
      )}
      {outcome.failed.map(({ user, error }) => (
        <div key={user.id}>
          <Notice intent="error">
            <bdi>{user.displayName}</bdi>: {failureText(error, names[user.id] ?? user.userPrincipalName, t)}
          </Notice>
          {isNameProblem(error) ? (
            <Field label={t('deleted.newName', { name: user.displayName })}>
              <Input
                value={names[user.id] ?? user.userPrincipalName}
                onChange={(_event, { value }) => setNames({ ...names, [user.id]: value })}
              />
            </Field>
          ) : null}
        </div>
      ))}
      {outcome.restored.length > 0 ? (
        <>
          <Notice intent="success">
            {t('deleted.done', { count: outcome.restored.length })}. {t('deleted.doneHint')}
          </Notice>
          <Credentials
            people={outcome.restored.flatMap(({ password, ...person }) =>
              password === null ? [] : [{ ...person, password }],
            )}
          />
          {outcome.restored.map((person) => (
            <Remarks key={person.userId} person={person} />
          ))}
        </>
      ) : null}
    </Box>
  );
}

/** What did not come back as it was. */
function Remarks({ person: { displayName, overAssigned, lost, droppedAddresses } }: { readonly person: RestoredUser }) {
  const { t } = useTexts();
  const remarks = [
    ...overAssigned.map(({ name, by }) => t('deleted.over', { product: name, count: by })),
    ...(lost.length > 0 ? [t('deleted.lost', { names: lost.map(({ name }) => name).join(', ') })] : []),
    ...(droppedAddresses.length > 0 ? [t('deleted.dropped', { names: droppedAddresses.join(', ') })] : []),
  ];
  if (remarks.length === 0) return null;
  return (
    <Notice intent="warning">
      <bdi>{displayName}</bdi>: {remarks.join(' ')}
    </Notice>
  );
}

function isNameProblem(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'nameTaken' || error.code === 'invalidName');
}

function failureText(error: unknown, name: string, t: Texts): string {
  if (error instanceof ApiError) {
    if (error.code === 'nameTaken') return t('deleted.conflict', { name });
    if (error.code === 'tooLate') return t('deleted.tooLate');
    if (error.code === 'syncedUser') return t('deleted.synced');
  }
  return problemText(error, t);
}
