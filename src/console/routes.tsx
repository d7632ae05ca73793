import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { ConsolePage } from '../base/console-pages.ts';
import { sessionQuery } from './queries.ts';
import { isSignedOut } from './server.ts';
import { Shell } from './shell/shell.tsx';
import { FailedAlone, FailedPage, NotFoundPage, PendingPage } from './shell/states.tsx';

interface SignInSearch {
  readonly returnTo?: string;
  readonly because?: 'ended' | 'signedOut';
  /** A code of why a way through an identity provider failed. */
  readonly error?: string;
}

const path = <Page extends ConsolePage>(page: Page): Page => page;

const root = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: path('/sign-in'),
  validateSearch: ({ returnTo, because, error }: Record<string, unknown>): SignInSearch => ({
    ...(typeof returnTo === 'string' ? { returnTo } : {}),
    ...(because === 'ended' || because === 'signedOut' ? { because } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  }),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: path('/setup/$token'),
  component: lazyRouteComponent(() => import('./setup/setup-page.tsx'), 'SetupPage'),
});

/** Whatever is shown only to who is signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context: { queryClient }, location }) => {
    try {
      await queryClient.ensureQueryData({ ...sessionQuery, revalidateIfStale: true });
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      throw redirect({
        to: '/sign-in',
        search: location.href === '/' ? {} : { returnTo: location.href },
        replace: true,
      });
    }
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: path('/'),
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
  errorComponent: FailedPage,
});

const account = createRoute({
  getParentRoute: () => shell,
  path: path('/account'),
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
  errorComponent: FailedPage,
});

const help = createRoute({
  getParentRoute: () => shell,
  path: path('/help'),
  component: lazyRouteComponent(() => import('./help/help-page.tsx'), 'HelpPage'),
  errorComponent: FailedPage,
});

/** All pages of the console. */
export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([signIn, setup, shell.addChildren([home, account, help])]),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: PendingPage,
    defaultPendingMs: 300,
    defaultErrorComponent: FailedAlone,
    defaultNotFoundComponent: NotFoundPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
