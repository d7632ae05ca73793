import {
  Checkbox,
  Divider,
  Field,
  Input,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { DetailedOperation } from '../../client/licensing.ts';
import { numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';
import { Notice } from './change-problem.tsx';
import type { Confirmation } from './confirmation.ts';
import { Foresight } from './foresight.tsx';
import { NamesLine, nameOf } from './people-of.tsx';
import { firstPeopleQuery } from './people-queries.ts';

/** Up to so many people are all named, as the admin center names them. */
const ALL_NAMED = 20;

const useStyles = makeStyles({
  who: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  names: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  name: {
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    overflowWrap: 'anywhere',
    maxWidth: '100%',
    boxSizing: 'border-box',
  },
  many: { overflowWrap: 'anywhere' },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '32rem' },
  self: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground2, paddingInlineStart: tokens.spacingHorizontalXXXL },
  stale: { opacity: 0.6 },
});

/** What a plan would do, before it is done: for whom, what follows, and what is to be said and typed first. */
export function PlanStep({
  plan,
  busy,
  includeSelf,
  onIncludeSelf,
  ticket,
  onTicket,
  confirmation,
  typed,
  onTyped,
}: {
  readonly plan: DetailedOperation;
  /** It is being made anew. */
  readonly busy: boolean;
  readonly includeSelf: boolean;
  readonly onIncludeSelf: (include: boolean) => void;
  readonly ticket: string;
  readonly onTicket: (ticket: string) => void;
  readonly confirmation: Confirmation;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { changed, refused, refusedByReason } = plan.totals;
  const asksAboutSelf = includeSelf || refusedByReason.some(({ reason }) => reason === 'ownLicense');
  const values = (count: number) => ({ count, number: numberText(count, language) });
  return (
    <>
      {busy ? <ProgressBar aria-label={t('change.planning')} /> : null}
      <div className={mergeClasses(styles.who, busy && styles.stale)}>
        <Who plan={plan} />
      </div>
      {changed === 0 ? (
        <Notice
          intent={refused > 0 ? 'warning' : 'info'}
          title={refused > 0 ? t('change.allRefused') : t('change.nothing')}
        />
      ) : refused > 0 ? (
        <Notice intent="warning" title={t('change.leftOut', values(refused))}>
          {t('change.leftOutHint')}
        </Notice>
      ) : null}
      {asksAboutSelf ? (
        <div className={styles.self}>
          <Checkbox
            label={t('change.includeSelf')}
            checked={includeSelf}
            disabled={busy}
            onChange={(_event, { checked }) => onIncludeSelf(checked === true)}
          />
          <span className={styles.quiet}>{t('change.includeSelfHint')}</span>
        </div>
      ) : null}
      <div className={mergeClasses(busy && styles.stale)}>
        <Foresight operation={plan} />
      </div>
      {changed === 0 ? null : (
        <>
          <Divider />
          <div className={styles.fields}>
            <Field label={t('change.ticket')} hint={t('change.ticketHint')}>
              <Input value={ticket} maxLength={200} onChange={(_event, { value }) => onTicket(value)} />
            </Field>
            {confirmation === 'none' ? null : (
              <Field
                label={
                  confirmation === 'word'
                    ? t('change.typeWord', { word: t('change.word') })
                    : t('change.typeNumber', { number: numberText(changed, language) })
                }
              >
                <Input
                  value={typed}
                  autoComplete="off"
                  spellCheck={false}
                  inputMode={confirmation === 'number' ? 'numeric' : 'text'}
                  onChange={(_event, { value }) => onTyped(value)}
                />
              </Field>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Who({ plan }: { readonly plan: DetailedOperation }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const id = useId();
  const first = useQuery(firstPeopleQuery(plan.id));
  const people = first.data?.value ?? [];
  const count = plan.totals.people;
  return (
    <>
      <Subtitle2 as="h3" id={id}>
        {t('change.who')}
      </Subtitle2>
      {count <= ALL_NAMED ? (
        <ul className={styles.names} aria-labelledby={id}>
          {people.map((person) => (
            <li key={person.userId} className={styles.name}>
              <bdi>{nameOf(person)}</bdi>
            </li>
          ))}
          {plan.unmatched.map(({ person }) => (
            <li key={person} className={styles.name}>
              <bdi>{person}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <span className={styles.many}>
          {t('change.many', { count, number: numberText(count, language) })}
          {people.length > 0 ? ': ' : null}
          <NamesLine people={people} count={count} />
        </span>
      )}
    </>
  );
}
