/** What happened, to whom it applies, and what to do next, for every refusal about licenses. */
export const refusalsEn = {
  unknownPerson: {
    short: 'unknown person',
    message: 'Nobody is called {{person}}.',
    fix: 'Check the spelling; use the user principal name or the object id.',
  },
  outOfReach: {
    short: 'out of reach',
    message: 'This person is in no administrative unit that your role reaches.',
    fix: 'Ask an administrator of that unit or of the whole directory.',
  },
  ownLicense: {
    short: 'yourself',
    message: 'These are your own licenses.',
    fix: 'Leave yourself out, or say that you mean yourself too.',
  },
  deletedPerson: {
    short: 'deleted person',
    message: 'This person is deleted.',
    fix: 'Restore the person first, or leave them out.',
  },
  unknownSku: {
    short: 'unknown product',
    message: 'No product has the id {{sku}}.',
    fix: 'See "seatwise skus" for what you own, and "seatwise catalog" for all products.',
  },
  unownedSku: {
    short: 'product not owned',
    message: '{{sku}} is not among the products that you own.',
    fix: 'Buy it first, or choose one that you own: "seatwise skus".',
  },
  selfServicePurchase: {
    short: 'self-service purchase',
    message: '{{sku}} was bought by {{purchaser}} with a self-service purchase.',
    fix: 'Take the subscription over first; until then only {{purchaser}} can give or take it.',
  },
  skuNotForUsers: {
    short: 'not for people',
    message: '{{sku}} serves the whole organization and is not given to people.',
    fix: 'Leave it out.',
  },
  inheritedFromGroup: {
    short: 'inherited from a group',
    message: '{{sku}} comes from the group {{groups}} and cannot be taken from the person.',
    fix: 'Take the person out of the group, or the license from the group.',
  },
  notAssigned: {
    short: 'not assigned',
    message: '{{sku}} is not assigned to this person.',
    fix: 'Leave the person out, or apply with --keep-going.',
  },
  addedAndRemoved: {
    short: 'added and removed',
    message: '{{sku}} is to be both added and removed.',
    fix: 'Name it on one side only.',
  },
  usageLocationMissing: {
    short: 'no usage location',
    message: 'The person has no usage location.',
    fix: 'Set the country where the person works, then try again.',
  },
  usageLocationProhibited: {
    short: 'not offered in the country',
    message: '{{plan}} of {{sku}} may not be used in {{country}}.',
    fix: 'Correct the usage location, turn the service off, or choose another product.',
  },
  planNotInSku: {
    short: 'service not in the product',
    message: '{{sku}} does not contain {{plans}}.',
    fix: 'Name only services of this product.',
  },
  subscriptionSuspended: {
    short: 'subscription disabled',
    message: 'The subscription of {{sku}} is disabled.',
    fix: 'Reactivate it, or choose another product.',
  },
  notEnoughSeats: {
    short: 'not enough seats',
    message_one: '1 more license of {{sku}} is needed.',
    message_other: '{{count}} more licenses of {{sku}} are needed.',
    fix: 'Buy some or free some, then try again.',
  },
  mutuallyExclusive: {
    short: 'services exclude each other',
    message: '{{plan}} and {{other}} exclude each other.',
    fix: 'Turn one of the two off.',
  },
  prerequisiteMissing: {
    short: 'prerequisite missing',
    message: '{{plan}} needs {{bases}}, which the person does not have.',
    fix: 'Assign the base product first, or together with it.',
  },
  dependentNeedsPlan: {
    short: 'an add-on needs it',
    message: '{{dependent}} still needs {{plan}}.',
    fix: 'Take {{dependent}} away first, or together with it.',
  },
  changedSince: {
    short: 'changed since',
    message: '{{sku}} has been changed since then.',
    fix: 'Look at what the person has now, and change that.',
  },
};
