import {
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { DarkThemeRegular, LocalLanguageRegular } from '@fluentui/react-icons';
import { chooseLanguage, LANGUAGES, useTexts } from '../texts.ts';
import { chooseTheme, THEME_NAMES, useChosenTheme } from '../theme.ts';

/** The languages as a group of a menu. Each is named in itself. */
export function LanguageChoices() {
  const { t } = useTexts();
  return (
    <MenuGroup>
      <MenuGroupHeader>{t('language.label')}</MenuGroupHeader>
      {LANGUAGES.map((language) => (
        <MenuItemRadio
          key={language}
          name="language"
          value={language}
          lang={language}
          onClick={() => chooseLanguage(language)}
        >
          {t(`language.${language}`)}
        </MenuItemRadio>
      ))}
    </MenuGroup>
  );
}

/** The themes as a group of a menu. */
export function ThemeChoices() {
  const { t } = useTexts();
  return (
    <MenuGroup>
      <MenuGroupHeader>{t('theme.label')}</MenuGroupHeader>
      {['system' as const, ...THEME_NAMES].map((theme) => (
        <MenuItemRadio
          key={theme}
          name="theme"
          value={theme}
          onClick={() => chooseTheme(theme === 'system' ? undefined : theme)}
        >
          {t(`theme.${theme}`)}
        </MenuItemRadio>
      ))}
    </MenuGroup>
  );
}

/** What a menu with both groups has ticked. */
export function useTickedPreferences(): Record<'language' | 'theme', string[]> {
  const { language } = useTexts();
  const theme = useChosenTheme();
  return { language: [language], theme: [theme ?? 'system'] };
}

/** Language and theme for whoever is not signed in. */
export function PreferenceButtons() {
  const { t, language } = useTexts();
  const checkedValues = useTickedPreferences();
  return (
    <>
      <Menu inline checkedValues={checkedValues} positioning={{ autoSize: true }}>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<LocalLanguageRegular />}
            aria-label={`${t('language.label')}: ${t(`language.${language}`)}`}
          >
            {t(`language.${language}`)}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <LanguageChoices />
          </MenuList>
        </MenuPopover>
      </Menu>
      <Menu inline checkedValues={checkedValues} positioning={{ autoSize: true }}>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<DarkThemeRegular />}>
            {t('theme.label')}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <ThemeChoices />
          </MenuList>
        </MenuPopover>
      </Menu>
    </>
  );
}
