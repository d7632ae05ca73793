import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { encode } from 'uqr';
import type { SecretBox } from '../base/secret-box.ts';
import { hashSecret } from '../base/secrets.ts';
import { type AuthenticatorRow, lockAuthenticator, writeAuthenticator } from '../store/authenticators.ts';
import type { Database } from '../store/database.ts';

const PERIOD_SECONDS = 30;
const RECOVERY_CODES = 10;
/** Without what is easily mistaken for something else. */
const RECOVERY_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A new secret for an authenticator app: to type, as a link, and as the rows of a QR code ('1' is dark). */
export interface NewAuthenticator {
  readonly secret: string;
  readonly uri: string;
  readonly qr: readonly string[];
}

/** Begins to set up an authenticator app; it counts only once a code of it was given. */
export async function beginAuthenticator(
  tx: Database,
  secrets: SecretBox,
  who: {
    readonly tenantId: string;
    readonly tenantName: string;
    readonly userId: string;
    readonly userPrincipalName: string;
  },
): Promise<NewAuthenticator> {
  const secret = new Secret({ size: 20 });
  await writeAuthenticator(tx, who.tenantId, who.userId, {
    secret: secrets.seal(secret.base32, purposeOf(who.tenantId, who.userId)),
    confirmedAt: null,
    lastStep: null,
    recoveryHashes: [],
  });
  const uri = new TOTP({
    issuer: who.tenantName,
    label: who.userPrincipalName,
    secret,
    period: PERIOD_SECONDS,
  }).toString();
  const { data } = encode(uri, { ecc: 'M', border: 2 });
  return { secret: secret.base32, uri, qr: data.map((row) => row.map((dark) => (dark ? '1' : '0')).join('')) };
}

/** Completes it with a first code. Gives recovery codes, this once; undefined where the code is wrong. */
export async function confirmAuthenticator(
  tx: Database,
  secrets: SecretBox,
  tenantId: string,
  userId: string,
  code: string,
  now: number,
): Promise<readonly string[] | undefined> {
  const row = await lockAuthenticator(tx, tenantId, userId);
  if (!row || row.confirmedAt !== null) return undefined;
  const step = stepOf(code, row, secrets, tenantId, userId, now);
  if (step === undefined) return undefined;
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await writeAuthenticator(tx, tenantId, userId, {
    secret: row.secret,
    confirmedAt: new Date(now),
    lastStep: step,
    recoveryHashes: codes.map((one) => hashSecret(normal(one))),
  });
  return codes;
}

/** Takes a code of the app, or one of the recovery codes. Each is good once; undefined: it is neither. */
export async function useCode(
  tx: Database,
  secrets: SecretBox,
  tenantId: string,
  userId: string,
  code: string,
  now: number,
): Promise<'authenticator' | 'recoveryCode' | undefined> {
  const row = await lockAuthenticator(tx, tenantId, userId);
  if (!row?.confirmedAt) return undefined;
  const step = stepOf(code, row, secrets, tenantId, userId, now);
  if (step !== undefined) {
    await writeAuthenticator(tx, tenantId, userId, { ...row, lastStep: step });
    return 'authenticator';
  }
  const hash = hashSecret(normal(code));
  if (!row.recoveryHashes.includes(hash)) return undefined;
  const recoveryHashes = row.recoveryHashes.filter((known) => known !== hash);
  await writeAuthenticator(tx, tenantId, userId, { ...row, recoveryHashes });
  return 'recoveryCode';
}

/** Which 30 seconds a code is for, if it is right: now or one step beside it, and later than the last that was used. */
function stepOf(
  code: string,
  { secret, lastStep }: AuthenticatorRow,
  secrets: SecretBox,
  tenantId: string,
  userId: string,
  now: number,
): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const totp = new TOTP({
    secret: Secret.fromBase32(secrets.open(secret, purposeOf(tenantId, userId))),
    period: PERIOD_SECONDS,
  });
  const delta = totp.validate({ token, timestamp: now, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
  return lastStep !== null && step <= lastStep ? undefined : step;
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: 12 }, () => RECOVERY_LETTERS[randomInt(RECOVERY_LETTERS.length)]);
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].map((part) => part.join('')).join('-');
}

function normal(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function purposeOf(tenantId: string, userId: string): string {
  return `authenticator ${tenantId} ${userId}`;
}
