/** The overview and the settings. */
export const consoleOverviewFr = {
  overview: {},
  settings: {},
};
