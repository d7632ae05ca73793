import {
  Button,
  Combobox,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  InteractionTag,
  InteractionTagPrimary,
  InteractionTagSecondary,
  makeStyles,
  Option,
  OverlayDrawer,
  TagGroup,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, DismissRegular } from '@fluentui/react-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlanRequest } from '../../client/licensing.ts';
import type { OwnedProduct } from '../../client/products.ts';
import { LicenseChange } from '../change/license-change.tsx';
import { numberText } from '../formats.ts';
import { people } from '../server.ts';
import { useTexts } from '../texts.ts';
import { AppsChoice } from './apps-choice.tsx';

const SUGGESTIONS = 20;

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    paddingBottom: tokens.spacingVerticalL,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { maxHeight: '18rem' },
  tags: { flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  apps: { alignSelf: 'flex-start' },
});

/** The panel that assigns a product: who gets it, and with which apps. */
export function AssignLicenses({
  product: { skuId, name, available },
  onClose,
}: {
  readonly product: OwnedProduct;
  readonly onClose: (applied: boolean) => void;
}) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [pasted, setPasted] = useState('');
  const [typed, setTyped] = useState('');
  const [disabled, setDisabled] = useState<readonly string[]>([]);
  const [withApps, setWithApps] = useState(false);
  const [missing, setMissing] = useState(false);
  const [request, setRequest] = useState<PlanRequest>();
  const found = useQuery({
    queryKey: ['people', 'suggestions', typed],
    queryFn: () =>
      people.list(
        typed.trim() === '' ? {} : { search: typed.trim() },
        { sort: 'displayName', desc: false },
        { skip: 0, top: SUGGESTIONS, count: false },
      ),
    placeholderData: keepPreviousData,
  });
  const listed = pasted.split(/[\s,;]+/).filter((each) => each !== '');
  const users = [...new Set([...chosen.keys(), ...listed])];

  const assign = () => {
    setMissing(users.length === 0);
    if (users.length === 0) return;
    const product = { product: skuId, ...(disabled.length > 0 ? { disable: disabled } : {}) };
    setRequest({ change: { kind: 'assign', products: [product] }, people: { users } });
  };
  const drop = (id: string) => setChosen(new Map([...chosen].filter(([each]) => each !== id)));
  return (
    <>
      <OverlayDrawer
        open={request === undefined}
        position="end"
        size="medium"
        onOpenChange={(_event, data) => (data.open ? undefined : onClose(false))}
        aria-label={t('licenses.assignTitle')}
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
            {t('licenses.assignTitle')}
          </DrawerHeaderTitle>
          <Text className={styles.quiet}>
            {name}:{' '}
            {t('manage.available', {
              count: Math.max(0, available),
              number: numberText(Math.max(0, available), language),
            })}
          </Text>
        </DrawerHeader>
        <DrawerBody>
          <div className={styles.body}>
            <Field
              label={t('licenses.who', { product: name })}
              {...(missing ? { validationMessage: t('licenses.chooseFirst') } : {})}
            >
              <Combobox
                inlinePopup
                freeform
                listbox={{ className: styles.list }}
                placeholder={t('licenses.whoHint')}
                value={typed}
                selectedOptions={[]}
                onChange={(event) => setTyped(event.target.value)}
                onOptionSelect={(_event, { optionValue, optionText }) => {
                  if (optionValue === undefined) return;
                  setChosen(new Map([...chosen, [optionValue, optionText ?? optionValue]]));
                  setTyped('');
                  setMissing(false);
                }}
              >
                {(found.data?.value ?? [])
                  .filter(({ id }) => !chosen.has(id))
                  .map(({ id, displayName, userPrincipalName }) => (
                    <Option key={id} value={id} text={displayName}>
                      <span>
                        <bdi>{displayName}</bdi>
                        <br />
                        <Text size={200} className={styles.quiet}>
                          {userPrincipalName}
                        </Text>
                      </span>
                    </Option>
                  ))}
                {found.data?.value.length === 0 ? (
                  <Option disabled value="" text="">
                    {t('licenses.noneFound')}
                  </Option>
                ) : null}
              </Combobox>
            </Field>
            {chosen.size > 0 ? (
              <TagGroup
                aria-label={t('licenses.chosen')}
                className={styles.tags}
                onDismiss={(_event, { value }) => drop(value)}
              >
                {[...chosen].map(([id, displayName]) => (
                  <InteractionTag key={id} value={id}>
                    <InteractionTagPrimary hasSecondaryAction>
                      <bdi>{displayName}</bdi>
                    </InteractionTagPrimary>
                    <InteractionTagSecondary aria-label={t('licenses.remove', { name: displayName })} />
                  </InteractionTag>
                ))}
              </TagGroup>
            ) : null}
            <Field label={t('licenses.paste')} hint={t('licenses.pasteHint')}>
              <Textarea value={pasted} resize="vertical" onChange={(_event, data) => setPasted(data.value)} />
            </Field>
            <Button
              className={styles.apps}
              appearance="transparent"
              icon={withApps ? <ChevronDownRegular /> : <ChevronRightRegular />}
              aria-expanded={withApps}
              onClick={() => setWithApps(!withApps)}
            >
              {t('manage.apps')}
            </Button>
            {withApps ? <AppsChoice skuId={skuId} disabled={disabled} onChange={setDisabled} /> : null}
          </div>
        </DrawerBody>
        <DrawerFooter>
          <Button appearance="primary" onClick={assign}>
            {t('licenses.assignAction')}
          </Button>
          <Button onClick={() => onClose(false)}>{t('list.cancel')}</Button>
        </DrawerFooter>
      </OverlayDrawer>
      {request ? (
        <LicenseChange
          title={t('licenses.assign')}
          action={t('licenses.assignAction')}
          request={request}
          people={users.length}
          onClose={(applied) => (applied ? onClose(true) : setRequest(undefined))}
        />
      ) : null}
    </>
  );
}
