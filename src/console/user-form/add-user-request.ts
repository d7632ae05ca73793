import type { UserAccount } from '../../client/user-accounts.ts';
import { licensing, userAccounts } from '../server.ts';

/** A new user as the form has them. */
export interface UserDraft {
  readonly givenName: string;
  readonly surname: string;
  readonly displayName: string;
  /** The part before the @. */
  readonly userName: string;
  /** Empty: the tenant's own. */
  readonly domain: string;
  /** undefined: one is made. */
  readonly password: string | undefined;
  readonly mustChange: boolean;
  /** undefined: the tenant's own. */
  readonly usageLocation: string | undefined;
  readonly products: readonly { readonly skuId: string; readonly name: string }[];
  readonly department: string;
  readonly jobTitle: string;
  readonly officeLocation: string;
  readonly businessPhone: string;
  readonly mobilePhone: string;
}

const OPTIONAL = [
  'givenName',
  'surname',
  'department',
  'jobTitle',
  'officeLocation',
  'businessPhone',
  'mobilePhone',
] as const;

export const EMPTY_USER: UserDraft = {
  givenName: '',
  surname: '',
  displayName: '',
  userName: '',
  domain: '',
  password: undefined,
  mustChange: true,
  usageLocation: undefined,
  products: [],
  department: '',
  jobTitle: '',
  officeLocation: '',
  businessPhone: '',
  mobilePhone: '',
};

interface AddedUser {
  readonly user: UserAccount;
  readonly password: string;
  /** Products that were asked for, by name. */
  readonly licenses: readonly string[];
  /** Why they were not given: what was thrown, or a sentence of the server. The user exists all the same. */
  readonly licensesError: unknown;
}

/** Adds a user, then gives them their licenses in one operation. Throws where the user can't be added. */
export async function addUser(draft: UserDraft): Promise<AddedUser> {
  const { userName, domain, mustChange, products, usageLocation } = draft;
  const password = draft.password ?? newPassword();
  const optional = Object.fromEntries(
    OPTIONAL.flatMap((name) => (draft[name].trim() === '' ? [] : [[name, draft[name].trim()]])),
  );
  const user = await userAccounts.create({
    ...optional,
    displayName: draft.displayName.trim(),
    userPrincipalName: `${userName}@${domain}`,
    mailNickname: userName,
    ...(usageLocation ? { usageLocation } : {}),
    passwordProfile: { password, forceChangePasswordNextSignIn: mustChange },
  });
  return {
    user,
    password,
    licenses: products.map(({ name }) => name),
    licensesError: await giveLicenses(user.id, draft),
  };
}

async function giveLicenses(userId: string, { products }: UserDraft): Promise<unknown> {
  if (products.length === 0) return undefined;
  try {
    const change = { kind: 'assign', products: products.map(({ skuId }) => ({ product: skuId })) } as const;
    const plan = await licensing.plan({ change, people: { users: [userId] } }, () => {});
    const refusals = [...plan.profiles.flatMap((profile) => profile.refusals), ...plan.totals.shortages];
    if (plan.totals.changed === 0) return refusals.map(({ message, fix }) => `${message} ${fix}`).join(' ');
    await licensing.apply(plan.id, plan.digest, false, () => {});
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A random password that every rule takes: no letter that looks like another. */
function newPassword(): string {
  const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+-=?'];
  const any = kinds.join('');
  for (;;) {
    const numbers = crypto.getRandomValues(new Uint32Array(16));
    const password = [...numbers].map((number) => any[number % any.length]).join('');
    if (kinds.every((kind) => [...kind].some((character) => password.includes(character)))) return password;
  }
}
