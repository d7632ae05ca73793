import { countryCode } from '../../domain/directory/countries.ts';
import { LIST_FIELDS, type ListField, TEXT_FIELDS, type TextField, type UserFields } from '../../domain/directory/user-fields.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';

export interface UserBody {
  readonly fields: UserFields;
  readonly password?: string;
  readonly forceChangePassword?: boolean;
}

/** What Graph shows of a user and nobody may write. */
const READ_ONLY = [
  'id',
  'assignedLicenses',
  'assignedPlans',
  'licenseAssignmentStates',
  'createdDateTime',
  'deletedDateTime',
  'proxyAddresses',
  'signInSessionsValidFromDateTime',
  'lastPasswordChangeDateTime',
  'onPremisesSyncEnabled',
  'securityIdentifier',
];

/** The fields that a POST or PATCH body sets, names in any case; or why it can't be taken. */
export function parseUserBody(body: unknown): UserBody | UserRefusal {
  const fields: Record<string, unknown> = {};
  let password: Pick<UserBody, 'password' | 'forceChangePassword'> = {};
  for (const [name, value] of Object.entries(typeof body === 'object' && body !== null ? body : {})) {
    if (name.startsWith('@odata.')) continue;
    const known = propertyNamed(name);
    if (known === 'passwordProfile') {
      const profile = parsePasswordProfile(value);
      if ('reason' in profile) return profile;
      password = profile;
    } else if (known === undefined) {
      const readOnly = READ_ONLY.find((property) => property.toLowerCase() === name.toLowerCase());
      return readOnly ? { reason: 'readOnlyProperty', property: readOnly } : { reason: 'unknownProperty', property: name };
    } else if (!isValid(known, value)) {
      return { reason: 'invalidValue', property: known };
    } else {
      fields[known] = value === '' ? null : known === 'usageLocation' ? String(value).toUpperCase() : value;
    }
  }
  return { fields: fields as UserFields, ...password };
}

type Property = TextField | ListField | 'userPrincipalName' | 'accountEnabled' | 'passwordProfile';

const PROPERTIES = [
  ...Object.keys(TEXT_FIELDS),
  ...Object.keys(LIST_FIELDS),
  'userPrincipalName',
  'accountEnabled',
  'passwordProfile',
] as Property[];

function propertyNamed(name: string): Property | undefined {
  return PROPERTIES.find((property) => property.toLowerCase() === name.toLowerCase());
}

function isValid(property: Property, value: unknown): boolean {
  if (property === 'accountEnabled') return typeof value === 'boolean';
  if (property === 'userPrincipalName') return typeof value === 'string' && value.length <= 1024;
  if (property in LIST_FIELDS) return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  if (property === 'displayName') return typeof value === 'string' && value !== '' && value.length <= TEXT_FIELDS.displayName.maxLength;
  // A usage location can be changed and not taken away again.
  if (property === 'usageLocation') return typeof value === 'string' && countryCode(value) === value.toUpperCase();
  if (property === 'userType') return value === 'Member' || value === 'Guest';
  return value === null || (typeof value === 'string' && value.length <= TEXT_FIELDS[property as TextField].maxLength);
}

function parsePasswordProfile(value: unknown): Pick<UserBody, 'password' | 'forceChangePassword'> | UserRefusal {
  const profile = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { password, forceChangePasswordNextSignIn: force } = profile;
  if (password !== undefined && typeof password !== 'string') return { reason: 'invalidValue', property: 'passwordProfile' };
  return {
    ...(typeof password === 'string' ? { password } : {}),
    ...(typeof force === 'boolean' ? { forceChangePassword: force } : {}),
  };
}
