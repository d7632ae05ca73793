import { z } from 'zod';

const empty = (value: unknown) => (value === '' ? undefined : value);

/** Every setting of a server: type, default, one sentence. Read from the environment. */
const settings = z.object({
  SEATWISE_PORT: z
    .preprocess(empty, z.coerce.number().int().min(0).max(65_535).default(4365))
    .describe('The TCP port of console and API: a whole number from 0 to 65535 (0 takes a free one).'),
  SEATWISE_SMTP_PORT: z
    .preprocess(empty, z.coerce.number().int().min(0).max(65_535).optional())
    .describe(
      'The TCP port on 127.0.0.1 where programs of this machine hand in mail by SMTP: a whole number from 0 to 65535. Unset: off.',
    ),
  SEATWISE_HOST: z
    .preprocess(empty, z.string().min(1).default('127.0.0.1'))
    .describe('The address to listen on: a host name or IP address, such as 127.0.0.1 or 0.0.0.0.'),
  SEATWISE_DATA: z
    .preprocess(empty, z.string().min(1).default('./data'))
    .describe('The folder of the embedded database: a path that may be written to.'),
  DATABASE_URL: z
    .preprocess(empty, z.url({ protocol: /^postgres(ql)?$/ }).optional())
    .describe(
      'A PostgreSQL server (15 or newer) to use instead of the embedded one: postgres://user:password@host:port/database.',
    ),
  SEATWISE_KEY_FILE: z
    .preprocess(empty, z.string().optional())
    .describe(
      'The file with the key that secrets in the database are encrypted with; the same for all servers of one database. Default: key in SEATWISE_DATA.',
    ),
  SEATWISE_TLS_CERT: z
    .preprocess(empty, z.string().optional())
    .describe('A file with the certificate chain (PEM), to serve HTTPS; goes with SEATWISE_TLS_KEY.'),
  SEATWISE_TLS_KEY: z
    .preprocess(empty, z.string().optional())
    .describe('A file with the private key (PEM) of SEATWISE_TLS_CERT.'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Undefined: no mail is taken by SMTP. */
  readonly smtpPort: number | undefined;
  readonly dataFolder: string;
  readonly keyFile: string;
  readonly databaseUrl: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** One variable that can't be used as it is: its name and what it may be. */
export interface ConfigFault {
  readonly variable: string;
  readonly mayBe: string;
}

/** The configuration in an environment, or all of its faults at once. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): Config | { readonly faults: readonly ConfigFault[] } {
  const parsed = settings.safeParse(env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    return { faults: names.map(faultOf) };
  }
  const { SEATWISE_TLS_CERT: certFile, SEATWISE_TLS_KEY: keyFile } = parsed.data;
  if (certFile === undefined && keyFile !== undefined) return { faults: [faultOf('SEATWISE_TLS_CERT')] };
  if (certFile !== undefined && keyFile === undefined) return { faults: [faultOf('SEATWISE_TLS_KEY')] };
  return {
    port: parsed.data.SEATWISE_PORT,
    host: parsed.data.SEATWISE_HOST,
    smtpPort: parsed.data.SEATWISE_SMTP_PORT,
    dataFolder: parsed.data.SEATWISE_DATA,
    keyFile: parsed.data.SEATWISE_KEY_FILE ?? `${parsed.data.SEATWISE_DATA}/key`,
    databaseUrl: parsed.data.DATABASE_URL,
    tls: certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined,
  };
}

function faultOf(variable: string): ConfigFault {
  return { variable, mayBe: settings.shape[variable as keyof typeof settings.shape].description ?? '' };
}
