/**
 * The environment of the server and of initdb: English messages, since they are read; UTC; and nothing of ours, so
 * that no PG* variable, NODE_OPTIONS or secret of the caller reaches a process that outlives it.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}
