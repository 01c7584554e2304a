import type { StepResult } from '../../src/engine/incident-store.js'
import type { MemoryIncidentStore } from './memory-rows.js'
import { MemoryTables } from './memory-tables.js'

export type { MemoryIncidentStore } from './memory-rows.js'

/**
 * The contract of IncidentStore in one process, for exercises in virtual time and for tests. Every method lets others run first and is then
 * done in one go, so racing callers interleave between methods and never inside one, as transactions do.
 */
export function memoryIncidentStore(): MemoryIncidentStore {
  const tables = new MemoryTables()
  const results: StepResult['status'][] = []
  const inTransaction = async <T>(work: () => T): Promise<T> => {
    await new Promise((resolve) => setImmediate(resolve))
    return work()
  }
  return {
    effects: tables.effects,
    timers: tables.timers,
    results,
    brakes: tables.brakes.store(inTransaction),
    waitsUntilMs: (id) => tables.brakes.waitsUntilMs(id),
    passTime: (ms) => {
      tables.nowMs += ms
    },
    makeUnreadable: (id) => {
      tables.unreadable.add(id)
    },
    rewrite: (id, changes) => tables.rewrite(id, changes),
    readIncident: (id) => inTransaction(() => tables.read(tables.incidents.get(id))),
    findOpenIncident: (key) => inTransaction(() => tables.read(tables.openOn(key))),
    findLastClosedIncident: (key) => inTransaction(() => tables.read(tables.lastClosedOn(key))),
    listIncidents: () => inTransaction(() => [...tables.incidents.values()]),
    listChainHeads: () =>
      inTransaction(() => [...tables.incidents.keys()].flatMap((id) => tables.chainOf(id)?.head ?? [])),
    readFindings: (id, dedupKey) =>
      inTransaction(() => tables.findings.filter(isOf(id, dedupKey)).map((row) => row.body)),
    readAudit: (id) => inTransaction(() => tables.audit.filter(({ body }) => body.incidentId === id)),
    readAuditOf: (id, kinds) =>
      inTransaction(() => tables.audit.filter(({ body }) => body.incidentId === id && kinds.includes(body.what))),
    readChain: (id) => inTransaction(() => tables.chainOf(id)),
    readDocument: (digest) => inTransaction(() => tables.documents.get(digest) ?? null),
    recordStep: (step) =>
      inTransaction(() => {
        const result = tables.record(step)
        results.push(result.status)
        return result
      }),
    claimEffect: (id, _workerId, leaseMs) => inTransaction(() => tables.claim(id, leaseMs)),
    renewLease: (id, attempt, leaseMs) => inTransaction(() => tables.renew(id, attempt, leaseMs)),
    releaseEffect: (id, attempt, retryInMs) => inTransaction(() => tables.release(id, attempt, retryInMs)),
    giveBackEffect: (id, attempt) => inTransaction(() => tables.giveBack(id, attempt)),
    ...tables.brakes.holds(inTransaction, (step) => tables.record(step)),
    readIntents: (containmentId) => inTransaction(() => [...(tables.intents.get(containmentId) ?? [])].sort()),
    fileIntent: ({ containmentId, object }) =>
      inTransaction(() => {
        tables.intents.set(containmentId, (tables.intents.get(containmentId) ?? new Set()).add(object))
      }),
    withdrawIntent: ({ containmentId, object }) =>
      inTransaction(() => {
        tables.intents.get(containmentId)?.delete(object)
      }),
    runnableEffects: (limit) => inTransaction(() => tables.runnable().slice(0, limit)),
    readTimers: (id) => inTransaction(() => tables.running(id)),
    dueTimers: (limit) => inTransaction(() => tables.due().slice(0, limit)),
  }
}

function isOf(id: string, dedupKey: string | undefined) {
  return (row: { readonly incidentId: string; readonly dedupKey: string }) =>
    row.incidentId === id &&
    (dedupKey === undefined || row.dedupKey === dedupKey || row.dedupKey.startsWith(`${dedupKey}|`))
}
