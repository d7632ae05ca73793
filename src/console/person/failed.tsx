import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
});

/** Why something could not be shown, and another try. */
export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTexts();
  return (
    <div className={useStyles().root}>
      <Problem error={error} />
      <Button onClick={onRetry}>{t('state.retry')}</Button>
    </div>
  );
}
