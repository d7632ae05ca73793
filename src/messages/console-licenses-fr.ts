/** Products and their people. */
export const consoleLicensesFr = {
  licenses: {},
};
