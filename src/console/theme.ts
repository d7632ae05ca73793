import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { type Choices, keepChoice, onChoice, readChoice } from './choices.ts';

export type ThemeName = Choices['theme'];

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: webLightTheme,
  dark: webDarkTheme,
  contrast: teamsHighContrastTheme,
};

export const THEME_NAMES = Object.keys(THEMES) as ThemeName[];

const SYSTEM = {
  // The device paints with colors of its own, over whatever theme; the theme need only be as light or dark as they are.
  forced: matchMedia('(forced-colors: active)'),
  contrast: matchMedia('(prefers-contrast: more)'),
  dark: matchMedia('(prefers-color-scheme: dark)'),
};

/** The theme to show: what the person chose, else what the device asks for. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(onThemeChange, () => chosenTheme() ?? systemTheme());
}

/** What the person chose; undefined: like the device. */
export function useChosenTheme(): ThemeName | undefined {
  return useSyncExternalStore(onThemeChange, chosenTheme);
}

export function chooseTheme(theme: ThemeName | undefined): void {
  keepChoice('theme', theme);
}

function chosenTheme(): ThemeName | undefined {
  return readChoice('theme', THEME_NAMES);
}

function systemTheme(): ThemeName {
  if (SYSTEM.contrast.matches && !SYSTEM.forced.matches) return 'contrast';
  return SYSTEM.dark.matches ? 'dark' : 'light';
}

function onThemeChange(listener: () => void): () => void {
  const stop = onChoice(listener);
  for (const query of Object.values(SYSTEM)) query.addEventListener('change', listener);
  return () => {
    stop();
    for (const query of Object.values(SYSTEM)) query.removeEventListener('change', listener);
  };
}
