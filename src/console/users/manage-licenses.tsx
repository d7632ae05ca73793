import {
  Button,
  Checkbox,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Dropdown,
  Field,
  makeStyles,
  Option,
  OverlayDrawer,
  Radio,
  RadioGroup,
  SkeletonItem,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, DismissRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangeRequest, PeopleRequest } from '../../client/licensing.ts';
import type { Holdings } from '../../client/people.ts';
import type { OwnedProduct } from '../../client/products.ts';
import { LicenseChange } from '../change/license-change.tsx';
import { numberText } from '../formats.ts';
import { AppsChoice } from '../licenses/apps-choice.tsx';
import { Problem } from '../parts/problem.tsx';
import { ownedProductsQuery } from '../queries.ts';
import { people as peopleCalls } from '../server.ts';
import { useTexts } from '../texts.ts';

const KINDS = ['assign', 'replace', 'unassignAll', 'swap'] as const;

type Kind = (typeof KINDS)[number];

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    paddingBottom: tokens.spacingVerticalL,
  },
  who: { color: tokens.colorNeutralForeground2 },
  hint: { display: 'block', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  products: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  product: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    paddingInlineStart: tokens.spacingHorizontalXXXL,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  apps: { alignSelf: 'flex-start', marginInlineStart: tokens.spacingHorizontalXL },
  list: { maxHeight: '18rem' },
});

/** The panel in which the licenses of several people are changed: assign more, replace, unassign all, swap. */
export function ManageLicenses({
  people,
  count,
  onClose,
}: {
  readonly people: PeopleRequest;
  /** How many people are meant. */
  readonly count: number;
  readonly onClose: (applied: boolean) => void;
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const [kind, setKind] = useState<Kind>('assign');
  const [chosen, setChosen] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const [swap, setSwap] = useState<{ readonly from?: string; readonly to?: string }>({});
  const [request, setRequest] = useState<ChangeRequest>();
  const [missing, setMissing] = useState(false);
  const owned = useQuery(ownedProductsQuery);
  const holdings = useQuery({ queryKey: ['holdings', people], queryFn: () => peopleCalls.holdings(people) });

  const save = () => {
    const change = changeOf(kind, chosen, swap);
    setMissing(change === undefined);
    setRequest(change);
  };
  const all = owned.data?.value ?? [];
  return (
    <>
      <OverlayDrawer
        open={request === undefined}
        position="end"
        size="medium"
        onOpenChange={(_event, data) => (data.open ? undefined : onClose(false))}
        aria-label={t('manage.title')}
      >
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('list.close')}
                onClick={() => onClose(false)}
              />
            }
          >
            {t('manage.title')}
          </DrawerHeaderTitle>
          <Text className={styles.who}>{t('manage.who', { count })}</Text>
        </DrawerHeader>
        <DrawerBody>
          <div className={styles.body}>
            <Problem error={owned.error ?? holdings.error} />
            <Field label={t('manage.how')}>
              <RadioGroup value={kind} onChange={(_event, { value }) => setKind(value as Kind)}>
                {KINDS.map((each) => (
                  <Radio
                    key={each}
                    value={each}
                    label={
                      <>
                        {t(`manage.${each}`)}
                        <span className={styles.hint}>{t(`manage.hint.${each}`)}</span>
                      </>
                    }
                  />
                ))}
              </RadioGroup>
            </Field>
            {kind === 'assign' || kind === 'replace' ? (
              <section>
                <Subtitle2 as="h3">{t('manage.products')}</Subtitle2>
                {owned.isPending || holdings.isPending ? <SkeletonItem size={64} /> : null}
                <ul className={styles.products}>
                  {holdings.data
                    ? all.map((product) => (
                        <ProductChoice
                          key={product.skuId}
                          product={product}
                          holdings={holdings.data}
                          keeps={kind === 'assign'}
                          disabled={chosen.get(product.skuId)}
                          onChange={(disabled) => {
                            const next = new Map(chosen);
                            if (disabled) next.set(product.skuId, disabled);
                            else next.delete(product.skuId);
                            setChosen(next);
                            setMissing(false);
                          }}
                        />
                      ))
                    : null}
                </ul>
              </section>
            ) : null}
            {kind === 'swap'
              ? (['from', 'to'] as const).map((side) => (
                  <Field key={side} label={t(`manage.${side}`)}>
                    <Dropdown
                      inlinePopup
                      listbox={{ className: styles.list }}
                      placeholder={t('manage.choose')}
                      value={all.find(({ skuId }) => skuId === swap[side])?.name ?? ''}
                      selectedOptions={swap[side] === undefined ? [] : [swap[side]]}
                      onOptionSelect={(_event, { optionValue }) => {
                        if (optionValue !== undefined) setSwap({ ...swap, [side]: optionValue });
                        setMissing(false);
                      }}
                    >
                      {all
                        .filter(({ skuId }) => skuId !== swap[side === 'from' ? 'to' : 'from'])
                        .map(({ skuId, name }) => (
                          <Option key={skuId} value={skuId}>
                            {name}
                          </Option>
                        ))}
                    </Dropdown>
                  </Field>
                ))
              : null}
          </div>
        </DrawerBody>
        <DrawerFooter>
          {missing ? <Text role="alert">{t('manage.chooseFirst')}</Text> : null}
          <Button appearance="primary" onClick={save}>
            {t('manage.save')}
          </Button>
          <Button onClick={() => onClose(false)}>{t('list.cancel')}</Button>
        </DrawerFooter>
      </OverlayDrawer>
      {request ? (
        <LicenseChange
          title={t('manage.title')}
          action={t('manage.save')}
          request={{ change: request, people }}
          people={count}
          onClose={(applied) => (applied ? onClose(true) : setRequest(undefined))}
        />
      ) : null}
    </>
  );
}

/** One product that can be given: who has it already, seats left, its apps. */
function ProductChoice({
  product: { skuId, name, available, selfServicePurchaser },
  holdings,
  keeps,
  disabled,
  onChange,
}: {
  readonly product: OwnedProduct;
  readonly holdings: Holdings;
  /** Whether what people have stays: then what everybody has is ticked already. */
  readonly keeps: boolean;
  /** The services that are off; undefined where the product is not chosen. */
  readonly disabled: readonly string[] | undefined;
  readonly onChange: (disabled: readonly string[] | undefined) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const some = holdings.holdings.find((held) => held.skuId === skuId)?.people ?? 0;
  const all = holdings.people;
  const state =
    disabled !== undefined || (keeps && some === all && all > 0) ? true : keeps && some > 0 ? 'mixed' : false;
  const has =
    some === 0
      ? t('manage.nobodyHas')
      : some === all
        ? t('manage.everybodyHas')
        : t('manage.someHave', { some: numberText(some, language), all: numberText(all, language) });
  return (
    <li className={styles.product}>
      <Checkbox
        label={name}
        checked={state}
        disabled={selfServicePurchaser !== null}
        onChange={() => onChange(disabled === undefined ? [] : undefined)}
      />
      <span className={styles.facts}>
        <span>{has}</span>
        <span>
          {selfServicePurchaser === null
            ? t('manage.available', {
                count: Math.max(0, available),
                number: numberText(Math.max(0, available), language),
              })
            : t('manage.selfService', { name: selfServicePurchaser })}
        </span>
      </span>
      {disabled ? (
        <>
          <Button
            className={styles.apps}
            size="small"
            appearance="transparent"
            icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
            aria-expanded={open}
            aria-label={t('manage.appsOf', { name })}
            onClick={() => setOpen(!open)}
          >
            {t('manage.apps')}
          </Button>
          {open ? <AppsChoice skuId={skuId} disabled={disabled} onChange={onChange} /> : null}
        </>
      ) : null}
    </li>
  );
}

/** The change that was chosen; undefined as long as something is missing. */
function changeOf(
  kind: Kind,
  chosen: ReadonlyMap<string, readonly string[]>,
  { from, to }: { readonly from?: string; readonly to?: string },
): ChangeRequest | undefined {
  const products = [...chosen].map(([product, disable]) => ({ product, ...(disable.length > 0 ? { disable } : {}) }));
  switch (kind) {
    case 'assign':
    case 'replace':
      return products.length > 0 ? { kind, products } : undefined;
    case 'unassignAll':
      return { kind };
    case 'swap':
      return from !== undefined && to !== undefined ? { kind, from, to } : undefined;
  }
}
