import { memoryIncidentStore } from '../../../integrations/memory/memory-incident-store.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { BrakeStore } from '../../../src/engine/brakes.js'
import type { IncidentStore } from '../../../src/engine/incident-store.js'
import type { Activity } from './activity.js'
import { aroundMethods } from './around-methods.js'
import type { VirtualTime } from './virtual-time.js'

export interface WatchedStore extends IncidentStore {
  readonly brakes: BrakeStore
  /** How many steps were recorded. */
  steps(): number
  /** Every incident as it is now, without a turn of the event loop. */
  incidents(): readonly Incident[]
  /** When a timer, a retry or a lease that is over gives the relay something to do. */
  nextDueAtMs(): number
  /** Whether somebody took an order to write since then, and has neither reported nor let its lease pass. */
  writeClaimedSince(sinceMs: number, leaseMs: number): boolean
}

/** The store in memory on virtual time, its calls counted as activity. */
export function watchedStore(time: VirtualTime, activity: Activity): WatchedStore {
  const memory = memoryIncidentStore()
  time.follow((ms) => memory.passTime(ms))
  const incidents = new Map<string, Incident>()
  const counts = { steps: 0 }
  const counted: IncidentStore = aroundMethods(memory, (_, call) => activity.during(async () => call()))
  return {
    ...methodsOf(counted),
    brakes: aroundMethods(memory.brakes, (_, call) => activity.during(async () => call())),
    recordStep: async (step) => {
      const result = await counted.recordStep(step)
      const after = result.status === 'recorded' ? await counted.readIncident(step.incident.id) : null
      if (after !== null) incidents.set(after.id, after)
      counts.steps += 1
      return result
    },
    steps: () => counts.steps,
    incidents: () => [...incidents.values()],
    writeClaimedSince: (sinceMs, leaseMs) =>
      memory.effects.some(({ writeKey, status, leaseUntilMs }) => {
        const isHeld = status === 'claimed' || status === 'abandoned'
        return writeKey !== null && isHeld && leaseUntilMs > time.nowMs && leaseUntilMs - leaseMs >= sinceMs
      }),
    nextDueAtMs: () =>
      Math.min(
        ...memory.timers.map(({ dueAtMs }) => dueAtMs),
        ...memory.effects.flatMap((row) => {
          if (row.status === 'pending') return [memory.waitsUntilMs(row.id) ?? row.retryAtMs]
          return row.status === 'claimed' ? [row.leaseUntilMs] : []
        }),
      ),
  }
}

/** A proxy cannot be spread. */
function methodsOf(store: IncidentStore): IncidentStore {
  return {
    readIncident: (id) => store.readIncident(id),
    findOpenIncident: (key) => store.findOpenIncident(key),
    findLastClosedIncident: (key) => store.findLastClosedIncident(key),
    listIncidents: () => store.listIncidents(),
    listChainHeads: () => store.listChainHeads(),
    readFindings: (id, dedupKey) => store.readFindings(id, dedupKey),
    readAudit: (id) => store.readAudit(id),
    readAuditOf: (id, kinds) => store.readAuditOf(id, kinds),
    readChain: (id) => store.readChain(id),
    readDocument: (digest) => store.readDocument(digest),
    recordStep: (step) => store.recordStep(step),
    claimEffect: (id, workerId, leaseMs) => store.claimEffect(id, workerId, leaseMs),
    renewLease: (id, attempt, leaseMs) => store.renewLease(id, attempt, leaseMs),
    releaseEffect: (id, attempt, retryInMs, problem) => store.releaseEffect(id, attempt, retryInMs, problem),
    giveBackEffect: (id, attempt) => store.giveBackEffect(id, attempt),
    readHold: () => store.readHold(),
    untoldHolds: (limit) => store.untoldHolds(limit),
    recordHold: (held, step) => store.recordHold(held, step),
    readIntents: (containmentId) => store.readIntents(containmentId),
    fileIntent: (intent) => store.fileIntent(intent),
    withdrawIntent: (intent) => store.withdrawIntent(intent),
    runnableEffects: (limit) => store.runnableEffects(limit),
    dueTimers: (limit) => store.dueTimers(limit),
    readTimers: (id) => store.readTimers(id),
  }
}
