import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { DetailedOperation } from '../../client/licensing.ts';
import { numberText } from '../formats.ts';
import { Announcement } from '../parts/announcement.tsx';
import { PageButton } from '../parts/page-link.tsx';
import { results } from '../server.ts';
import { type Language, type Texts, useTexts } from '../texts.ts';
import { ApplyProblem, isOver, isStale, Notice, PlanProblem } from './change-problem.tsx';
import { confirmationOf, isConfirmed } from './confirmation.ts';
import { PlanStep } from './plan-step.tsx';
import { ProgressStep } from './progress-step.tsx';
import { Results } from './results.tsx';
import { type ChangeCourse, type Planner, useChange } from './use-change.ts';

const useStyles = makeStyles({
  surface: {
    maxWidth: 'min(60rem, calc(100vw - 2rem))',
    width: '100%',
    '@media (max-width: 640px)': {
      maxWidth: '100vw',
      width: '100vw',
      height: '100dvh',
      maxHeight: '100dvh',
      margin: 0,
      borderRadius: 0,
      padding: tokens.spacingHorizontalL,
    },
  },
  form: { height: '100%' },
  body: {
    maxHeight: 'calc(100dvh - 6rem)',
    '@media (max-width: 640px)': { height: '100%', maxHeight: '100%', gridTemplateRows: 'auto 1fr auto' },
  },
  title: { outlineStyle: 'none', overflowWrap: 'anywhere' },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    paddingBlock: tokens.spacingVerticalXS,
    minWidth: 0,
    '& > *': { flexShrink: 0 },
  },
});

/** The box around a change, from its plan to its results. `plan`: made already; else it is made at once. */
export function ChangeBox({
  title,
  action,
  people,
  planner,
  plan,
  includeSelf: includesSelf = false,
  ticket: givenTicket = '',
  onClose,
}: {
  readonly title: string;
  readonly action: string;
  /** How many people are meant, as far as the page knows. */
  readonly people: number;
  readonly planner: Planner;
  readonly plan?: DetailedOperation;
  readonly includeSelf?: boolean;
  readonly ticket?: string;
  readonly onClose: (applied: boolean) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [includeSelf, setIncludeSelf] = useState(includesSelf);
  const [ticket, setTicket] = useState(givenTicket);
  const [typed, setTyped] = useState('');
  const choices = { includeSelf, ...(ticket.trim() === '' ? {} : { ticket: ticket.trim() }) };
  const course = useChange(planner, choices, plan);
  const step = stepOf(course);
  const heading = useFocusAt(step);
  const canApply = course.plan !== undefined && course.plan.totals.changed > 0;
  const confirmation = course.plan ? confirmationOf(course.plan) : 'none';
  const confirmed = isConfirmed(typed, confirmation, course.plan?.totals.changed ?? 0, t('change.word'));
  const again = isStale(course.applyError);
  const over = isOver(course.applyError);
  const close = () => onClose(course.everApplied || course.applying || over);
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (step !== 'plan' || course.planning) return;
    if (again) course.planAgain(choices);
    else if (canApply && confirmed && !over) course.apply(choices);
  };
  return (
    <Dialog
      open
      modalType="modal"
      onOpenChange={(_event, { open, type }) => {
        // A click beside the box is no decision, and what is being done is not left by the Escape key.
        if (!open && type !== 'backdropClick' && step !== 'applying') close();
      }}
    >
      <DialogSurface className={styles.surface}>
        <form onSubmit={submit} className={styles.form}>
          <DialogBody className={styles.body}>
            <DialogTitle ref={heading} tabIndex={-1} className={styles.title}>
              {title}
            </DialogTitle>
            <DialogContent className={styles.content}>
              <Announcement text={spokenOf(step, course, t, language)} />
              {step === 'planning' ? (
                <ProgressStep
                  label={t('change.planning')}
                  hint={t('change.planningHint')}
                  people={people}
                  progress={course.progress}
                />
              ) : step === 'applying' ? (
                <ProgressStep
                  label={t('change.applying')}
                  hint={t('change.applyingHint')}
                  people={course.plan?.totals.changed ?? people}
                  progress={course.progress}
                />
              ) : course.operation ? (
                <Results
                  operation={course.operation}
                  onRetry={(next) => {
                    setTyped('');
                    const { id } = course.operation ?? next;
                    course.goOn(next, (wanted, onProgress) => results.retry(id, wanted, onProgress));
                  }}
                />
              ) : course.plan ? (
                <>
                  {course.moved ? <Notice intent="warning" title={t('change.moved')} /> : null}
                  {course.planError ? <PlanProblem error={course.planError} /> : null}
                  {course.applyError ? <ApplyProblem error={course.applyError} planId={course.plan.id} /> : null}
                  <PlanStep
                    plan={course.plan}
                    busy={course.planning}
                    includeSelf={includeSelf}
                    onIncludeSelf={(include) => {
                      setIncludeSelf(include);
                      course.planAgain({ ...choices, includeSelf: include });
                    }}
                    ticket={ticket}
                    onTicket={setTicket}
                    confirmation={over || again ? 'none' : confirmation}
                    typed={typed}
                    onTyped={setTyped}
                  />
                </>
              ) : (
                <PlanProblem error={course.planError} />
              )}
            </DialogContent>
            <DialogActions>
              {step === 'done' ? (
                <Button key="done" appearance="primary" onClick={close}>
                  {t('change.done')}
                </Button>
              ) : null}
              {course.operation ? (
                <PageButton key="operation" to="/operations/$id" params={{ id: String(course.operation.id) }}>
                  {t('change.openOperation')}
                </PageButton>
              ) : null}
              {step === 'planFailed' ? (
                <Button key="again" appearance="primary" onClick={() => course.planAgain(choices)}>
                  {t('change.tryAgain')}
                </Button>
              ) : null}
              {step === 'plan' && again ? (
                <Button key="plan" type="submit" appearance="primary" disabledFocusable={course.planning}>
                  {t('change.planAgain')}
                </Button>
              ) : null}
              {step === 'plan' && !again && !over && canApply ? (
                <Explained
                  key="apply"
                  reason={course.planning ? t('change.wait') : confirmed ? undefined : t('change.typeFirst')}
                >
                  <Button type="submit" appearance="primary" disabledFocusable={course.planning || !confirmed}>
                    {course.applyError === null ? action : t('change.tryAgain')}
                  </Button>
                </Explained>
              ) : null}
              {step === 'done' ? null : (
                <Button key="close" onClick={close}>
                  {closeText(step, canApply && !over, t)}
                </Button>
              )}
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function closeText(step: Step, canApply: boolean, t: Texts): string {
  if (step === 'applying') return t('change.goOn');
  return step === 'planning' || canApply ? t('change.cancel') : t('change.close');
}

type Step = 'planning' | 'planFailed' | 'plan' | 'applying' | 'done';

function stepOf({ plan, operation, applying, planning }: ChangeCourse): Step {
  if (operation) return 'done';
  if (applying) return 'applying';
  if (plan) return 'plan';
  return planning ? 'planning' : 'planFailed';
}

/** Where the button that was pressed goes away, reading goes on at the title. */
function useFocusAt(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    const before = shown.current;
    shown.current = step;
    if (step !== before && before !== 'planning') heading.current?.focus();
  }, [step]);
  return heading;
}

function spokenOf(step: Step, { plan }: ChangeCourse, t: Texts, language: Language): string {
  if (step === 'planning') return t('change.planning');
  if (step === 'applying') return t('change.applying');
  if (step === 'done') return t('change.result.title');
  const count = plan?.totals.changed ?? 0;
  return step === 'plan' ? t('change.ready', { count, number: numberText(count, language) }) : '';
}

/** A button with the reason why it cannot be pressed. */
function Explained({
  reason,
  children,
}: {
  readonly reason: string | undefined;
  readonly children: ReactElement<object>;
}) {
  if (reason === undefined) return children;
  return (
    <Tooltip content={reason} relationship="description">
      {children}
    </Tooltip>
  );
}
