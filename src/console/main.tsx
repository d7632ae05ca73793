import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import * as React from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient, forgetPerson } from './queries.ts';
import { createConsoleRouter } from './routes.tsx';
import { textsReady } from './texts.ts';
import { THEMES, useThemeName } from './theme.ts';

const queryClient = createQueryClient(leave);
const router = createConsoleRouter(queryClient);
// The page's policy lets in styles with this nonce alone.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

/** Back to the sign-in when an answer shows that the session has ended, and from there to this very page. */
function leave(): void {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in' || pathname.startsWith('/setup/')) return;
  void router
    .navigate({ to: '/sign-in', search: { because: 'ended', returnTo: href }, replace: true })
    .then(() => forgetPerson(queryClient));
}

function Console() {
  const theme = useThemeName();
  document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark';
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={THEMES[theme]} style={{ height: '100%' }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </FluentProvider>
    </RendererProvider>
  );
}

const root = document.getElementById('root');
await textsReady();
if (root) {
  createRoot(root).render(
    <React.StrictMode>
      <Console />
    </React.StrictMode>,
  );
}
