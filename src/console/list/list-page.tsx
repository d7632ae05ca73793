import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../parts/page-frame.tsx';

const useStyles = makeStyles({
  root: {
    boxSizing: 'border-box',
    height: '100%',
    minHeight: '30rem',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalL}`,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
    '& > [data-list]': { flex: '1 1 0', minHeight: '14rem', display: 'grid' },
  },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  title: { margin: 0, font: 'inherit', overflowWrap: 'anywhere', outlineStyle: 'none' },
  lead: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
});

/** A page that is a list: its title, its tools, and the list over all the height that is left. */
export function ListPage({
  name,
  title = name,
  lead,
  children,
}: {
  readonly name: string;
  readonly title?: string;
  readonly lead?: ReactNode;
  /** The list itself stands in an element with `data-list`. */
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(name);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Title2>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
        </Title2>
        {lead === undefined ? null : <Text className={styles.lead}>{lead}</Text>}
      </div>
      {children}
    </div>
  );
}
