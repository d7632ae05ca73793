import { Badge, Button, Checkbox, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronUpRegular, ErrorCircleRegular, InfoRegular } from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';
import { numberText } from '../formats.ts';
import { useTexts } from '../texts.ts';
import { AppList } from './app-list.tsx';
import { type Draft, directAfter, hasPath, type ProductStanding, withDirect, withPlansOff } from './license-draft.ts';
import { errorText } from './license-error.ts';
import { usePersonStyles } from './person-styles.ts';
import { WhyButton } from './why-license.tsx';

const useStyles = makeStyles({
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
  },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  box: { flex: '1 1 14rem', minWidth: 0 },
  tools: {
    display: 'flex',
    alignItems: 'center',
    '@media (max-width: 480px)': { order: 1, flexBasis: '100%', paddingInlineStart: '24px' },
  },
  name: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  locked: { color: tokens.colorNeutralForeground2 },
  badge: { height: 'auto', overflowWrap: 'anywhere' },
  below: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    // Under the name, past the box.
    paddingInlineStart: '32px',
    minWidth: 0,
  },
  facts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  note: { display: 'flex', gap: tokens.spacingHorizontalXS, overflowWrap: 'anywhere' },
  noteIcon: { flexShrink: 0, lineHeight: tokens.lineHeightBase300, color: tokens.colorNeutralForeground2 },
});

/** A product with its box: whether the person has it, from where, what stands in the way, and its apps. */
export function ProductItem({
  userId,
  standing,
  draft,
  onDraft,
  mayAssign,
  onTryAgain,
}: {
  readonly userId: string;
  readonly standing: ProductStanding;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly mayAssign: boolean;
  /** The direct license that went wrong is to be given once more. */
  readonly onTryAgain: () => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { quiet } = usePersonStyles();
  const noteId = useId();
  const [open, setOpen] = useState(false);
  const { skuId, name, owned, direct, inherited } = standing;
  const off = directAfter(standing, draft);
  const groups = new Intl.ListFormat(language).format(inherited.map(({ group }) => group.name));
  const lock = lockOf(standing, groups, t);
  const checked = off !== undefined || inherited.length > 0;
  const failed = [...(direct ? [direct] : []), ...inherited].filter(({ error }) => error !== 'None');
  // The box of what is inherited too stands for the direct license: cleared, it says what stays.
  const isCleared = direct !== undefined && off === undefined;
  return (
    <li className={styles.item} data-sku={skuId}>
      <div className={styles.top}>
        <div className={styles.box}>
          <Checkbox
            checked={inherited.length > 0 && isCleared ? 'mixed' : checked}
            disabled={!mayAssign || lock !== undefined}
            label={
              <bdi className={mergeClasses(styles.name, (!mayAssign || lock !== undefined) && styles.locked)}>
                {name}
              </bdi>
            }
            aria-describedby={noteId}
            onChange={() => onDraft(withDirect(draft, standing, off === undefined))}
          />
        </div>
        <div className={styles.tools}>
          {checked ? (
            <Button
              size="small"
              appearance="subtle"
              iconPosition="after"
              icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
              aria-expanded={open}
              aria-label={t('person.appsOf', { name })}
              onClick={() => setOpen(!open)}
            >
              {t('person.showApps')}
            </Button>
          ) : null}
          {hasPath(standing) ? <WhyButton userId={userId} skuId={skuId} name={name} /> : null}
        </div>
      </div>
      <div className={styles.below}>
        <div id={noteId} className={styles.below} style={{ padding: 0 }}>
          <div className={styles.facts}>
            <Change standing={standing} draft={draft} />
            {direct ? (
              <Badge appearance="tint" color="brand">
                {t('person.direct')}
              </Badge>
            ) : null}
            {inherited.length > 0 ? (
              <Badge appearance="tint" color="informative" className={styles.badge}>
                {t('person.fromGroups', { groups })}
              </Badge>
            ) : null}
            <Text size={200} className={quiet}>
              {owned === undefined
                ? t('person.notOwned')
                : t('person.available', {
                    count: Math.max(0, owned.available),
                    available: numberText(Math.max(0, owned.available), language),
                    total: numberText(owned.total, language),
                  })}
            </Text>
          </div>
          {lock === undefined ? null : <Note icon={<InfoRegular />}>{lock}</Note>}
          {isCleared && inherited.length > 0 ? (
            <Note icon={<InfoRegular />}>{t('person.staysThrough', { groups })}</Note>
          ) : null}
          {failed.map(({ group, error }) => (
            <Note key={group?.id ?? ''} icon={<ErrorCircleRegular />}>
              {group === null || inherited.length + Number(direct !== undefined) === 1 ? '' : `${group.name} · `}
              {errorText(error, t)}
            </Note>
          ))}
        </div>
        {direct && direct.error !== 'None' && mayAssign && lock === undefined ? (
          <Button size="small" onClick={onTryAgain}>
            {t('person.tryAgain')}
          </Button>
        ) : null}
        {checked && open ? (
          <AppList
            standing={standing}
            off={off}
            locked={!mayAssign || lock !== undefined}
            onOff={(plans) => onDraft(withPlansOff(draft, standing, plans))}
          />
        ) : null}
      </div>
    </li>
  );
}

/** What is to become of it, as long as it is not saved. */
function Change({ standing, draft }: { readonly standing: ProductStanding; readonly draft: Draft }) {
  const { t } = useTexts();
  const wanted = draft.get(standing.skuId);
  if (wanted === undefined) return null;
  const what = wanted === null ? 'toUnassign' : standing.direct ? 'appsChanged' : 'toAssign';
  return (
    <Badge appearance="outline" color="brand">
      {t(`person.${what}`)}
    </Badge>
  );
}

function Note({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <Text size={200} className={styles.note}>
      <span aria-hidden="true" className={styles.noteIcon}>
        {icon}
      </span>
      <span>{children}</span>
    </Text>
  );
}

/** Why the box can't be changed by anybody; undefined where it can. */
function lockOf(
  { owned, direct, inherited }: ProductStanding,
  groups: string,
  t: ReturnType<typeof useTexts>['t'],
): string | undefined {
  if (owned?.selfServicePurchaser && (direct || inherited.length === 0))
    return t('person.selfService', { name: owned.selfServicePurchaser });
  if (direct) return undefined;
  if (inherited.length > 0) return t('person.inherited', { groups });
  if (owned?.status === 'Suspended' || owned?.status === 'Deleted') return t('person.suspended');
  return owned !== undefined && owned.available <= 0 ? t('person.noneLeft') : undefined;
}
