import { makeStyles, tokens } from '@fluentui/react-components';
import { useTexts } from '../texts.ts';
import { Notice } from './notice.tsx';

const useStyles = makeStyles({
  list: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** People for whom something is not done, each with the reason. */
export function Refused({
  people,
}: {
  readonly people: readonly { readonly id: string; readonly displayName: string; readonly message: string }[];
}) {
  const { t } = useTexts();
  return (
    <Notice intent="warning">
      {t('userForm.refused', { count: people.length })}
      <ul className={useStyles().list}>
        {people.map(({ id, displayName, message }) => (
          <li key={id}>{t('userForm.ofPerson', { name: displayName, text: message })}</li>
        ))}
      </ul>
    </Notice>
  );
}
