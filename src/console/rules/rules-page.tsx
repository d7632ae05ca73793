import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function RulesPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.rules')}>{null}</PageFrame>;
}
