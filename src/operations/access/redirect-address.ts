/** Schemes of an app's own: a domain turned around (RFC 8252 §7.1), or what MSAL makes of the client id. */
const OWN_SCHEME = /^(?:[a-z][a-z0-9+-]*\.[a-z0-9.+-]+|msal[0-9a-z-]+):$/;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether codes may be sent to an address: HTTPS somewhere else, plain HTTP only on the person's own machine, or a
 * scheme of the app's own. Compared letter by letter later, so there are no patterns, fragments or credentials in it.
 */
export function isRedirectAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || text.length > 500 || /[#*\s]/.test(text) || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return !LOOPBACK.includes(url.hostname);
  if (url.protocol === 'http:') return LOOPBACK.includes(url.hostname);
  return OWN_SCHEME.test(url.protocol);
}
