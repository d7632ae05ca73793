import type { InjectOptions } from 'fastify';
import { newId } from '../../src/base/id.ts';
import { hashSecret } from '../../src/base/secrets.ts';
import { ROLES, type RoleName } from '../../src/domain/access/roles.ts';
import { insertApp } from '../../src/store/apps.ts';
import type { TestTenant } from '../support/tenant.ts';

export const INSUFFICIENT = 'Insufficient privileges to complete the operation.';

/** Calls Graph of a tenant with a token, or without one. The address begins at the version: /v1.0/users. */
export function graphCaller({ app }: Pick<TestTenant, 'app'>, token?: string) {
  return async (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    { body, headers = {} }: { body?: object | string; headers?: Record<string, string> } = {},
  ) => {
    const request: InjectOptions = {
      method,
      url,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body }),
    };
    const response = await app.inject(request);
    const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json');
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: isJson && response.body !== '' ? response.json() : undefined,
    };
  };
}

/** What is compared of an error: status, code and message. */
export function errorOf({ status, body }: { status: number; body?: { error?: { code?: string; message?: string } } }) {
  return [status, body?.error?.code, body?.error?.message];
}

export interface TestApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Registers an app of a tenant. */
export async function registerTestApp(
  { db, tenant }: Pick<TestTenant, 'db' | 'tenant'>,
  { roles = [], permissions = [] }: { roles?: readonly RoleName[]; permissions?: readonly string[] } = {},
): Promise<TestApp> {
  const clientId = newId();
  const clientSecret = 'a ~secret+of%20its own';
  await insertApp(db, tenant.tenantId, {
    id: clientId,
    displayName: 'License script',
    secretHash: hashSecret(clientSecret),
    permissions,
    roleIds: roles.map((role) => ROLES[role].id),
    disabled: false,
  });
  return { clientId, clientSecret };
}

/** Asks for a token with client credentials; `form` replaces parameters, undefined leaves them out. */
export async function requestToken(
  { app, tenant }: Pick<TestTenant, 'app' | 'tenant'>,
  { clientId, clientSecret }: TestApp,
  {
    form = {},
    headers = {},
    tenantName = tenant.tenantId,
    query = '',
  }: {
    form?: Record<string, string | undefined>;
    headers?: Record<string, string>;
    tenantName?: string;
    query?: string;
  } = {},
) {
  const parameters = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://graph.microsoft.com/.default',
    ...form,
  };
  const response = await app.inject({
    method: 'POST',
    url: `/${tenantName}/oauth2/v2.0/token${query}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(
      Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      ),
    ).toString(),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

/** A token of a new app with these rights. */
export async function tokenOf(there: TestTenant, rights: Parameters<typeof registerTestApp>[1]): Promise<string> {
  const { body } = await requestToken(there, await registerTestApp(there, rights));
  return body.access_token;
}
