import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import type { Session } from '../client/account.ts';
import { ApiError } from '../client/client.ts';
import { account, isSignedOut, products, setCsrfToken, signIn } from './server.ts';
import { preferLanguageOf } from './texts.ts';

/** Who is signed in. Asked again at every change of page, so that an ended session shows. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session> => {
    const session = await account.session();
    setCsrfToken(session.csrfToken);
    preferLanguageOf(session.user.preferredLanguage);
    return session;
  },
});

export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: () => account.read() });

export const accountSessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: () => account.sessions(),
});

export const sampleTenantsQuery = queryOptions({
  queryKey: ['sample tenants'],
  queryFn: () => signIn.sampleTenants(),
  staleTime: 60_000,
});

export const samplePeopleQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['sample people', tenantId],
    queryFn: () => signIn.samplePeople(tenantId),
    staleTime: 60_000,
  });

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => signIn.invitation(token),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the tenant owns: seats, state, price. */
export const ownedProductsQuery = queryOptions({ queryKey: ['products'], queryFn: () => products.owned() });

/** One product with its service plans; the catalog hardly ever changes. */
export const productQuery = (skuId: string) =>
  queryOptions({ queryKey: ['product', skuId], queryFn: () => products.product(skuId), staleTime: 600_000 });

/** What the server answered, kept while the page lives. Tells when an answer shows that the session has ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: Error) => {
    if (isSignedOut(error)) onSignedOut();
    if (error instanceof ApiError && error.code === 'csrf') void client.invalidateQueries({ queryKey: ['session'] });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // A refusal stays one; only what failed on the way is worth another try.
        retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
        retryDelay: (failures) => 500 * 2 ** failures,
      },
    },
  });
  return client;
}

/** Forgets everything about the person who was signed in. */
export function forgetPerson(client: QueryClient): void {
  setCsrfToken(undefined);
  preferLanguageOf(null);
  client.removeQueries({
    predicate: ({ queryKey }) => queryKey[0] !== 'sample tenants' && queryKey[0] !== 'sample people',
  });
}
