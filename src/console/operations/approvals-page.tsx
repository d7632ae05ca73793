import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function ApprovalsPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.approvals')}>{null}</PageFrame>;
}
