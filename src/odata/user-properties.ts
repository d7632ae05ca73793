/** A property of a user, as it is stored and compared. */
export interface UserProperty {
  readonly name: string;
  /** A column of `users u`; undefined for what is drawn from the licenses, and for what is not stored and so always empty. */
  readonly column: string | undefined;
  /** `texts`: a list of texts. `licenses` and `complex` are objects, drawn and not compared as a whole. */
  readonly type: 'text' | 'boolean' | 'date' | 'guid' | 'texts' | 'licenses' | 'complex';
  /** Returned when nothing is selected. */
  readonly byDefault: boolean;
}

/** Every property of a user, in the order of the wire: what is shown by default, then the rest by name. */
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
  unstored('ageGroup', 'text'),
  selected('assignedLicenses', undefined, 'licenses'),
  selected('assignedPlans', undefined, 'licenses'),
  selected('city', 'city', 'text'),
  selected('companyName', 'company_name', 'text'),
  unstored('consentProvidedForMinor', 'text'),
  selected('country', 'country', 'text'),
  selected('createdDateTime', 'created_at', 'date'),
  unstored('creationType', 'text'),
  selected('deletedDateTime', 'deleted_at', 'date'),
  selected('department', 'department', 'text'),
  unstored('employeeHireDate', 'date'),
  selected('employeeId', 'employee_id', 'text'),
  unstored('employeeLeaveDateTime', 'date'),
  unstored('employeeOrgData', 'complex'),
  selected('employeeType', 'employee_type', 'text'),
  unstored('externalUserState', 'text'),
  unstored('externalUserStateChangeDateTime', 'text'),
  unstored('faxNumber', 'text'),
  unstored('identities', 'texts'),
  unstored('imAddresses', 'texts'),
  unstored('isResourceAccount', 'boolean'),
  unstored('lastPasswordChangeDateTime', 'date'),
  unstored('legalAgeGroupClassification', 'text'),
  selected('licenseAssignmentStates', undefined, 'licenses'),
  selected('mailNickname', 'mail_nickname', 'text'),
  unstored('onPremisesDistinguishedName', 'text'),
  unstored('onPremisesDomainName', 'text'),
  unstored('onPremisesExtensionAttributes', 'complex'),
  unstored('onPremisesImmutableId', 'text'),
  unstored('onPremisesLastSyncDateTime', 'date'),
  unstored('onPremisesProvisioningErrors', 'texts'),
  unstored('onPremisesSamAccountName', 'text'),
  unstored('onPremisesSecurityIdentifier', 'text'),
  selected('onPremisesSyncEnabled', 'on_premises_sync_enabled', 'boolean'),
  unstored('onPremisesUserPrincipalName', 'text'),
  selected('otherMails', 'other_mails', 'texts'),
  unstored('passwordPolicies', 'text'),
  unstored('passwordProfile', 'complex'),
  selected('postalCode', 'postal_code', 'text'),
  unstored('preferredDataLocation', 'text'),
  selected('provisionedPlans', undefined, 'licenses'),
  selected('proxyAddresses', 'proxy_addresses', 'texts'),
  unstored('serviceProvisioningErrors', 'texts'),
  unstored('showInAddressList', 'boolean'),
  unstored('signInActivity', 'complex'),
  selected('signInSessionsValidFromDateTime', 'sessions_valid_from', 'date'),
  selected('state', 'state', 'text'),
  selected('streetAddress', 'street_address', 'text'),
  selected('usageLocation', 'usage_location', 'text'),
  selected('userType', 'user_type', 'text'),
];

const BY_NAME: ReadonlyMap<string, UserProperty> = new Map(
  USER_PROPERTIES.map((known) => [known.name.toLowerCase(), known]),
);

/** The property of this name, in any case. */
export function findUserProperty(name: string): UserProperty | undefined {
  return BY_NAME.get(name.toLowerCase());
}

function shown(name: string, column: string, type: UserProperty['type']): UserProperty {
  return { name, column, type, byDefault: true };
}

function selected(name: string, column: string | undefined, type: UserProperty['type']): UserProperty {
  return { name, column, type, byDefault: false };
}

function unstored(name: string, type: UserProperty['type']): UserProperty {
  return selected(name, undefined, type);
}
