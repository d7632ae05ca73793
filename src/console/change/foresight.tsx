import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, PrintRegular } from '@fluentui/react-icons';
import { memo, type ReactNode, useCallback, useId, useState } from 'react';
import type { DetailedOperation } from '../../client/licensing.ts';
import { numberText } from '../formats.ts';
import { results } from '../server.ts';
import { useTexts } from '../texts.ts';
import { FateCard } from './fate-card.tsx';
import { fatesOf } from './fates.ts';
import { PrintSheet } from './print-sheet.tsx';
import { Refusals } from './refusals.tsx';
import { Timeline } from './timeline.tsx';
import { Totals } from './totals.tsx';

/** Groups of people that are shown at once. */
const SHOWN = 12;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, minWidth: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  fates: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** What follows from a plan or followed from an operation: totals, then a timeline for each group of people with the same fate, then refusals. */
export const Foresight = memo(function Foresight({ operation }: { readonly operation: DetailedOperation }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [printing, setPrinting] = useState(false);
  const printed = useCallback(() => setPrinting(false), []);
  const { id, status } = operation;
  return (
    <div className={styles.root}>
      <Parts operation={operation} />
      <div className={styles.actions}>
        <Button as="a" href={results.exportPath(id, language)} download icon={<ArrowDownloadRegular />}>
          {t('foresight.export')}
        </Button>
        <Button icon={<PrintRegular />} onClick={() => setPrinting(true)}>
          {t('foresight.print')}
        </Button>
      </div>
      {printing ? (
        <PrintSheet
          title={status === 'planned' ? t('foresight.printTitlePlan', { id }) : t('foresight.printTitle', { id })}
          onPrinted={printed}
        >
          <Parts operation={operation} all />
        </PrintSheet>
      ) : null}
    </div>
  );
});

function Parts({ operation, all = false }: { readonly operation: DetailedOperation; readonly all?: boolean }) {
  const { t } = useTexts();
  const { totals } = operation;
  return (
    <>
      <Part title={t('foresight.totals')}>
        <Totals totals={totals} />
      </Part>
      {totals.changed > 0 ? (
        <Part title={t('foresight.follows')}>
          <Fates operation={operation} all={all} />
        </Part>
      ) : null}
      {totals.refused > 0 ? (
        <Part title={t('foresight.refusals')}>
          <Refusals operation={operation} />
        </Part>
      ) : null}
    </>
  );
}

function Fates({ operation, all }: { readonly operation: DetailedOperation; readonly all: boolean }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [shown, setShown] = useState(SHOWN);
  const { totals } = operation;
  const fates = fatesOf(operation.profiles, 'change');
  const [only] = fates;
  // Who goes without a seat is known person by person, and by profile only where there is but one.
  const counted = fates.length === 1 && only ? [{ ...only, people: totals.changed }] : fates;
  const upTo = fates.length > 1 && totals.shortages.length > 0;
  const more = counted.length - shown;
  return (
    <>
      <ul className={styles.fates}>
        {counted.slice(0, all ? undefined : shown).map((fate) => (
          <FateCard
            key={fate.numbers[0]}
            operationId={operation.id}
            fate={fate}
            result="change"
            upTo={upTo && fate.profile.assigns.length > 0}
          >
            <Timeline profile={fate.profile} />
          </FateCard>
        ))}
      </ul>
      {more > 0 && !all ? (
        <div className={styles.actions}>
          <Button onClick={() => setShown(shown + 5 * SHOWN)}>
            {t('foresight.moreFates', { count: more, number: numberText(more, language) })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: no landmark, since a box over a page may show the same parts again.
    <div role="group" className={styles.part} aria-labelledby={id}>
      <Subtitle2 as="h3" id={id}>
        {title}
      </Subtitle2>
      {children}
    </div>
  );
}
