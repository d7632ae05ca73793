import type { FastifyRequest } from 'fastify';
import type { SecretBox } from '../../base/secret-box.ts';
import type { Database } from '../../store/database.ts';
import { currentSession } from '../current-session.ts';
import type { OpenSession } from '../sessions.ts';

/** What the sign-in of apps needs from the server around it. */
export interface DelegatedHost {
  readonly db: Database;
  readonly secrets: SecretBox;
  /** Scheme, host and port as the client used them. */
  readonly originOf: (request: FastifyRequest) => string;
  /** The present, before a tenant's clock is applied, in milliseconds. */
  readonly now: () => number;
}

/** The console's session of the browser that sends a request; undefined where nobody is signed in. */
export function consoleSession({ db, now }: DelegatedHost, request: FastifyRequest): Promise<OpenSession | undefined> {
  return currentSession(db, request, now());
}
