import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function DeletedUsersPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.deletedUsers')}>{null}</PageFrame>;
}
