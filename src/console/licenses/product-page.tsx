import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function ProductPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.licenses')}>{null}</PageFrame>;
}
