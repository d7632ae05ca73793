import { createHash } from 'node:crypto';

/**
 * A $skiptoken: the key of the last item of a page, tied to the query that it belongs to. `query` is everything that
 * decides what is listed and in which order, the tenant included; plain data.
 */
export function encodeSkipToken(key: readonly string[], query: unknown): string {
  return Buffer.from(JSON.stringify([digestOf(query), ...key])).toString('base64url');
}

/**
 * The key in a $skiptoken; undefined where the token is unreadable or belongs to another query, which Graph calls
 * expired. What the key's parts are is not checked: whoever uses them must.
 */
export function decodeSkipToken(token: string, query: unknown): string[] | undefined {
  const parts = partsOf(token);
  if (!parts) return undefined;
  const [digest, ...key] = parts;
  return digest === digestOf(query) && !key.some((part) => part.includes('\0')) ? key : undefined;
}

function partsOf(token: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 16);
}
