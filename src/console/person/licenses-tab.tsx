import { MessageBar, MessageBarBody, SkeletonItem, Subtitle2, Text } from '@fluentui/react-components';
import type { PersonSummary } from '../../client/person.ts';
import { useRight } from '../rights.ts';
import { useTexts } from '../texts.ts';
import { type Draft, hasPath, type ProductStanding } from './license-draft.ts';
import { usePersonStyles } from './person-styles.ts';
import { ProductItem } from './product-item.tsx';
import { UsageLocation } from './usage-location.tsx';

/** Licenses and apps of one person: where they work, and a box for every product. Saving is the pane's. */
export function LicensesTab({
  user,
  standings,
  draft,
  onDraft,
  onTryAgain,
}: {
  readonly user: PersonSummary;
  /** Undefined until they are there. */
  readonly standings: readonly ProductStanding[] | undefined;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onTryAgain: (standing: ProductStanding) => void;
}) {
  const { t } = useTexts();
  const styles = usePersonStyles();
  const right = useRight('assignLicenses');
  const held = (standings ?? []).filter(hasPath);
  const others = (standings ?? []).filter((standing) => !hasPath(standing));
  const items = (some: readonly ProductStanding[]) =>
    some.map((standing) => (
      <ProductItem
        key={standing.skuId}
        userId={user.id}
        standing={standing}
        draft={draft}
        onDraft={onDraft}
        mayAssign={right.allowed}
        onTryAgain={() => onTryAgain(standing)}
      />
    ));
  return (
    <div className={styles.column}>
      <UsageLocation user={user} />
      {right.reason === undefined ? null : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{right.reason}</MessageBarBody>
        </MessageBar>
      )}
      {standings === undefined ? (
        <>
          <SkeletonItem size={64} />
          <SkeletonItem size={64} />
          <SkeletonItem size={64} />
        </>
      ) : (
        <>
          <section className={styles.section}>
            <div className={styles.head}>
              <Subtitle2 as="h3" className={styles.heading}>
                {t('person.licenses', { count: held.length })}
              </Subtitle2>
              <Text className={styles.quiet}>{t('person.licensesHint')}</Text>
            </div>
            <ul className={styles.list}>{items(held)}</ul>
          </section>
          {others.length > 0 ? (
            <section className={styles.section}>
              <Subtitle2 as="h3" className={styles.heading}>
                {t('person.others')}
              </Subtitle2>
              <ul className={styles.list}>{items(others)}</ul>
            </section>
          ) : null}
          {standings.length === 0 ? <Text>{t('person.noProducts')}</Text> : null}
        </>
      )}
    </div>
  );
}
