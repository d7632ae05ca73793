import { makeStyles, mergeClasses, Text, Title3, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';
import { Logo } from './logo.tsx';
import { usePageTitle } from './page-frame.tsx';
import { PreferenceButtons } from './preferences.tsx';

const useStyles = makeStyles({
  root: {
    minHeight: '100%',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    backgroundColor: tokens.colorNeutralBackground3,
    backgroundImage: `radial-gradient(60rem 30rem at 50% -12rem, ${tokens.colorBrandBackground2}, transparent)`,
    '@media (max-width: 480px)': { padding: `0 0 ${tokens.spacingVerticalL}` },
  },
  main: { width: '100%', maxWidth: '27.5rem', marginTop: 'auto', marginBottom: 'auto' },
  wide: { maxWidth: '46rem' },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    padding: `${tokens.spacingVerticalXXXL} 40px`,
    borderRadius: '12px',
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
    '@media (max-width: 480px)': {
      padding: tokens.spacingHorizontalXXL,
      borderRadius: 0,
      boxShadow: 'none',
    },
  },
  brand: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  product: { fontWeight: tokens.fontWeightSemibold },
  titles: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  title: { overflowWrap: 'anywhere', outlineStyle: 'none' },
  lead: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere', textWrap: 'pretty' },
  foot: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', paddingTop: tokens.spacingVerticalL },
});

/** The frame of what is shown before anybody is signed in: one card, and the choice of language and theme. */
export function WelcomeFrame({
  name,
  title,
  lead,
  wide = false,
  children,
}: {
  /** What the window is called. */
  readonly name: string;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  usePageTitle(name);
  return (
    <div className={styles.root}>
      <main className={mergeClasses(styles.main, wide && styles.wide)}>
        <div className={styles.card}>
          <div className={styles.brand}>
            <Logo />
            <Text size={400} className={styles.product}>
              {t('product')}
            </Text>
          </div>
          <div className={styles.titles}>
            <Title3 as="h1" className={styles.title}>
              {title}
            </Title3>
            {lead === undefined ? null : <Text className={styles.lead}>{lead}</Text>}
          </div>
          {children}
        </div>
      </main>
      <footer className={styles.foot}>
        <PreferenceButtons />
      </footer>
    </div>
  );
}

/** A field that has the focus when it appears: the first thing to do at this step. */
export function useFirstField<Element extends HTMLElement>() {
  const field = useRef<Element>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
