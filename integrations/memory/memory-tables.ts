import type { AuditRecord } from '../../src/audit/record.js'
import type { Finding } from '../../src/domain/finding.js'
import type { Incident } from '../../src/domain/incident.js'
import {
  type Chain,
  type ClaimedEffect,
  type Document,
  type DueTimer,
  type EffectOrder,
  type RunnableEffect,
  type RunningTimer,
  type StepRecord,
  type StepResult,
  UnreadableIncidentError,
} from '../../src/engine/incident-store.js'
import { urgencies, urgencyOf } from '../../src/engine/urgency.js'
import { MemoryBrakes } from './memory-brakes.js'
import type { EffectRow, TimerRow } from './memory-rows.js'

/** When the clock of the store stands at 0. */
const EPOCH_MS = Date.parse('2026-03-01T10:00:00Z')

/** The rows of a store in memory, and what a transaction does to them. */
export class MemoryTables {
  readonly incidents = new Map<string, Incident>()
  readonly findings: { incidentId: string; dedupKey: string; body: Finding }[] = []
  readonly effects: EffectRow[] = []
  readonly timers: TimerRow[] = []
  readonly intents = new Map<string, Set<string>>()
  readonly documents = new Map<string, Document>()
  readonly audit: AuditRecord[] = []
  readonly unreadable = new Set<string>()
  readonly brakes = new MemoryBrakes(this.effects, () => this.nowMs)
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
    const before = this.incidents.get(id)
    const follows = before?.revision === step.expectedRevision && before.auditHash === step.audit.prevHash
    if (step.expectedRevision > 0 && !follows) return { status: 'conflict' }
    const isNew = this.incidents.get(id)?.principalKey !== principalKey
    const taken = step.expectedRevision === 0 || (isNew && step.incident.open) ? this.openOn(principalKey) : undefined
    if (taken !== undefined) return { status: 'principalTaken', incidentId: taken.id }
    if (step.expectedRevision === 0 && this.incidents.has(id)) return { status: 'conflict' }
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
    return { ...order, ...fresh, incidentId, notAfterAtMs, blockPlaceAtMs: null }
  }

  isRunnable(row: EffectRow): boolean {
    if (row.status === 'pending') return row.retryAtMs <= this.nowMs
    return row.status === 'claimed' && row.leaseUntilMs <= this.nowMs
  }

  claim(id: string, leaseMs: number): ClaimedEffect | null {
    const row = this.effects.find((effect) => effect.id === id)
    if (row === undefined || !this.isRunnable(row)) return null
    if (row.writeKey !== null && this.effects.some((other) => other !== row && this.isInTheWay(other, row))) return null
    if (this.brakes.holdOn(row) !== null) return null
    const isLate = row.notAfterAtMs !== null && row.notAfterAtMs <= this.nowMs
    if (row.effect.kind === 'putBlock' && !isLate) row.blockPlaceAtMs ??= this.nowMs
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

  giveBack(id: string, attempt: number): void {
    const row = this.held(id, attempt)
    if (row !== undefined) row.status = 'pending'
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

  chainOf(id: string): Chain | null {
    const incident = this.incidents.get(id)
    if (incident === undefined) return null
    const head = { incidentId: id, seq: incident.auditSeq, hash: incident.auditHash }
    return { head, records: this.audit.filter(({ body }) => body.incidentId === id) }
  }

  runnable(): RunnableEffect[] {
    return this.effects
      .filter((row) => this.isRunnable(row) && this.brakes.holdOn(row) === null)
      .map(({ id, incidentId, attempt, effect, status }) => ({
        id,
        nextAttempt: attempt + 1,
        urgency: urgencyOf(effect.kind, status === 'claimed'),
        severity: this.severityOf(incidentId),
      }))
      .sort(
        (one, other) =>
          urgencies.indexOf(one.urgency) - urgencies.indexOf(other.urgency) || other.severity - one.severity,
      )
  }

  severityOf(id: string): number {
    const own = this.findings.filter(({ incidentId }) => incidentId === id)
    return Math.max(0, ...own.map(({ body }) => (body.trusted ? body.severity : 0)))
  }

  running(id: string): RunningTimer[] {
    return this.timers
      .filter(({ incidentId }) => incidentId === id)
      .sort((one, other) => one.dueAtMs - other.dueAtMs)
      .map(({ name, dueAtMs }) => ({ name, dueAt: new Date(EPOCH_MS + dueAtMs).toISOString() }))
  }

  due(): DueTimer[] {
    return this.timers.filter((row) => row.dueAtMs <= this.nowMs).map(({ dueAtMs: _, ...timer }) => timer)
  }
}
