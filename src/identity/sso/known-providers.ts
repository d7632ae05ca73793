import { type Discovered, type DiscoveryFault, discoverProvider } from '../../base/openid-discovery.ts';
import type { IdentityProvider } from '../../store/identity-providers.ts';

/** What a provider says of itself is believed for so long. */
const KEPT_MS = 15 * 60_000;
const MOST_KEPT = 200;

interface Known {
  readonly until: number;
  readonly answer: Promise<Discovered | DiscoveryFault>;
}

const known = new Map<string, Known>();

/**
 * What a tenant's provider says of itself: asked once by all who sign in at the same time, and remembered for a while.
 * Its keys are no part of that, they are read with each sign-in. `now` is in milliseconds.
 */
export async function knownProvider(
  { issuer, anyAddress }: Pick<IdentityProvider, 'issuer' | 'anyAddress'>,
  now: number,
): Promise<Discovered | DiscoveryFault> {
  const key = `${anyAddress} ${issuer}`;
  const kept = known.get(key);
  const entry =
    kept && kept.until > now ? kept : { until: now + KEPT_MS, answer: discoverProvider(issuer, anyAddress) };
  if (entry !== kept) {
    known.delete(key);
    if (known.size >= MOST_KEPT) known.delete(known.keys().next().value ?? '');
    known.set(key, entry);
  }
  const found = await entry.answer;
  // A failure is told to those who waited for it; the next one asks again.
  if ('fault' in found && known.get(key) === entry) known.delete(key);
  return found;
}
