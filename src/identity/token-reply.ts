import { isoSeconds } from '../base/time.ts';

export interface TokenRequest {
  readonly tenant: string;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  /** Scheme, host and port that the client used. */
  readonly origin: string;
  readonly correlationId: string | undefined;
}

export interface TokenReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Who a client says it is, with the secret that it shows; empty where it says nothing. */
export function clientOf({ form, authorization }: TokenRequest): { clientId: string; clientSecret: string } {
  const basic = /^basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  // Some clients name themselves in the body too (RFC 6749 §3.2.1); what stands in the body goes first.
  const [id = '', ...secret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':');
  return {
    clientId: form.client_id ?? formDecoded(id),
    clientSecret: form.client_secret ?? formDecoded(secret.join(':')),
  };
}

/** An error of the token endpoint in the form that authentication libraries know; `code` is the number after AADSTS. */
export function tokenFailure(
  { origin, correlationId }: Pick<TokenRequest, 'origin' | 'correlationId'>,
  status: number,
  error: string,
  code: number,
  text: string,
  more: Readonly<Record<string, string>> = {},
): TokenReply {
  const traceId = crypto.randomUUID();
  const correlation = correlationId ?? crypto.randomUUID();
  const timestamp = isoSeconds(Date.now()).replace('T', ' ');
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlation,
      error_uri: `${origin}/error?code=${code}`,
      ...more,
    },
  };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
