import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Keeps secrets encrypted: what is sealed can be opened only with the key, and for what it was sealed. */
export interface SecretBox {
  /** The text, encrypted (AES-256-GCM). `purpose` names what it is and whose; another can't be opened in its place. */
  seal(text: string, purpose: string): string;
  /** The text again. Throws where the key is another one, the purpose differs, or something was changed. */
  open(sealed: string, purpose: string): string;
}

/** A box that seals with the first key and opens with any. Keys are 32 bytes each. */
export function secretBox(keys: readonly Buffer[]): SecretBox {
  const [first] = keys;
  if (!first || keys.some((key) => key.length !== 32)) throw new Error('A key of a secret box is 32 bytes.');
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  return {
    seal: (text, purpose) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', first, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return ['1', idOf(first), ...[nonce, body, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(
        '.',
      );
    },
    open: (sealed, purpose) => {
      const [version, keyId = '', ...parts] = sealed.split('.');
      const key = byId.get(keyId);
      if (version !== '1' || !key) throw new Error('A secret was sealed with a key that is not here.');
      const [nonce, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (!nonce || !body || !tag) throw new Error('A sealed secret is damaged.');
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose)).setAuthTag(tag);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 8);
}
