import { Checkbox, makeStyles, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ServicePlan } from '../../client/products.ts';
import { productQuery } from '../queries.ts';
import { useTexts } from '../texts.ts';
import { Failed } from './failed.tsx';
import type { ProductStanding } from './license-draft.ts';
import { usePersonStyles } from './person-styles.ts';

const useStyles = makeStyles({
  root: {
    margin: 0,
    padding: `${tokens.spacingVerticalXXS} 0`,
    border: 'none',
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    width: '100%',
  },
  hidden: { position: 'absolute', clipPath: 'inset(50%)', width: '1px', height: '1px', overflow: 'hidden' },
  apps: {
    display: 'flex',
    flexDirection: 'column',
    paddingInlineStart: tokens.spacingHorizontalL,
    borderLeft: `${tokens.strokeWidthThick} solid ${tokens.colorNeutralStroke2}`,
    marginInlineStart: tokens.spacingHorizontalM,
  },
  label: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
});

/** So many of the services that another needs one of are named. */
const SHOWN = 3;

/** The apps and services of a product: a box for each, and one for all. What a group turns on, only the group turns off. */
export function AppList({
  standing,
  off,
  locked,
  onOff,
}: {
  readonly standing: ProductStanding;
  /** What the direct license leaves off; undefined where there is none. */
  readonly off: readonly string[] | undefined;
  readonly locked: boolean;
  readonly onOff: (plans: readonly string[]) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { quiet } = usePersonStyles();
  const { data: product, error, refetch } = useQuery(productQuery(standing.skuId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!product) return <SkeletonItem size={96} />;
  const { servicePlans } = product;
  const list = new Intl.ListFormat(language);
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  const groupsOf = (planId: string, on: boolean) =>
    standing.inherited
      .filter(({ disabledPlans }) => disabledPlans.some((plan) => plan.planId === planId) !== on)
      .map(({ group }) => group.name);
  const isOn = ({ planId }: ServicePlan) =>
    off === undefined ? groupsOf(planId, true).length > 0 : !off.includes(planId);
  const on = servicePlans.filter(isOn).length;
  const isLocked = locked || off === undefined;
  const hintsOf = ({ planId, needsAnyOf, excludes }: ServicePlan) => [
    ...(off?.includes(planId) && groupsOf(planId, true).length > 0
      ? [t('person.onThrough', { groups: list.format(groupsOf(planId, true)) })]
      : []),
    ...(off?.includes(planId) && groupsOf(planId, true).length === 0 && standing.inherited.length > 0
      ? [t('person.offThere', { groups: list.format(groupsOf(planId, false)) })]
      : []),
    ...(needsAnyOf.length > SHOWN
      ? [t('person.needsAny', { plans: needsAnyOf.slice(0, 2).join(', '), count: needsAnyOf.length - 2 })]
      : needsAnyOf.length > 0
        ? [t('person.needs', { plans: either.format(needsAnyOf) })]
        : []),
    ...(excludes.length > 0 ? [t('person.excludes', { plans: list.format(excludes) })] : []),
  ];
  return (
    <fieldset className={styles.root}>
      <legend className={styles.hidden}>{t('person.appsOf', { name: standing.name })}</legend>
      <Checkbox
        checked={on === servicePlans.length ? true : on === 0 ? false : 'mixed'}
        disabled={isLocked}
        label={
          <span className={styles.label}>
            <span>{t('person.allApps')}</span>
            <Text size={200} className={quiet}>
              {t('person.apps', { on, total: servicePlans.length })}
            </Text>
          </span>
        }
        onChange={() => onOff(on === servicePlans.length ? servicePlans.map(({ planId }) => planId) : [])}
      />
      <div className={styles.apps}>
        {servicePlans.map((plan) => (
          <Checkbox
            key={plan.planId}
            checked={isOn(plan)}
            disabled={isLocked}
            label={
              <span className={styles.label}>
                <span>{plan.displayName}</span>
                {hintsOf(plan).map((hint) => (
                  <Text key={hint} size={200} className={quiet}>
                    {hint}
                  </Text>
                ))}
              </span>
            }
            onChange={(_event, { checked }) =>
              onOff(checked ? (off ?? []).filter((id) => id !== plan.planId) : [...(off ?? []), plan.planId])
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
