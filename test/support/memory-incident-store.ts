import type { AuditRecord } from '../../src/audit/record.js'
import type { Finding } from '../../src/domain/finding.js'
import type { Incident, IncidentSnapshot } from '../../src/domain/incident.js'
import type { Outcome } from '../../src/domain/incident-event.js'
import {
  type ClaimedEffect,
  type Document,
  type DueTimer,
  type EffectOrder,
  type IncidentStore,
  type StepRecord,
  type StepResult,
  UnreadableIncidentError,
} from '../../src/engine/incident-store.js'

interface EffectRow extends EffectOrder {
  readonly incidentId: string
  status: 'pending' | 'claimed' | 'done' | 'cancelled' | 'abandoned'
  attempt: number
  failures: number
  leaseUntilMs: number
  retryAtMs: number
  readonly notAfterAtMs: number | null
  outcome: Outcome | null
}

interface TimerRow extends DueTimer {
  readonly dueAtMs: number
}

/** What a test looks at, and the clock that leases and timers go by. */
export interface MemoryIncidentStore extends IncidentStore {
  readonly effects: readonly Readonly<EffectRow>[]
  readonly timers: readonly TimerRow[]
  /** Every recordStep that was asked for, by how it ended. */
  readonly results: readonly StepResult['status'][]
  passTime(ms: number): void
  /** As if somebody with psql had spoilt the stored snapshot. */
  makeUnreadable(incidentId: string): void
  /** As if another version of the program, or somebody with psql, had written the row. */
  rewrite(
    incidentId: string,
    changes: Partial<Pick<Incident, 'version' | 'open'>> & { snapshot?: IncidentSnapshot },
  ): void
}

/**
 * The contract of IncidentStore in one process, for tests of the engine. Every method lets others run first and is then
 * done in one go, so racing callers interleave between methods and never inside one, as transactions do.
 */
export function memoryIncidentStore(): MemoryIncidentStore {
  const tables = new Tables()
  const results: StepResult['status'][] = []
  const inTransaction = async <T>(work: () => T): Promise<T> => {
    await new Promise((resolve) => setImmediate(resolve))
    return work()
  }
  return {
    effects: tables.effects,
    timers: tables.timers,
    results,
    passTime: (ms) => {
      tables.nowMs += ms
    },
    makeUnreadable: (id) => {
      tables.unreadable.add(id)
    },
    rewrite: (id, changes) => tables.rewrite(id, changes),
    readIncident: (id) => inTransaction(() => tables.read(tables.incidents.get(id))),
    findLastClosedIncident: (key) => inTransaction(() => tables.read(tables.lastClosedOn(key))),
    listIncidents: () => inTransaction(() => [...tables.incidents.values()]),
    listChainHeads: () =>
      inTransaction(() =>
        [...tables.incidents.values()].map(({ id, auditSeq, auditHash }) => ({
          incidentId: id,
          seq: auditSeq,
          hash: auditHash,
        })),
      ),
    readFindings: (id) =>
      inTransaction(() => tables.findings.filter((row) => row.incidentId === id).map((row) => row.body)),
    readAudit: (id) => inTransaction(() => tables.audit.filter(({ body }) => body.incidentId === id)),
    readChain: (id) =>
      inTransaction(() => {
        const incident = tables.incidents.get(id)
        if (incident === undefined) return null
        const head = { incidentId: id, seq: incident.auditSeq, hash: incident.auditHash }
        return { head, records: tables.audit.filter(({ body }) => body.incidentId === id) }
      }),
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
    readIntents: (containmentId) => inTransaction(() => [...(tables.intents.get(containmentId) ?? [])].sort()),
    fileIntent: ({ containmentId, object }) =>
      inTransaction(() => {
        tables.intents.set(containmentId, (tables.intents.get(containmentId) ?? new Set()).add(object))
      }),
    withdrawIntent: ({ containmentId, object }) =>
      inTransaction(() => {
        tables.intents.get(containmentId)?.delete(object)
      }),
    runnableEffects: (limit) =>
      inTransaction(() => {
        const runnable = tables.effects.filter((row) => tables.isRunnable(row)).slice(0, limit)
        return runnable.map(({ id, attempt }) => ({ id, nextAttempt: attempt + 1 }))
      }),
    dueTimers: (limit) =>
      inTransaction(() => {
        const due = tables.timers.filter((row) => row.dueAtMs <= tables.nowMs).slice(0, limit)
        return due.map(({ dueAtMs: _, ...timer }) => timer)
      }),
  }
}

class Tables {
  readonly incidents = new Map<string, Incident>()
  readonly findings: { incidentId: string; dedupKey: string; body: Finding }[] = []
  readonly effects: EffectRow[] = []
  readonly timers: TimerRow[] = []
  readonly intents = new Map<string, Set<string>>()
  readonly documents = new Map<string, Document>()
  readonly audit: AuditRecord[] = []
  readonly unreadable = new Set<string>()
  nowMs = 0

  record(step: StepRecord): StepResult {
    const refusal = this.refusalOf(step)
    if (refusal !== null) return refusal
    this.writeIncident(step)
    const { id } = step.incident
    if (step.finding !== undefined) this.findings.push({ incidentId: id, ...step.finding })
    this.audit.push(step.audit)
    if (step.leftState !== null) this.abandon((row) => row.incidentId === id && row.state === step.leftState)
    if (step.endsEverything) {
      this.abandon((row) => row.incidentId === id)
      this.dropTimers((row) => row.incidentId === id)
    }
    this.dropTimers((row) => row.incidentId === id && step.cancelledTimers.includes(row.name))
    for (const { delayMs, ...timer } of step.armedTimers) {
      this.timers.push({ ...timer, incidentId: id, dueAtMs: this.nowMs + delayMs })
    }
    for (const document of step.documents) this.documents.set(document.digest, document)
    for (const order of step.orders) this.effects.push(this.newEffect(id, order))
    return {
      status: 'recorded',
      claimed: step.claimNext === undefined ? null : this.claimNext(id, step.claimNext.leaseMs),
    }
  }

  /** Asked in the order of the contract, and answered before anything is written. */
  private refusalOf(step: StepRecord): StepResult | null {
    const { id, principalKey } = step.incident
    const known = this.findings.find(({ dedupKey }) => dedupKey === step.finding?.dedupKey)
    if (known !== undefined) return { status: 'duplicateFinding', incidentId: known.incidentId }
    const taken = step.expectedRevision === 0 ? this.openOn(principalKey) : undefined
    if (taken !== undefined) return { status: 'principalTaken', incidentId: taken.id }
    if ((this.incidents.get(id)?.revision ?? 0) !== step.expectedRevision) return { status: 'conflict' }
    if (step.settles !== undefined && !this.settle(step.settles)) return { status: 'leaseLost' }
    if (step.firesTimer !== undefined && this.dropTimers((row) => row.id === step.firesTimer) === 0) {
      return { status: 'timerGone' }
    }
    return null
  }

  private writeIncident({ incident, expectedRevision, audit }: StepRecord): void {
    const before = this.incidents.get(incident.id)
    const snapshot = incident.snapshot ?? before?.snapshot
    if (snapshot === undefined) throw new Error('An incident cannot begin without a snapshot.')
    this.incidents.set(incident.id, {
      ...incident,
      snapshot: structuredClone(snapshot),
      revision: expectedRevision + 1,
      auditSeq: audit.body.seq,
      auditHash: audit.hash,
      openedAt: before?.openedAt ?? audit.body.at,
      updatedAt: audit.body.at,
    })
  }

  /** A write that was given up may still report; anything else that was given up may not. */
  private settle({ effectId, attempt, outcome }: NonNullable<StepRecord['settles']>): boolean {
    const row = this.effects.find(({ id }) => id === effectId)
    const isAwaited = row?.status === 'claimed' || (row?.status === 'abandoned' && row.writeKey !== null)
    if (row === undefined || row.attempt !== attempt || !isAwaited) return false
    row.status = 'done'
    row.outcome = outcome
    return true
  }

  private abandon(isMeant: (row: EffectRow) => boolean): void {
    for (const row of this.effects.filter(isMeant)) {
      if (row.status === 'pending') row.status = 'cancelled'
      else if (row.status === 'claimed') row.status = 'abandoned'
    }
  }

  private dropTimers(isMeant: (row: TimerRow) => boolean): number {
    const kept = this.timers.filter((row) => !isMeant(row))
    const dropped = this.timers.length - kept.length
    this.timers.splice(0, this.timers.length, ...kept)
    return dropped
  }

  private newEffect(incidentId: string, order: EffectOrder): EffectRow {
    const notAfterAtMs = order.notAfterMs === null ? null : this.nowMs + order.notAfterMs
    const fresh = { status: 'pending', attempt: 0, failures: 0, leaseUntilMs: 0, retryAtMs: 0, outcome: null } as const
    return { ...order, ...fresh, incidentId, notAfterAtMs }
  }

  isRunnable(row: EffectRow): boolean {
    if (row.status === 'pending') return row.retryAtMs <= this.nowMs
    return row.status === 'claimed' && row.leaseUntilMs <= this.nowMs
  }

  claim(id: string, leaseMs: number): ClaimedEffect | null {
    const row = this.effects.find((effect) => effect.id === id)
    if (row === undefined || !this.isRunnable(row)) return null
    if (row.writeKey !== null && this.effects.some((other) => other !== row && this.isInTheWay(other, row))) return null
    row.status = 'claimed'
    row.attempt += 1
    row.leaseUntilMs = this.nowMs + leaseMs
    const { incidentId, attempt, failures, effect, notAfterAtMs } = row
    const remainingMs = notAfterAtMs === null ? null : notAfterAtMs - this.nowMs
    return { id, incidentId, attempt, failures, effect, leaseMs, remainingMs }
  }

  /** A write that was given up may be on its way until its lease is over. */
  private isInTheWay(other: EffectRow, { writeKey }: EffectRow): boolean {
    const isUnderWay = other.status === 'abandoned' && other.leaseUntilMs > this.nowMs
    return other.writeKey === writeKey && (other.status === 'claimed' || isUnderWay)
  }

  private claimNext(incidentId: string, leaseMs: number): ClaimedEffect | null {
    const next = this.effects.find(
      (row) => row.incidentId === incidentId && row.status === 'pending' && this.isRunnable(row),
    )
    return next === undefined ? null : this.claim(next.id, leaseMs)
  }

  renew(id: string, attempt: number, leaseMs: number): boolean {
    const row = this.held(id, attempt)
    if (row !== undefined) row.leaseUntilMs = this.nowMs + leaseMs
    return row !== undefined
  }

  release(id: string, attempt: number, retryInMs: number): void {
    const row = this.held(id, attempt)
    if (row === undefined) return
    row.status = 'pending'
    row.failures += 1
    row.retryAtMs = this.nowMs + retryInMs
  }

  private held(id: string, attempt: number): EffectRow | undefined {
    return this.effects.find((row) => row.id === id && row.attempt === attempt && row.status === 'claimed')
  }

  openOn(principalKey: string): Incident | undefined {
    return [...this.incidents.values()].find((incident) => incident.open && incident.principalKey === principalKey)
  }

  read(incident: Incident | undefined): Incident | null {
    if (incident === undefined) return null
    if (!this.unreadable.has(incident.id)) return incident
    const { snapshot, ...head } = incident
    throw new UnreadableIncidentError(head, { cause: new Error(`It does not parse: ${JSON.stringify(snapshot)}`) })
  }

  lastClosedOn(principalKey: string): Incident | undefined {
    // Incidents of one principal follow one another: the one that was opened last was closed last.
    return [...this.incidents.values()].findLast((each) => !each.open && each.principalKey === principalKey)
  }

  rewrite(id: string, changes: Partial<Pick<Incident, 'version' | 'open' | 'snapshot'>>): void {
    const incident = this.incidents.get(id)
    if (incident === undefined) throw new Error(`There is no incident ${id}.`)
    this.incidents.set(id, { ...incident, ...changes })
  }
}
