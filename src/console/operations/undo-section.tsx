import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import { ArrowUndoRegular } from '@fluentui/react-icons';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { DetailedOperation } from '../../client/licensing.ts';
import { dayText, numberText } from '../formats.ts';
import { PageButton } from '../parts/page-link.tsx';
import { Section } from '../parts/section.tsx';
import { sessionQuery } from '../queries.ts';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';
import { partialUndosQuery } from './operation-queries.ts';
import { type Lost, undoWindow } from './undo-window.ts';

const useStyles = makeStyles({
  text: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, textWrap: 'pretty' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Takes an operation back: until when that loses nothing, and the way to it. */
export function UndoSection({
  operation,
  onUndo,
}: {
  readonly operation: DetailedOperation;
  readonly onUndo: () => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const right = useRight('assignLicenses');
  const { id, undoneBy, totals } = operation;
  const { data: partial } = useQuery({ ...partialUndosQuery(id), enabled: undoneBy === null });
  const undos = partial?.value ?? [];
  if (undoneBy !== null)
    return (
      <Section icon={<ArrowUndoRegular />} title={t('undo.title')} hint={t('undo.done')}>
        <div>
          <OpenUndo id={undoneBy} />
        </div>
      </Section>
    );
  if (totals.changed === 0)
    return (
      <Section icon={<ArrowUndoRegular />} title={t('undo.title')} hint={t('undo.none')}>
        {null}
      </Section>
    );
  const button = (
    <Button
      icon={<ArrowUndoRegular />}
      disabledFocusable={!right.allowed}
      onClick={() => (right.allowed ? onUndo() : undefined)}
    >
      {t('undo.action')}
    </Button>
  );
  return (
    <Section icon={<ArrowUndoRegular />} title={t('undo.title')}>
      <div className={styles.text}>
        <Window operation={operation} />
        {undos.length > 0 ? <Text>{t('undo.partly')}</Text> : null}
        <Text className={styles.quiet}>{t('undo.changedSince')}</Text>
      </div>
      <div className={styles.actions}>
        {right.reason === undefined ? (
          button
        ) : (
          <Tooltip content={right.reason} relationship="description">
            {button}
          </Tooltip>
        )}
        {undos.map((one) => (
          <OpenUndo key={one.id} id={one.id} />
        ))}
      </div>
    </Section>
  );
}

function OpenUndo({ id }: { readonly id: number }) {
  const { t } = useTexts();
  return (
    <PageButton to="/operations/$id" params={{ id: String(id) }}>
      {t('undo.openUndo', { id })}
    </PageButton>
  );
}

function Window({ operation }: { readonly operation: DetailedOperation }) {
  const { t, language } = useTexts();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { now, timeZone } = session.tenant;
  const { until, atRisk, lost, lostSince } = undoWindow(operation.profiles, now);
  const list = (all: readonly Lost[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      all.map(({ name, people }) =>
        t('undo.ofPeople', { what: name, count: people, number: numberText(people, language) }),
      ),
    );
  const day = (moment: string) => dayText(moment, timeZone, language);
  return (
    <>
      {until === undefined && lost.length === 0 ? <Text>{t('undo.always')}</Text> : null}
      {lost.length === 0 ? null : (
        <Text>
          {lostSince === undefined
            ? t('undo.lost', { what: list(lost) })
            : t('undo.late', { day: day(lostSince), what: list(lost) })}
        </Text>
      )}
      {until === undefined ? null : <Text>{t('undo.until', { day: day(until), what: list(atRisk) })}</Text>}
    </>
  );
}
