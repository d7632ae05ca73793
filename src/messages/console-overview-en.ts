/** The overview and the settings. */
export const consoleOverviewEn = {
  overview: {},
  settings: {},
};
