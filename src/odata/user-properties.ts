/** A property of a user as it is stored. */
export interface UserProperty {
  readonly name: string;
  /** A column of `users u`; undefined for what is drawn from the licenses or never shown. */
  readonly column: string | undefined;
  readonly type: 'text' | 'boolean' | 'date' | 'guid' | 'texts' | 'licenses' | 'written';
  /** Returned when nothing is selected. */
  readonly byDefault: boolean;
}

/** What a name means on a user: stored; known and always empty here; given for one user only, never in a list; a relationship. */
export type UserName =
  | { readonly kind: 'stored'; readonly name: string; readonly property: UserProperty }
  | { readonly kind: 'unstored'; readonly name: string; readonly empty: null | readonly [] }
  | { readonly kind: 'singleUserOnly' | 'relationship'; readonly name: string };

/** Every property of a user that is stored, in the order of the wire: what is shown by default, then the rest by name. */
export const USER_PROPERTIES: readonly UserProperty[] = [
  shown('businessPhones', 'business_phones', 'texts'),
  shown('displayName', 'display_name', 'text'),
  shown('givenName', 'given_name', 'text'),
  shown('jobTitle', 'job_title', 'text'),
  shown('mail', 'mail', 'text'),
  shown('mobilePhone', 'mobile_phone', 'text'),
  shown('officeLocation', 'office_location', 'text'),
  shown('preferredLanguage', 'preferred_language', 'text'),
  shown('surname', 'surname', 'text'),
  shown('userPrincipalName', 'user_principal_name', 'text'),
  shown('id', 'id', 'guid'),
  selected('accountEnabled', 'account_enabled', 'boolean'),
  selected('assignedLicenses', undefined, 'licenses'),
  selected('assignedPlans', undefined, 'licenses'),
  selected('city', 'city', 'text'),
  selected('companyName', 'company_name', 'text'),
  selected('country', 'country', 'text'),
  selected('createdDateTime', 'created_at', 'date'),
  selected('deletedDateTime', 'deleted_at', 'date'),
  selected('department', 'department', 'text'),
  selected('employeeId', 'employee_id', 'text'),
  selected('employeeType', 'employee_type', 'text'),
  selected('licenseAssignmentStates', undefined, 'licenses'),
  selected('mailNickname', 'mail_nickname', 'text'),
  selected('onPremisesSyncEnabled', 'on_premises_sync_enabled', 'boolean'),
  selected('otherMails', 'other_mails', 'texts'),
  selected('passwordProfile', undefined, 'written'),
  selected('postalCode', 'postal_code', 'text'),
  selected('provisionedPlans', undefined, 'licenses'),
  selected('proxyAddresses', 'proxy_addresses', 'texts'),
  selected('signInSessionsValidFromDateTime', 'sessions_valid_from', 'date'),
  selected('state', 'state', 'text'),
  selected('streetAddress', 'street_address', 'text'),
  selected('usageLocation', 'usage_location', 'text'),
  selected('userType', 'user_type', 'text'),
];

const UNSTORED = `ageGroup consentProvidedForMinor creationType employeeHireDate employeeLeaveDateTime employeeOrgData
  externalUserState externalUserStateChangeDateTime faxNumber isResourceAccount lastPasswordChangeDateTime
  legalAgeGroupClassification onPremisesDistinguishedName onPremisesDomainName onPremisesExtensionAttributes
  onPremisesImmutableId onPremisesLastSyncDateTime onPremisesSamAccountName onPremisesSecurityIdentifier
  onPremisesUserPrincipalName passwordPolicies preferredDataLocation securityIdentifier showInAddressList signInActivity`;
const UNSTORED_LISTS = 'identities imAddresses onPremisesProvisioningErrors serviceProvisioningErrors';
const SINGLE_USER_ONLY = `aboutMe birthday hireDate interests mailboxSettings mySite pastProjects preferredName
  responsibilities schools skills`;
const RELATIONSHIPS = `authentication directReports drive drives licenseDetails mailFolders manager memberOf messages
  ownedObjects photo transitiveMemberOf`;

const BY_NAME: ReadonlyMap<string, UserName> = new Map(
  [
    ...USER_PROPERTIES.map((property): UserName => ({ kind: 'stored', name: property.name, property })),
    ...wordsOf(UNSTORED).map((name): UserName => ({ kind: 'unstored', name, empty: null })),
    ...wordsOf(UNSTORED_LISTS).map((name): UserName => ({ kind: 'unstored', name, empty: [] })),
    ...wordsOf(SINGLE_USER_ONLY).map((name): UserName => ({ kind: 'singleUserOnly', name })),
    ...wordsOf(RELATIONSHIPS).map((name): UserName => ({ kind: 'relationship', name })),
  ].map((known) => [known.name.toLowerCase(), known]),
);

/** What this name means on a user, in any case; undefined for a name that a user does not have. */
export function findUserName(name: string): UserName | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** The stored property of this name, in any case. */
export function findUserProperty(name: string): UserProperty | undefined {
  const known = findUserName(name);
  return known?.kind === 'stored' ? known.property : undefined;
}

function shown(name: string, column: string, type: UserProperty['type']): UserProperty {
  return { name, column, type, byDefault: true };
}

function selected(name: string, column: string | undefined, type: UserProperty['type']): UserProperty {
  return { name, column, type, byDefault: false };
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/);
}
