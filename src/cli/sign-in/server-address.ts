import { readConfig } from '../../config.ts';

/** Where browsers reach the server that a command works on, as far as this machine knows. */
export function serverAddress(): string {
  const { SEATWISE_SERVER: server } = process.env;
  if (server !== undefined && server !== '') return server.replace(/\/$/, '');
  const config = readConfig(process.env);
  if ('faults' in config) return '';
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tls ? 'https' : 'http'}://${host}:${config.port}`;
}
