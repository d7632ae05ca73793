import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function OperationsPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.operations')}>{null}</PageFrame>;
}
