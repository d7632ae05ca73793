/** Products and their people. */
export const consoleLicensesEn = {
  licenses: {},
};
