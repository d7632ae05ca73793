/** One person: licenses, data, history. */
export const consolePersonFr = {
  person: {},
  why: {},
};
