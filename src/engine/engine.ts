import type { AnyStateMachine } from 'xstate'
import type { Finding } from '../domain/finding.js'
import type { Incident } from '../domain/incident.js'
import type { Clock, Ids } from '../ports.js'
import type { IncidentStore, StepRecord, WorkQueue } from './incident-store.js'
import type { Meter } from './meter.js'
import { urgencyOf } from './urgency.js'

/** Every playbook version that an incident may still be in. Old versions stay until no incident uses them. */
export interface PlaybookRegistry {
  find(playbook: string, version: string): AnyStateMachine | null
}

/** Where the engine says what went wrong without stopping. Structured: texts from outside go into `details`. */
export interface Log {
  info(message: string, details?: object): void
  warn(message: string, details?: object): void
  error(message: string, details?: object): void
}

/** What the engine works with. */
export interface Engine {
  readonly realm: string
  readonly store: IncidentStore
  readonly queue: WorkQueue
  readonly clock: Clock
  readonly ids: Ids
  readonly playbooks: PlaybookRegistry
  /** 1 in earnest. In an exercise 60 lets a minute of waiting pass in a second; messages say so. */
  readonly timeScale: number
  readonly log: Log
  /** Absent: nobody counts. */
  readonly meter?: Meter
}

/** The fields of a step that name the incident; unchanged by it. */
export function identityOf(
  incident: Incident,
): Pick<Incident, 'id' | 'realm' | 'playbook' | 'version' | 'principalKey'> {
  const { id, realm, playbook, version, principalKey } = incident
  return { id, realm, playbook, version, principalKey }
}

const MAX_SEVERITY = 10

/** Offers what a recorded step ordered. The queue may be down: then the relay offers it again, and nothing is lost. */
export function offerOrders(engine: Engine, step: StepRecord, claimedId: string | null): void {
  // Only the step that opens an incident knows it. What follows is of one that is being handled already.
  const severity = step.finding === undefined ? MAX_SEVERITY : urgentSeverity(step.finding.body)
  const fresh = step.orders
    .filter((order) => order.id !== claimedId)
    .map(({ id, effect }) => ({ id, nextAttempt: 1, urgency: urgencyOf(effect.kind, false), severity }))
  if (fresh.length === 0) return
  engine.queue.offer(fresh).catch((error: unknown) => {
    engine.log.warn('The queue does not take work now; the relay will offer it again.', { error: String(error) })
  })
}

/** What could have been forged hurries nothing: else whoever forges often would have what is true wait. */
function urgentSeverity({ severity, trusted }: Pick<Finding, 'severity' | 'trusted'>): number {
  return trusted ? severity : 0
}
