import { Link } from '@fluentui/react-components';
import { consoleEn } from '../../messages/console-en.ts';
import { type Texts, useTexts } from '../texts.ts';

/** A link to the explanation of a rule, in a tab of its own: what one was doing stays. */
export function RuleLink({ rule }: { readonly rule: string }) {
  const { t } = useTexts();
  return (
    <Link
      inline
      href={`/help/rules#${rule}`}
      target="_blank"
      rel="noopener"
      aria-label={t('foresight.whyOf', { rule: ruleTitle(rule, t) })}
    >
      {t('foresight.why')}
    </Link>
  );
}

/** What a rule says, in a few words; the number of one that this console does not know. */
function ruleTitle(rule: string, t: Texts): string {
  return rule in consoleEn.rules.title
    ? t(`rules.title.${rule as keyof (typeof consoleEn)['rules']['title']}`)
    : t('rules.id', { id: rule });
}
