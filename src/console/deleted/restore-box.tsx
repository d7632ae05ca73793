import { Field, Input, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../client/client.ts';
import type { DeletedUser, RestoredUser } from '../../client/user-accounts.ts';
import { problemText } from '../parts/problem.tsx';
import { roleText } from '../parts/roles.ts';
import { userAccounts } from '../server.ts';
import { type Texts, useTexts } from '../texts.ts';
import { Box } from '../user-form/box.tsx';
import { Credentials } from '../user-form/credentials.tsx';
import { Names } from '../user-form/names.tsx';
import { Notice } from '../user-form/notice.tsx';
import { PasswordChoice } from '../user-form/password-choice.tsx';

const useStyles = makeStyles({
  failure: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

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
  const styles = useStyles();
  const client = useQueryClient();
  const [password, setPassword] = useState<string>();
  const [incomplete, setIncomplete] = useState(false);
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
          const wanted = { ...(name ? { userPrincipalName: name } : {}), ...(password ? { password } : {}) };
          restored.push(await userAccounts.restore(user.id, wanted));
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
  const isWeak = outcome.failed.some(({ error }) => codeOf(error) === 'weakPassword');
  const retriable = isWeak || outcome.failed.some(({ error }) => isNameProblem(error));
  const generated = outcome.restored.flatMap(({ password: made, ...person }) =>
    made === null ? [] : [{ ...person, password: made }],
  );
  return (
    <Box
      title={t('deleted.restoreTitle', { count: users.length })}
      action={!begun ? t('deleted.restoreAction') : retriable ? t('deleted.again') : undefined}
      busy={restore.isPending}
      begun={outcome.restored.length > 0}
      onDo={() => {
        setIncomplete(password === '');
        if (password === '') return;
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
          <Text>{t('deleted.restoreText', { count: users.length })}</Text>
          <Text weight="semibold">
            <Names names={users.map(({ displayName }) => displayName)} />
          </Text>
        </>
      )}
      {begun && !isWeak ? null : (
        <div>
          <PasswordChoice
            value={password}
            error={
              incomplete ? t('userForm.required') : isWeak && !restore.isPending ? t('problem.weakPassword') : undefined
            }
            onChange={(value) => {
              setPassword(value);
              setIncomplete(false);
            }}
          />
          {password !== undefined && users.length > 1 ? (
            <Text size={200} className={styles.quiet}>
              {t('deleted.samePassword')}
            </Text>
          ) : null}
        </div>
      )}
      {outcome.failed.map(({ user, error }) => (
        <div key={user.id} className={styles.failure}>
          <Notice intent="warning">
            {t('userForm.ofPerson', {
              name: user.displayName,
              text: failureText(error, names[user.id] ?? user.userPrincipalName, t),
            })}
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
            {t('deleted.done', { count: outcome.restored.length })}.{' '}
            {t(generated.length > 0 ? 'deleted.doneHint' : 'deleted.doneTyped')}
          </Notice>
          {generated.length > 0 ? <Credentials people={generated} /> : null}
          {outcome.restored.map((person) => (
            <Remarks key={person.userId} person={person} />
          ))}
        </>
      ) : null}
    </Box>
  );
}

/** What did not come back as it was. */
function Remarks({
  person: { displayName, overAssigned, lost, droppedAddresses, roles },
}: {
  readonly person: RestoredUser;
}) {
  const { t } = useTexts();
  const remarks = [
    ...overAssigned.map(({ name, by }) => t('deleted.over', { product: name, count: by })),
    ...(lost.length > 0 ? [t('deleted.lost', { names: lost.map(({ name }) => name).join(', ') })] : []),
    ...(droppedAddresses.length > 0 ? [t('deleted.dropped', { names: droppedAddresses.join(', ') })] : []),
    ...(roles.length > 0 ? [t('deleted.roles', { names: roles.map((role) => roleText(role, t)).join(', ') })] : []),
  ];
  if (remarks.length === 0) return null;
  return <Notice intent="warning">{t('userForm.ofPerson', { name: displayName, text: remarks.join(' ') })}</Notice>;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.code : undefined;
}

function isNameProblem(error: unknown): boolean {
  return codeOf(error) === 'nameTaken' || codeOf(error) === 'invalidName';
}

function failureText(error: unknown, name: string, t: Texts): string {
  switch (codeOf(error)) {
    case 'nameTaken':
      return t('deleted.conflict', { name });
    case 'invalidName':
      return t('userForm.invalidName');
    case 'tooLate':
      return t('deleted.tooLate');
    case 'syncedUser':
      return t('deleted.synced');
    default:
      return problemText(error, t);
  }
}
