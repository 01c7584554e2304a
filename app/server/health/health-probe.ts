import type { Runtime } from '../../compose.js'
import { type Health, type HealthCheck, healthOf } from './health.js'
import { startRealmProbe } from './realm-probe.js'

export interface HealthProbe {
  /** From memory: asking costs nothing, however often. */
  health(): Health
  /** Whether findings would be taken in: the database alone. */
  intake(): Health
  /** Of each realm, since the newest canary that came back was sent; null: none did yet. */
  canaryAges(): readonly { readonly runtime: Runtime; readonly ageMs: number | null }[]
  stop(): void
}

/** Looks at every realm of this process until it is stopped. */
export function startHealthProbe(runtimes: readonly Runtime[]): HealthProbe {
  const probes = runtimes.map((runtime) => ({ runtime, probe: startRealmProbe(runtime.parts, runtime.engine.log) }))
  const checks = (): readonly HealthCheck[] =>
    probes.flatMap(({ runtime, probe }) => {
      const { kind, accountId } = runtime.tools.realm
      // One realm needs no name, and a check is known by its own then.
      const named = (detail: string) => (probes.length === 1 ? detail : `${kind} realm of ${accountId}: ${detail}`)
      return probe.checks().map(({ name, ok, detail }) => ({ name, ok, detail: named(detail) }))
    })
  return {
    health: () => healthOf(checks()),
    intake: () => healthOf(checks().filter(({ name }) => name === 'database')),
    canaryAges: () => probes.map(({ runtime, probe }) => ({ runtime, ageMs: probe.canaryAgeMs() })),
    stop: () => {
      for (const { probe } of probes) probe.stop()
    },
  }
}
