/** Where the PostgreSQL of a test run is. */
export type TestServer = { host: string; port: number; user: string; database: string } | { connectionString: string };

/** How to connect to a database of the run's server. */
export function databaseOf(server: TestServer, name: string): TestServer {
  if (!('connectionString' in server)) return { ...server, database: name };
  const url = new URL(server.connectionString);
  url.pathname = `/${name}`;
  return { connectionString: url.href };
}
