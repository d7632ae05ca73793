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
import { auditSearch } from './audit/audit-search.ts';
import { deletedSearch } from './deleted/deleted-search.ts';
import { productSearch } from './licenses/product-search.ts';
import { operationsSearch } from './operations/operations-search.ts';
import { overviewSearch } from './overview/overview-search.ts';
import { sessionQuery } from './queries.ts';
import { isSignedOut } from './server.ts';
import { Shell } from './shell/shell.tsx';
import { FailedAlone, FailedPage, NotFoundPage, PendingPage } from './shell/states.tsx';
import { usersSearch } from './users/users-search.ts';

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
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
  errorComponent: FailedPage,
});

const users = createRoute({
  getParentRoute: () => shell,
  path: path('/users'),
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('./users/active-users-page.tsx'), 'ActiveUsersPage'),
  errorComponent: FailedPage,
});

const deletedUsers = createRoute({
  getParentRoute: () => shell,
  path: path('/users/deleted'),
  validateSearch: deletedSearch,
  component: lazyRouteComponent(() => import('./deleted/deleted-users-page.tsx'), 'DeletedUsersPage'),
  errorComponent: FailedPage,
});

const licenses = createRoute({
  getParentRoute: () => shell,
  path: path('/licenses'),
  component: lazyRouteComponent(() => import('./licenses/licenses-page.tsx'), 'LicensesPage'),
  errorComponent: FailedPage,
});

const product = createRoute({
  getParentRoute: () => shell,
  path: path('/licenses/$product'),
  validateSearch: productSearch,
  component: lazyRouteComponent(() => import('./licenses/product-page.tsx'), 'ProductPage'),
  errorComponent: FailedPage,
});

const operations = createRoute({
  getParentRoute: () => shell,
  path: path('/operations'),
  validateSearch: operationsSearch,
  component: lazyRouteComponent(() => import('./operations/operations-page.tsx'), 'OperationsPage'),
  errorComponent: FailedPage,
});

const operation = createRoute({
  getParentRoute: () => shell,
  path: path('/operations/$id'),
  component: lazyRouteComponent(() => import('./operations/operation-page.tsx'), 'OperationPage'),
  errorComponent: FailedPage,
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: path('/approvals'),
  component: lazyRouteComponent(() => import('./operations/approvals-page.tsx'), 'ApprovalsPage'),
  errorComponent: FailedPage,
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: path('/audit'),
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
  errorComponent: FailedPage,
});

const time = createRoute({
  getParentRoute: () => shell,
  path: path('/time'),
  component: lazyRouteComponent(() => import('./time/time-page.tsx'), 'TimePage'),
  errorComponent: FailedPage,
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: path('/settings'),
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
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

const rules = createRoute({
  getParentRoute: () => shell,
  path: path('/help/rules'),
  component: lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
  errorComponent: FailedPage,
});

/** All pages of the console. */
export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      setup,
      shell.addChildren([
        home,
        users,
        deletedUsers,
        licenses,
        product,
        operations,
        operation,
        approvals,
        audit,
        time,
        settings,
        account,
        help,
        rules,
      ]),
    ]),
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
