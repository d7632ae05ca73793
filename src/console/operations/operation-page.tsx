import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function OperationPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.operations')}>{null}</PageFrame>;
}
