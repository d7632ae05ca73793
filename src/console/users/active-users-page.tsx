import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function ActiveUsersPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.activeUsers')}>{null}</PageFrame>;
}
