/** One part of what must work. `detail` is in our own words: no address, no name of a server, nothing from outside. */
export interface HealthCheck {
  readonly name: 'database' | 'queue' | 'canary' | 'worker' | 'writes'
  readonly ok: boolean
  readonly detail: string
}

/** The body of /readyz. */
export interface Health {
  readonly ready: boolean
  readonly checks: readonly HealthCheck[]
}

export function healthOf(checks: readonly HealthCheck[]): Health {
  return { ready: checks.every(({ ok }) => ok), checks }
}
