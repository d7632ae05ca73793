/** One person: licenses, data, history. */
export const consolePersonEn = {
  person: {},
  why: {},
};
