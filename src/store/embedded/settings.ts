/**
 * How the embedded PostgreSQL runs. Passed on the command line, so that a new Seatwise changes them; a server left behind
 * by a killed process is adopted only when it runs with exactly these. Durability (fsync, synchronous_commit,
 * full_page_writes) stays as PostgreSQL has it: on.
 */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  // A Unix socket and nothing else. Relative to PostgreSQL's own folder, so that its path is never too long.
  listen_addresses: '',
  unix_socket_directories: '../run',
  unix_socket_permissions: '0700',

  // A small server with two cores and 1 GB; connections come from the pools of one server and a few commands.
  max_connections: '64',
  shared_buffers: '256MB',
  effective_cache_size: '768MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  // Solid-state disks read at random nearly as fast as in a row.
  random_page_cost: '1.1',
  // Compiling a statement takes longer than most of ours run.
  jit: 'off',

  // Bulk writes should not wait for checkpoints; recovery reads at most this much.
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // What was deleted for good does not live on in old files of the log: they are removed, not used again.
  wal_recycle: 'off',

  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
};
