import { Card, makeStyles, mergeClasses, Subtitle1, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { consoleRulesEn } from '../../messages/console-rules-en.ts';
import { consoleRulesFr } from '../../messages/console-rules-fr.ts';
import { TextLink } from '../overview/text-link.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { unbroken, useTexts } from '../texts.ts';
import { CONSEQUENCE_RULES, REFUSAL_RULES, type RuleId } from './rule-ids.ts';

const FULL = { en: consoleRulesEn, fr: consoleRulesFr };

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL, maxWidth: '52rem' },
  contents: {
    columnWidth: '20rem',
    columnGap: tokens.spacingHorizontalXXXL,
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
  },
  entry: { paddingBlock: tokens.spacingVerticalXXS, breakInside: 'avoid' },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  rule: { scrollMarginTop: tokens.spacingVerticalXXXL, rowGap: tokens.spacingVerticalS },
  marked: { outline: `${tokens.strokeWidthThick} solid ${tokens.colorBrandStroke1}` },
  title: { outlineStyle: 'none', overflowWrap: 'anywhere' },
  text: { textWrap: 'pretty', maxWidth: '44rem' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** /help/rules: every rule behind a date or a refusal, in plain words, each with an address of its own. */
export function RulesPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { hash } = useLocation();
  useEffect(() => {
    // Whoever follows a link to a rule reads on there, with the eye as with a screen reader.
    const rule = hash === '' ? null : document.getElementById(hash);
    rule?.scrollIntoView({ block: 'start' });
    rule?.querySelector('h3')?.focus({ preventScroll: true });
  }, [hash]);
  return (
    <PageFrame name={t('page.rules')} lead={t('rules.lead')}>
      <div className={styles.page}>
        <nav aria-label={t('rules.contents')}>
          <ul className={styles.contents}>
            {[...CONSEQUENCE_RULES, ...REFUSAL_RULES].map((id) => (
              <li key={id} className={styles.entry}>
                <TextLink to="/help/rules" hash={id}>
                  {t(`rules.title.${id}`)}
                </TextLink>
              </li>
            ))}
          </ul>
        </nav>
        <section className={styles.part}>
          <Subtitle1 as="h2">{t('rules.consequences')}</Subtitle1>
          {CONSEQUENCE_RULES.map((id) => (
            <Rule key={id} id={id} marked={hash === id} />
          ))}
        </section>
        <section className={styles.part}>
          <Subtitle1 as="h2">{t('rules.refusals')}</Subtitle1>
          {REFUSAL_RULES.map((id) => (
            <Rule key={id} id={id} marked={hash === id} />
          ))}
        </section>
      </div>
    </PageFrame>
  );
}

function Rule({ id, marked }: { readonly id: RuleId; readonly marked: boolean }) {
  const { t, language } = useTexts();
  const { text, source } = FULL[language];
  const words = (full: string) => (language === 'fr' ? unbroken(full) : full);
  const styles = useStyles();
  return (
    <Card id={id} className={mergeClasses(styles.rule, marked && styles.marked)}>
      <Subtitle2 as="h3" tabIndex={-1} className={styles.title}>
        {t(`rules.title.${id}`)}
      </Subtitle2>
      <Text className={styles.text}>{words(text[id])}</Text>
      <Text size={200} className={styles.quiet}>
        {/^[TR]-/.test(id) ? `${t('rules.id', { id })} · ` : null}
        {t('rules.from', { source: words(source[id]) })}
      </Text>
    </Card>
  );
}
