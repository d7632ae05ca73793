import type { IdentityProvider } from '../../store/identity-providers.ts';

/**
 * Whether somebody may sign in with a password of this server. Where the tenant's provider alone signs people in, only
 * Global Administrators may: when the provider is down, somebody must be able to get in and set another.
 */
export function mayUsePassword(
  provider: Pick<IdentityProvider, 'passwordsToo'> | undefined,
  person: { readonly isGlobalAdministrator: boolean },
): boolean {
  return !provider || provider.passwordsToo || person.isGlobalAdministrator;
}
