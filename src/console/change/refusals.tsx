import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { InfoRegular } from '@fluentui/react-icons';
import type { DetailedOperation, RefusalView } from '../../client/licensing.ts';
import { consoleEn } from '../../messages/console-en.ts';
import { numberText } from '../formats.ts';
import { type Texts, useTexts } from '../texts.ts';
import { FateCard } from './fate-card.tsx';
import { fatesOf } from './fates.ts';
import { RuleLink } from './rule-link.tsx';

/** Groups and unknown names that are shown; the file has them all. */
const SHOWN = 20;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  refusal: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'flex-start', overflowWrap: 'anywhere' },
  icon: { flexShrink: 0, fontSize: '20px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Who is refused, by reason, and what to do about it. */
export function Refusals({ operation }: { readonly operation: DetailedOperation }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { totals, unmatched } = operation;
  const fates = fatesOf(operation.profiles, 'refused');
  const number = (value: number) => numberText(value, language);
  return (
    <ul className={styles.list}>
      {totals.shortages.map((shortage) => (
        <li key={shortage.skuId} className={styles.card}>
          <Text weight="semibold">
            {t('foresight.short', {
              name: nameOfSku(operation, shortage.skuId),
              needed: number(shortage.needed),
              available: number(shortage.available),
            })}
          </Text>
          <Refusal refusal={shortage} />
        </li>
      ))}
      {fates.slice(0, SHOWN).map((fate) => (
        <FateCard key={fate.numbers[0]} operationId={operation.id} fate={fate} result="refused" upTo={false}>
          {fate.profile.refusals.map((refusal) => (
            <Refusal key={refusal.message} refusal={refusal} />
          ))}
        </FateCard>
      ))}
      {unmatched.length > 0 ? (
        <li className={styles.card}>
          <Text weight="semibold">{t('foresight.unknown')}</Text>
          <ul className={styles.list}>
            {unmatched.slice(0, SHOWN).map(({ person, line, message, fix, reason }) => (
              <li key={person}>
                <Refusal
                  refusal={{
                    reason,
                    rule: null,
                    message: line === null ? message : `${t('foresight.unknownLine', { line })} ${message}`,
                    fix,
                  }}
                />
              </li>
            ))}
          </ul>
        </li>
      ) : null}
      {fates.length > SHOWN || unmatched.length > SHOWN ? (
        <li>
          {t('change.andMore', {
            count: Math.max(fates.length, unmatched.length) - SHOWN,
            number: number(Math.max(0, fates.length - SHOWN) + Math.max(0, unmatched.length - SHOWN)),
          })}
        </li>
      ) : null}
    </ul>
  );
}

function Refusal({ refusal }: { readonly refusal: RefusalView }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.refusal}>
      <InfoRegular className={styles.icon} aria-hidden="true" />
      <span className={styles.words}>
        <span>{refusal.message}</span>
        <span>
          {fixOf(refusal, t)} <RuleLink rule={refusal.rule ?? refusal.reason} />
        </span>
      </span>
    </div>
  );
}

/** What to do about a refusal: here there are no commands to type. */
export function fixOf({ reason, fix }: Pick<RefusalView, 'reason' | 'fix'>, t: Texts): string {
  return reason in consoleEn.change.fix ? t(`change.fix.${reason as keyof (typeof consoleEn)['change']['fix']}`) : fix;
}

function nameOfSku({ profiles, totals }: DetailedOperation, skuId: string): string {
  const named = [...totals.skus, ...profiles.flatMap(({ assigns }) => assigns)].find((one) => one.skuId === skuId);
  return named?.name ?? skuId;
}
