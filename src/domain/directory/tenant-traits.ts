/**
 * The time zone that a text means, as IANA names it; undefined if there is none. Offsets such as +02:00 are no zones of
 * people: they know no summer, and PostgreSQL reads them the other way round.
 */
export function timeZoneNamed(text: string): string | undefined {
  const wanted = text.trim();
  if (!/^[A-Za-z]/.test(wanted)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The ISO 4217 code that a text means, in any case; undefined if no country pays in it. */
export function currencyNamed(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return Intl.supportedValuesOf('currency').includes(code) ? code : undefined;
}
