/** The fields of a user that are written by name, with their columns and longest values (Graph: user). */
export const TEXT_FIELDS = {
  displayName: { column: 'display_name', maxLength: 256 },
  givenName: { column: 'given_name', maxLength: 64 },
  surname: { column: 'surname', maxLength: 64 },
  mail: { column: 'mail', maxLength: 320 },
  mailNickname: { column: 'mail_nickname', maxLength: 64 },
  userType: { column: 'user_type', maxLength: 16 },
  usageLocation: { column: 'usage_location', maxLength: 2 },
  preferredLanguage: { column: 'preferred_language', maxLength: 32 },
  department: { column: 'department', maxLength: 64 },
  jobTitle: { column: 'job_title', maxLength: 128 },
  companyName: { column: 'company_name', maxLength: 64 },
  officeLocation: { column: 'office_location', maxLength: 128 },
  streetAddress: { column: 'street_address', maxLength: 1024 },
  city: { column: 'city', maxLength: 128 },
  state: { column: 'state', maxLength: 128 },
  postalCode: { column: 'postal_code', maxLength: 40 },
  country: { column: 'country', maxLength: 128 },
  mobilePhone: { column: 'mobile_phone', maxLength: 64 },
  employeeId: { column: 'employee_id', maxLength: 16 },
  employeeType: { column: 'employee_type', maxLength: 64 },
} as const;

export const LIST_FIELDS = {
  businessPhones: { column: 'business_phones' },
  otherMails: { column: 'other_mails' },
} as const;

export type TextField = keyof typeof TEXT_FIELDS;
export type ListField = keyof typeof LIST_FIELDS;

/** What can be written to a user. Absent: as it is. Null: cleared. */
export type UserFields = { readonly [Field in TextField]?: string | null } & {
  readonly [Field in ListField]?: readonly string[];
} & {
  readonly userPrincipalName?: string;
  readonly accountEnabled?: boolean;
};
