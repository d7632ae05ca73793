import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isPublicAddress } from '../../base/public-address.ts';

const TIMEOUT_MS = 10_000;
/** Facility 13 (log audit), severity 6 (informational). */
const PRIORITY = 13 * 8 + 6;

/** What a syslog message says (RFC 5424). */
export interface SyslogMessage {
  readonly at: Date;
  readonly host: string;
  readonly messageId: string;
  readonly data: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A message in the form of RFC 5424: one line, whatever the text holds; values escaped. */
export function syslogLine({ at, host, messageId, data, text }: SyslogMessage): string {
  const pairs = Object.entries(data).map(
    ([name, value]) => `${name}="${clean(value).replaceAll(/["\\\]]/g, (sign) => `\\${sign}`)}"`,
  );
  // The number is the one that documentation uses for private enterprises.
  const structured = `[entry@32473 ${pairs.join(' ')}]`;
  return `<${PRIORITY}>1 ${at.toISOString()} ${name(host, 255)} seatwise - ${name(messageId, 32)} ${structured} \ufeff${clean(text)}`;
}

function name(text: string, longest: number): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, longest) || '-';
}

/** No line ends, no control characters: nobody writes a line of their own into somebody's log. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
  return text.toWellFormed().replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

/**
 * Sends messages to udp://host:port, tcp://host:port or tls://host:port; throws where they did not leave. The name is
 * looked up once and the connection goes to the address that was checked.
 */
export async function sendSyslog(
  address: string,
  lines: readonly string[],
  { anyAddress, signal }: { readonly anyAddress: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { protocol, hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const ip = await addressOf(host, anyAddress);
  signal.throwIfAborted();
  if (protocol === 'udp:') return sendDatagrams(ip, Number(port || 514), lines);
  const options = { host: ip, port: Number(port || (protocol === 'tls:' ? 6514 : 514)) };
  const socket =
    protocol === 'tls:' ? connectTls({ ...options, ...(isIP(host) ? {} : { servername: host }) }) : connectTcp(options);
  await sendFramed(socket, protocol === 'tls:' ? 'secureConnect' : 'connect', lines, signal);
}

async function addressOf(host: string, anyAddress: boolean): Promise<string> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true });
  const [first] = found;
  if (!first) throw new Error(`${host} has no address`);
  if (!anyAddress && !found.every(({ address }) => isPublicAddress(address))) {
    throw new Error(`${host} is not on the public internet.`);
  }
  return first.address;
}

async function sendDatagrams(ip: string, port: number, lines: readonly string[]): Promise<void> {
  const socket = createSocket(isIP(ip) === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      let left = lines.length;
      for (const line of lines) {
        socket.send(line, port, ip, (error) => {
          left -= 1;
          if (error) reject(error);
          else if (left === 0) resolve();
        });
      }
    });
  } finally {
    socket.close();
  }
}

/**
 * Each message with its length before it (RFC 6587): no content can end it early. Syslog knows no receipt: what counts
 * as arrived is what the other side has taken until it ends the connection in good order.
 */
async function sendFramed(socket: Socket, ready: string, lines: readonly string[], signal: AbortSignal): Promise<void> {
  const abort = () => socket.destroy(new Error('It took too long.'));
  signal.addEventListener('abort', abort);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('There was no answer in time.')));
      socket.once('error', reject);
      socket.once(ready, () => socket.end(lines.map((line) => `${Buffer.byteLength(line)} ${line}`).join('')));
      socket.once('close', () => resolve());
      socket.resume();
    });
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
