import type { Incident, IncidentSnapshot } from '../../src/domain/incident.js'
import type { Outcome } from '../../src/domain/incident-event.js'
import type { BrakeStore } from '../../src/engine/brakes.js'
import type { DueTimer, EffectOrder, IncidentStore, StepResult } from '../../src/engine/incident-store.js'

export interface EffectRow extends EffectOrder {
  readonly incidentId: string
  status: 'pending' | 'claimed' | 'done' | 'cancelled' | 'abandoned'
  attempt: number
  failures: number
  leaseUntilMs: number
  retryAtMs: number
  readonly notAfterAtMs: number | null
  blockPlaceAtMs: number | null
  outcome: Outcome | null
}

export interface TimerRow extends DueTimer {
  readonly dueAtMs: number
}

/** What can be looked at beside, and the clock that leases and timers go by. */
export interface MemoryIncidentStore extends IncidentStore {
  readonly effects: readonly Readonly<EffectRow>[]
  readonly timers: readonly TimerRow[]
  /** Every recordStep that was asked for, by how it ended. */
  readonly results: readonly StepResult['status'][]
  readonly brakes: BrakeStore
  /** Until when a held write waits of which people were told; null: nothing holds it, or they were not. */
  waitsUntilMs(effectId: string): number | null
  passTime(ms: number): void
  /** As if somebody with psql had spoilt the stored snapshot. */
  makeUnreadable(incidentId: string): void
  /** As if another version of the program, or somebody with psql, had written the row. */
  rewrite(
    incidentId: string,
    changes: Partial<Pick<Incident, 'version' | 'open'>> & { snapshot?: IncidentSnapshot },
  ): void
}
