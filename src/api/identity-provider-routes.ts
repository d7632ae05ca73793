import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { preferredLanguage, type Translator, translator } from '../messages/translate.ts';
import {
  type IdentityProviderFault,
  removeIdentityProvider,
  type ShownProvider,
  setIdentityProvider,
  showIdentityProvider,
} from '../operations/access/set-identity-provider.ts';
import type { ApiInstance, Enter } from './app.ts';
import { fail } from './problems.ts';

const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}+$/u);

const providerSchema = z.strictObject({
  issuer: text(1_000).describe('The address by which the provider calls itself, such as https://login.example.com.'),
  clientId: text(500).describe('What the provider calls this server.'),
  clientSecret: z
    .string()
    .min(1)
    .max(2_000)
    .nullish()
    .describe('Left out: the one that is kept stays. Null: the provider knows this server as a public client.'),
  displayName: text(100).optional().describe('What people read on the button. Default: the host of the issuer.'),
  userClaim: z
    .string()
    .regex(/^[\w.:/-]{1,200}$/)
    .default('email')
    .describe('The claim that names the person by user principal name, mail address or id.'),
  passwordsToo: z
    .boolean()
    .default(true)
    .describe('Whether people may also sign in with a password. Global Administrators always may.'),
});

/** The OpenID provider that signs the tenant's people in. */
export function identityProviderRoutes(app: ApiInstance, enter: Enter): void {
  app.get(
    '/identity-provider',
    { schema: { summary: 'The provider that signs people in, without its secret' } },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      const provider = await showIdentityProvider(context);
      return provider ? viewOf(provider, context.tenant.tenantId) : failNone(request);
    },
  );

  app.put(
    '/identity-provider',
    { schema: { body: providerSchema, summary: 'Set the provider; it is asked whether it is what it should be' } },
    async (request) => {
      const { context } = await enter(request, 'manageTenant');
      const { displayName = hostOf(request.body.issuer), ...wanted } = request.body;
      const result = await setIdentityProvider(context, { ...wanted, displayName });
      return 'fault' in result ? failProvider(request, result) : viewOf(result, context.tenant.tenantId);
    },
  );

  app.delete('/identity-provider', { schema: { summary: 'Remove the provider' } }, async (request, reply) => {
    const { context } = await enter(request, 'manageTenant');
    return (await removeIdentityProvider(context)) ? reply.code(204).send() : failNone(request);
  });
}

function viewOf({ createdAt, ...provider }: ShownProvider, tenantId: string) {
  return {
    ...provider,
    createdAt: createdAt.toISOString(),
    /** To be registered at the provider, after this server's own address. */
    redirectPath: `/api/sign-in/sso/callback/${tenantId}`,
  };
}

function hostOf(issuer: string): string {
  return URL.parse(issuer)?.host || issuer.slice(0, 100);
}

function textsOf(request: FastifyRequest): Translator {
  return translator(preferredLanguage(request.headers['accept-language']));
}

function failNone(request: FastifyRequest): never {
  return fail(404, 'notFound', textsOf(request)('identityProvider.none'));
}

function failProvider(request: FastifyRequest, { fault, ...details }: IdentityProviderFault): never {
  const message = textsOf(request)(`identityProvider.fault.${fault}`, details);
  return fail(fault === 'secretNeeded' ? 409 : 400, 'identityProvider', message, { fault, ...details });
}
