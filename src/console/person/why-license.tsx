import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Spinner,
  Tag,
  tokens,
} from '@fluentui/react-components';
import { QuestionCircleRegular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import * as React from 'react';
import { lazy, type ReactElement, type RefObject, useContext, useRef, useState } from 'react';
import { useTexts } from '../texts.ts';
import { type AskedChange, AskedChangeContext } from './asked-change.ts';

const WhyContent = lazy(() => import('./why-content.tsx').then((file) => ({ default: file.WhyContent })));
const LicenseChange = lazy(() =>
  import('../change/license-change.tsx').then((file) => ({ default: file.LicenseChange })),
);

const useStyles = makeStyles({
  surface: {
    boxSizing: 'border-box',
    width: '26rem',
    maxWidth: 'calc(100vw - 32px)',
    maxHeight: '80vh',
    overflowY: 'auto',
  },
  chip: { maxWidth: '100%', height: 'auto', minHeight: '24px', textAlign: 'start' },
  name: { overflowWrap: 'anywhere', whiteSpace: 'normal', paddingBlock: tokens.spacingVerticalXXS },
});

interface WhyProps {
  readonly userId: string;
  readonly skuId: string;
  readonly name: string;
}

/** A product somebody has, as a chip; from it: why they have it, since when, by whom, and the smallest action that takes it away. */
export function LicenseChip(props: WhyProps) {
  const styles = useStyles();
  const { t } = useTexts();
  const chip = useRef<HTMLButtonElement>(null);
  return (
    <Why {...props} opener={chip}>
      <Tag
        as="button"
        ref={chip}
        size="small"
        className={styles.chip}
        primaryText={{ className: styles.name }}
        aria-label={t('why.ask', { name: props.name })}
      >
        <bdi>{props.name}</bdi>
      </Tag>
    </Why>
  );
}

/** The same question as a button, beside the name. */
export function WhyButton(props: WhyProps) {
  const { t } = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Why {...props} opener={button}>
      <Button
        ref={button}
        size="small"
        appearance="subtle"
        icon={<QuestionCircleRegular />}
        aria-label={t('why.ask', { name: props.name })}
      >
        {t('why.button')}
      </Button>
    </Why>
  );
}

/** The answer at once, beside what was pressed: for lists, which hold too many chips to prepare an answer at each. */
export function WhyBeside({
  opener,
  onClose,
  ...props
}: WhyProps & { readonly opener: RefObject<HTMLElement | null>; readonly onClose: () => void }) {
  return <Why {...props} opener={opener} beside onClose={onClose} />;
}

function Why({
  userId,
  skuId,
  name,
  opener,
  beside = false,
  onClose,
  children,
}: WhyProps & {
  readonly opener: RefObject<HTMLElement | null>;
  /** Is open from the beginning, beside the opener. */
  readonly beside?: boolean;
  readonly onClose?: () => void;
  readonly children?: ReactElement;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const client = useQueryClient();
  const [open, setOpen] = useState(beside);
  const askElsewhere = useContext(AskedChangeContext);
  const [asked, setAsked] = useState<AskedChange>();
  const popover = {
    open,
    onOpenChange: (_event: unknown, data: { open: boolean }) => {
      setOpen(data.open);
      if (!data.open) onClose?.();
    },
    trapFocus: true,
    positioning: {
      position: 'below',
      align: 'end',
      overflowBoundaryPadding: 8,
      ...(beside ? { target: opener.current } : {}),
    },
  } as const;
  // The focus goes in before there is anything in it that could be pressed.
  const answer = (
    <PopoverSurface tabIndex={-1} className={styles.surface} aria-label={t('why.ask', { name })}>
      <React.Suspense fallback={<Spinner size="small" label={t('shell.loading')} />}>
        <WhyContent
          userId={userId}
          skuId={skuId}
          name={name}
          onChange={(change) => {
            setOpen(false);
            (askElsewhere ?? setAsked)({
              title: t('why.actTitle', { name }),
              action: t('why.actAction'),
              request: { change: { kind: 'change', ...change }, people: { users: [userId] } },
            });
          }}
        />
      </React.Suspense>
    </PopoverSurface>
  );
  return (
    <>
      {children ? (
        <Popover {...popover}>
          <PopoverTrigger disableButtonEnhancement>{children}</PopoverTrigger>
          {answer}
        </Popover>
      ) : (
        <Popover {...popover}>{answer}</Popover>
      )}
      {asked === undefined ? null : (
        <React.Suspense fallback={null}>
          <LicenseChange
            {...asked}
            people={1}
            onClose={(applied) => {
              setAsked(undefined);
              onClose?.();
              opener.current?.focus();
              if (applied) void client.invalidateQueries();
            }}
          />
        </React.Suspense>
      )}
    </>
  );
}
