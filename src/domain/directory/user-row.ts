import { countryCode } from './countries.ts';
import { type LicenseCell, type ProductNames, readLicenses } from './license-cell.ts';
import type { UserColumn } from './user-columns.ts';
import { type ListField, TEXT_FIELDS, type TextField } from './user-fields.ts';

/** A row of a table as it was read. */
export interface RawRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A person as a file gives it. Absent: the file says nothing about it, and what is known stays. */
export type ImportedUser = {
  readonly line: number;
  /** Lower case. */
  readonly id?: string;
  readonly userPrincipalName: string;
  readonly proxyAddresses?: readonly string[];
  readonly accountEnabled?: boolean;
  readonly onPremisesSyncEnabled?: boolean;
  readonly litigationHold?: boolean;
  /** ISO 8601 */
  readonly createdDateTime?: string;
  /** The user principal name or id of the manager. */
  readonly manager?: string;
  readonly skuIds: readonly string[];
} & { readonly [Field in TextField]?: string } & { readonly [Field in ListField]?: readonly string[] };

/** Why a row is not taken: the first reason found. */
export type RowRefusal =
  | { readonly reason: 'tooManyCells'; readonly cells: number; readonly columns: number }
  | { readonly reason: 'missingUserPrincipalName' }
  | { readonly reason: 'invalidUserPrincipalName'; readonly value: string }
  | { readonly reason: 'unverifiedDomain'; readonly domain: string }
  /** The same name or id stands on an earlier line. */
  | { readonly reason: 'duplicateInFile'; readonly firstLine: number }
  | { readonly reason: 'deletedPerson' }
  | { readonly reason: 'invalidId'; readonly value: string }
  | { readonly reason: 'invalidUsageLocation'; readonly value: string }
  | { readonly reason: 'invalidUserType'; readonly value: string }
  | { readonly reason: 'invalidBoolean'; readonly column: UserColumn; readonly value: string }
  | { readonly reason: 'invalidDate'; readonly column: UserColumn; readonly value: string }
  | { readonly reason: 'invalidCharacter'; readonly column: UserColumn }
  | { readonly reason: 'tooLong'; readonly column: UserColumn; readonly maxLength: number }
  | { readonly reason: 'unknownProduct'; readonly value: string; readonly suggestions: readonly string[] };

export type RowResult =
  | { readonly user: ImportedUser }
  /** With the user principal name as the row has it, so that people find the row again; null if it has none. */
  | { readonly refusal: RowRefusal; readonly userPrincipalName: string | null };

export interface RowRules {
  readonly products: ProductNames;
  /** Whether people of this domain (lower case) may be in the tenant. */
  isVerifiedDomain(domain: string): boolean;
}

const GUID = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
const PRINCIPAL_NAME = /^[!#$%&'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+)$/i;
const LONGEST_PRINCIPAL_NAME = 320;
const LONGEST_LIST_ITEM = 320;
const TRUE = /^(true|vrai|yes|oui|1)$/i;
const FALSE = /^(false|faux|no|non|0)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads the rows of one file, in order: each becomes a person or the reason why not. */
export function userRowReader(columns: readonly (UserColumn | null)[], rules: RowRules): (row: RawRow) => RowResult {
  const lineOf = new Map<string, number>();
  const licenseCells = new Map<string, LicenseCell>();

  const licensesOf = (cell: string): LicenseCell => {
    const known = licenseCells.get(cell);
    if (known) return known;
    const read = readLicenses(cell, rules.products);
    // Files repeat a few dozen cells; one with a different list on each line must not fill the memory.
    if (licenseCells.size < 10_000) licenseCells.set(cell, read);
    return read;
  };

  /** The line that named this key before, if any. */
  const seenBefore = (key: string, line: number): number | undefined => {
    const first = lineOf.get(key);
    if (first === undefined) lineOf.set(key, line);
    return first;
  };

  const kept = columns.flatMap((column, position) =>
    column === null || column === 'notKept' ? [] : [{ column, position }],
  );
  const nameAt = columns.indexOf('userPrincipalName');

  return (row) => {
    const result = readRow(row);
    if (!('reason' in result)) return { user: result };
    const name = cellText(row.cells[nameAt]).slice(0, LONGEST_PRINCIPAL_NAME);
    return { refusal: result, userPrincipalName: name || null };
  };

  function readRow(row: RawRow): ImportedUser | RowRefusal {
    if (row.cells.some((cell, position) => position >= columns.length && cell.trim() !== '')) {
      return { reason: 'tooManyCells', cells: row.cells.length, columns: columns.length };
    }
    const user: Draft = { line: row.line, skuIds: [] };
    for (const { column, position } of kept) {
      const text = cellText(row.cells[position]);
      if (text === '') continue;
      const refusal = column === 'licenses' ? setLicenses(user, licensesOf(text)) : setCell(user, column, text);
      if (refusal) return refusal;
    }
    const { userPrincipalName } = user;
    if (userPrincipalName === undefined) return { reason: 'missingUserPrincipalName' };
    const domain = domainOf(userPrincipalName);
    if (!rules.isVerifiedDomain(domain)) return { reason: 'unverifiedDomain', domain };
    const firstLines = [user.id, userPrincipalName.toLowerCase()]
      .filter((key) => key !== undefined)
      .map((key) => seenBefore(key, row.line))
      .filter((line) => line !== undefined);
    if (firstLines.length > 0) return { reason: 'duplicateInFile', firstLine: Math.min(...firstLines) };
    const primary = user.proxyAddresses?.find((address) => address.startsWith('SMTP:'))?.slice('SMTP:'.length);
    return { ...(primary === undefined ? {} : { mail: primary }), ...user, userPrincipalName, line: row.line };
  }
}

/** The domain of a user principal name, lower case. */
function domainOf(userPrincipalName: string): string {
  return userPrincipalName.slice(userPrincipalName.indexOf('@') + 1).toLowerCase();
}

type Draft = { -readonly [Field in keyof ImportedUser]?: ImportedUser[Field] } & { skuIds: readonly string[] };

/** A cell without the apostrophe by which spreadsheets and exports mark that =, +, - or @ begins no formula. */
function cellText(cell: string | undefined): string {
  return (cell ?? '').trim().replace(/^'(?=[=+\-@])/, '');
}

function setLicenses(user: Draft, cell: LicenseCell): RowRefusal | undefined {
  if (!('skuIds' in cell))
    return { reason: 'unknownProduct', value: cell.unknownProduct, suggestions: cell.suggestions };
  user.skuIds = cell.skuIds;
  return undefined;
}

function setCell(
  user: Draft,
  column: Exclude<UserColumn, 'licenses' | 'notKept'>,
  text: string,
): RowRefusal | undefined {
  // A database keeps no NUL; in a text file it is the mark of a broken one.
  if (text.includes('\0')) return { reason: 'invalidCharacter', column };
  switch (column) {
    case 'id': {
      const id = GUID.exec(text)?.[1];
      if (id === undefined) return { reason: 'invalidId', value: text };
      user.id = id.toLowerCase();
      return undefined;
    }
    case 'userPrincipalName':
      if (text.length > LONGEST_PRINCIPAL_NAME || !PRINCIPAL_NAME.test(text)) {
        return { reason: 'invalidUserPrincipalName', value: text };
      }
      user.userPrincipalName = text;
      return undefined;
    case 'usageLocation': {
      const code = countryCode(text);
      if (code === undefined) return { reason: 'invalidUsageLocation', value: text };
      user.usageLocation = code;
      return undefined;
    }
    case 'userType': {
      const type = ['Member', 'Guest'].find((known) => known.toLowerCase() === text.toLowerCase());
      if (type === undefined) return { reason: 'invalidUserType', value: text };
      user.userType = type;
      return undefined;
    }
    case 'blockCredential':
    case 'accountEnabled':
    case 'onPremisesSyncEnabled':
    case 'litigationHold':
      return setBoolean(user, column, text);
    case 'createdDateTime': {
      const date = isoDate(text);
      if (date === undefined) return { reason: 'invalidDate', column, value: text };
      user.createdDateTime = date;
      return undefined;
    }
    case 'deletedDateTime':
      return { reason: 'deletedPerson' };
    case 'manager':
      if (text.length > LONGEST_PRINCIPAL_NAME) return { reason: 'tooLong', column, maxLength: LONGEST_PRINCIPAL_NAME };
      user.manager = text;
      return undefined;
    case 'proxyAddresses':
    case 'otherMails':
    case 'businessPhones':
      return setList(user, column, text);
    default:
      return setText(user, column, text);
  }
}

function setBoolean(
  user: Draft,
  column: 'blockCredential' | 'accountEnabled' | 'onPremisesSyncEnabled' | 'litigationHold',
  text: string,
): RowRefusal | undefined {
  if (!TRUE.test(text) && !FALSE.test(text)) return { reason: 'invalidBoolean', column, value: text };
  const value = TRUE.test(text);
  if (column === 'onPremisesSyncEnabled' || column === 'litigationHold') {
    user[column] = value;
    return undefined;
  }
  // Whoever is blocked by one of the two columns is blocked.
  const enabled = column === 'accountEnabled' ? value : !value;
  user.accountEnabled = enabled && user.accountEnabled !== false;
  return undefined;
}

// "+" joins proxy addresses and may stand in one: it parts them only before the next one's kind.
const LIST_SEPARATOR = {
  proxyAddresses: /[+;,|\s]+(?=[a-z][a-z0-9]*:)/i,
  otherMails: /[;,|\s]+/,
  businessPhones: /\s*[;|\n]\s*/,
} as const;

function setList(user: Draft, column: 'proxyAddresses' | ListField, text: string): RowRefusal | undefined {
  const items = text.split(LIST_SEPARATOR[column]).filter((item) => item !== '');
  if (items.some((item) => item.length > LONGEST_LIST_ITEM))
    return { reason: 'tooLong', column, maxLength: LONGEST_LIST_ITEM };
  user[column] = [...new Set(items)];
  return undefined;
}

function setText(user: Draft, column: TextField, text: string): RowRefusal | undefined {
  const { maxLength } = TEXT_FIELDS[column];
  // Counted as people count, so that an emoji or a rare ideograph is one.
  if (text.length > maxLength && [...text].length > maxLength) return { reason: 'tooLong', column, maxLength };
  user[column] = text;
  return undefined;
}

/** A date as exports write it ("2022-03-18 19:49:35Z"), in UTC where no zone is said. Local forms are ambiguous. */
function isoDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const zoned = match[1] === undefined && text.length > 'YYYY-MM-DD'.length ? `${text}Z` : text;
  const moment = Date.parse(zoned.replace(' ', 'T').replace(' ', ''));
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}
