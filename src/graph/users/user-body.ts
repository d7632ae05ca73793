import { countryCode } from '../../domain/directory/countries.ts';
import {
  LIST_FIELDS,
  type ListField,
  TEXT_FIELDS,
  type TextField,
  type UserFields,
} from '../../domain/directory/user-fields.ts';
import type { UserRefusal } from '../../domain/directory/user-refusals.ts';
import { findUserProperty } from '../../odata/user-properties.ts';
import { membersOf } from '../body.ts';

export interface UserBody {
  readonly fields: UserFields;
  readonly password?: string;
  readonly forceChangePassword?: boolean;
}

/** The fields that a POST or PATCH body sets, names in any case; or why it can't be taken. */
export function parseUserBody(body: unknown): UserBody | UserRefusal {
  const fields: Record<string, unknown> = {};
  let password: Pick<UserBody, 'password' | 'forceChangePassword'> = {};
  for (const [name, value] of membersOf(body)) {
    if (name.startsWith('@odata.')) continue;
    const known = propertyNamed(name);
    if (known === 'passwordProfile') {
      const profile = parsePasswordProfile(value);
      if ('reason' in profile) return profile;
      password = profile;
    } else if (known === undefined) {
      // Whatever else a user has is shown and not written.
      const shown = findUserProperty(name);
      return shown
        ? { reason: 'readOnlyProperty', property: shown.name }
        : { reason: 'unknownProperty', property: name };
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
  if (property === 'userPrincipalName') return isText(value) && value.length <= 1024;
  if (property in LIST_FIELDS) return Array.isArray(value) && value.every(isText);
  if (property === 'displayName')
    return isText(value) && value !== '' && value.length <= TEXT_FIELDS.displayName.maxLength;
  // A usage location can be changed and not taken away again.
  if (property === 'usageLocation') return isText(value) && countryCode(value) === value.toUpperCase();
  if (property === 'userType') return value === 'Member' || value === 'Guest';
  return value === null || (isText(value) && value.length <= TEXT_FIELDS[property as TextField].maxLength);
}

/** PostgreSQL stores no NUL. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function parsePasswordProfile(value: unknown): Pick<UserBody, 'password' | 'forceChangePassword'> | UserRefusal {
  const profile = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { password, forceChangePasswordNextSignIn: force } = profile;
  if (password !== undefined && typeof password !== 'string')
    return { reason: 'invalidValue', property: 'passwordProfile' };
  return {
    ...(typeof password === 'string' ? { password } : {}),
    ...(typeof force === 'boolean' ? { forceChangePassword: force } : {}),
  };
}
