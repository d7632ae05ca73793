import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    maxWidth: '68rem',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL} ${tokens.spacingVerticalXXXL}`,
    '@media (max-width: 640px)': { padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}` },
  },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  title: { margin: 0, font: 'inherit', overflowWrap: 'anywhere', outlineStyle: 'none' },
  lead: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere', textWrap: 'pretty' },
});

/** A page within the shell: its title for the eye, for the window and for whoever came here without a mouse. */
export function PageFrame({
  name,
  title = name,
  lead,
  children,
}: {
  /** What the window is called. */
  readonly name: string;
  readonly title?: string;
  readonly lead?: string;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(name);
  useEffect(() => {
    // After a change of page, reading goes on at its title; at the first load it begins where the browser begins.
    if (pagesShown > 0) heading.current?.focus({ preventScroll: true });
    pagesShown += 1;
  }, []);
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Title2>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
        </Title2>
        {lead === undefined ? null : (
          <Text className={styles.lead} size={400}>
            {lead}
          </Text>
        )}
      </div>
      {children}
    </div>
  );
}

let pagesShown = 0;

/** Names the window after the page. */
export function usePageTitle(name: string): void {
  const { t } = useTexts();
  const title = t('shell.title', { page: name });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
