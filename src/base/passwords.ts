import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

// OWASP's first choice: 19 MiB, two passes, one lane.
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

/** A salted, slow hash of a password (argon2id) in the PHC string form, which names its parameters. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await promisify(argon2)('argon2id', { message: password.normalize('NFKC'), nonce, ...COST });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${phc(nonce)}$${phc(hash)}`;
}

/**
 * Whether a password is the one that was hashed. The hash names its parameters; what is no hash of ours is never the
 * password, and takes as long.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash ?? '');
  const [, memory, passes, parallelism, nonce = '', expected = ''] = parts ?? [];
  const known = Buffer.from(expected, 'base64');
  const cost = parts
    ? {
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
        tagLength: Math.max(4, known.length),
      }
    : COST;
  const given = await one(() =>
    promisify(argon2)('argon2id', {
      message: password.normalize('NFKC').slice(0, 1024),
      nonce: parts ? Buffer.from(nonce, 'base64') : Buffer.alloc(16),
      ...cost,
    }),
  );
  return parts !== null && timingSafeEqual(given, known);
}

/** So many hashes are computed at a time: each takes 19 MiB, and guesses must not eat the machine. */
const AT_ONCE = 4;
let running = 0;
const waiting: (() => void)[] = [];

async function one<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** At least 8 characters of three of the four kinds (lower, upper, digit, other), at most 256. */
export function isStrongPassword(password: string): boolean {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password)).length;
  return password.length >= 8 && password.length <= 256 && kinds >= 3;
}

/** A random password of 16 characters, easy to read aloud, that every rule takes. */
export function newPassword(): string {
  const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+-=?'] as const;
  const any = kinds.join('');
  for (;;) {
    const password = Array.from({ length: 16 }, () => any[randomInt(any.length)]).join('');
    if (kinds.every((kind) => [...kind].some((character) => password.includes(character)))) return password;
  }
}

function phc(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
