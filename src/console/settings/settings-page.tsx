import { PageFrame } from '../parts/page-frame.tsx';
import { useTexts } from '../texts.ts';

export function SettingsPage() {
  const { t } = useTexts();
  return <PageFrame name={t('page.settings')}>{null}</PageFrame>;
}
