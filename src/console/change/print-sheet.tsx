import { FluentProvider, makeStyles, Portal, Text, Title3, tokens, webLightTheme } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { dayText } from '../formats.ts';
import { sessionQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'none',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    '@media print': { display: 'flex' },
  },
  head: { display: 'flex', flexDirection: 'column' },
});

/** Prints its content alone, light and at full length, and says when that is over. */
export function PrintSheet({
  title,
  onPrinted,
  children,
}: {
  readonly title: string;
  readonly onPrinted: () => void;
  readonly children: ReactNode;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { tenant } = useSuspenseQuery(sessionQuery).data;
  useEffect(() => {
    print();
    onPrinted();
  }, [onPrinted]);
  return (
    <Portal>
      <FluentProvider theme={webLightTheme} className={styles.root} data-print="">
        <div className={styles.head}>
          <Title3 as="h1">{title}</Title3>
          <Text>
            {t('foresight.printLead', {
              tenant: tenant.displayName,
              day: dayText(tenant.now, tenant.timeZone, language),
            })}
          </Text>
        </div>
        {children}
      </FluentProvider>
    </Portal>
  );
}
