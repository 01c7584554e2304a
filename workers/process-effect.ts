import { cleanText } from '../src/domain/clean-text.js'
import type { Incident } from '../src/domain/incident.js'
import type { ClaimedEffect } from '../src/engine/incident-store.js'
import { readOrPark, recordEvent } from '../src/engine/record-event.js'
import { joinOther } from '../src/incidents/join-other.js'
import { carryOut } from './carry-out.js'
import { holdLease, type Lease, LeaseLostError } from './lease.js'
import { judgeFailure } from './retry-policy.js'
import { sendGuard, WriteHeldError } from './send-guard.js'
import type { EffectResult, WorkerTools } from './worker-tools.js'

export interface WorkerIdentity {
  readonly workerId: string
  /** How long a dead worker's order waits for the next one. */
  readonly leaseMs: number
  /** Once aborted, what is in hand is finished and the incident's next effect is left to others. */
  readonly stopping?: AbortSignal
  /** Once aborted, what is in hand counts as somebody else's. */
  readonly givingUp?: AbortSignal
}

/**
 * Carries out one effect, and then what the incident orders next, as long as nobody else took it: the queue is left out
 * between the steps of one incident. Claims first, so that an offer of what is done, cancelled or somebody else's does
 * nothing.
 */
export async function processEffect(tools: WorkerTools, worker: WorkerIdentity, effectId: string): Promise<void> {
  const { store, clock } = tools.engine
  const claimAskedAtMs = clock.monotonicMs()
  const claimed = await store.claimEffect(effectId, worker.workerId, worker.leaseMs)
  const incident = claimed === null ? null : await readOrPark(tools.engine, claimed.incidentId)
  let work: Work | null = claimed === null || incident === null ? null : { claimed, incident, claimAskedAtMs }
  while (work !== null) work = await settle(tools, worker, work)
}

/** An order that ends the worker each time must not be handed round for ever. */
const MAX_ATTEMPTS = 25

const NEVER = new AbortController().signal

/** An effect in hand, with its incident as the step that ordered or claimed it left it. */
interface Work {
  readonly claimed: ClaimedEffect
  readonly incident: Incident
  readonly claimAskedAtMs: number
}

async function settle(tools: WorkerTools, worker: WorkerIdentity, work: Work): Promise<Work | null> {
  const { clock, store } = tools.engine
  const lease = holdLease(clock, store, work.claimed, work.claimAskedAtMs, worker.givingUp)
  try {
    const result = await attempt(tools, work, lease, worker.givingUp ?? NEVER)
    const next = result === null ? null : await report(tools, worker, work, result)
    const ended = result === null ? 'givenBack' : result.outcome.type === 'EFFECT_FAILED' ? 'failed' : 'done'
    const tookMs = clock.monotonicMs() - work.claimAskedAtMs
    tools.engine.meter?.effectEnded({ kind: work.claimed.effect.kind, ended, tookMs })
    return next
  } finally {
    lease.stop()
  }
}

/** null: the effect was given back or is not ours any more, and there is nothing to report. */
async function attempt(
  tools: WorkerTools,
  { claimed, incident }: Work,
  lease: Lease,
  givingUp: AbortSignal,
): Promise<EffectResult | null> {
  try {
    if (claimed.remainingMs !== null && claimed.remainingMs <= 0) {
      return failed(claimed, 'tooLate', 'its deadline has passed')
    }
    if (claimed.attempt > MAX_ATTEMPTS) {
      return failed(claimed, 'tooManyAttempts', `${MAX_ATTEMPTS} attempts ended without an outcome`)
    }
    return await carryOut(
      tools,
      {
        incident,
        effectId: claimed.id,
        attempt: claimed.attempt,
        guard: sendGuard(tools.engine.store, lease),
        givingUp,
      },
      claimed.effect,
    )
  } catch (error) {
    return afterFailure(tools, claimed, error)
  }
}

async function afterFailure(tools: WorkerTools, claimed: ClaimedEffect, error: unknown): Promise<EffectResult | null> {
  const { store, log } = tools.engine
  // AWS may repeat what an attacker chose, and the record must be able to hold it.
  const message = cleanText(error instanceof Error ? error.message : String(error))
  const { incidentId } = claimed
  const context = {
    incidentId,
    effectId: claimed.id,
    kind: claimed.effect.kind,
    attempt: claimed.attempt,
    error: message,
  }
  if (error instanceof LeaseLostError) {
    log.warn('An order was given up because its lease was over; whoever holds it now goes on.', context)
    return null
  }
  if (error instanceof WriteHeldError) {
    log.warn('A write was kept back in the last instant; it waits for the brake.', context)
    await store.giveBackEffect(claimed.id, claimed.attempt)
    return null
  }
  const verdict = judgeFailure(error, claimed.id, claimed.failures)
  if (verdict.action === 'giveUp') {
    log.error('An order failed for good.', { ...context, code: verdict.code })
    return failed(claimed, verdict.code, message)
  }
  log.warn('An order failed and is tried again.', { ...context, afterMs: verdict.afterMs })
  await store.releaseEffect(claimed.id, claimed.attempt, verdict.afterMs, message)
  return null
}

function failed(claimed: ClaimedEffect, code: string, message: string): EffectResult {
  return { outcome: { type: 'EFFECT_FAILED', effect: claimed.effect.kind, code, message } }
}

async function report(
  tools: WorkerTools,
  worker: WorkerIdentity,
  work: Work,
  result: EffectResult,
): Promise<Work | null> {
  const { engine } = tools
  const { claimed, incident } = work
  const claimAskedAtMs = engine.clock.monotonicMs()
  const actor = { kind: 'worker', name: worker.workerId, effectId: claimed.id, attempt: claimed.attempt } as const
  const settles = { effectId: claimed.id, attempt: claimed.attempt, outcome: result.outcome }
  const recorded = await recordEvent(engine, claimed.incidentId, {
    event: result.outcome,
    actor,
    known: incident,
    settles,
    ...(result.documents === undefined ? {} : { documents: result.documents }),
    ...(worker.stopping?.aborted ? {} : { claimNext: { workerId: worker.workerId, leaseMs: worker.leaseMs } }),
  })
  if (recorded.status === 'recorded') {
    return recorded.claimed === null ? null : { claimed: recorded.claimed, incident: recorded.after, claimAskedAtMs }
  }
  if (recorded.status === 'principalTaken' && result.outcome.type === 'PRINCIPAL_FOUND') {
    const { principal, reason } = result.outcome
    const joined = await joinOther(engine, incident, recorded.incidentId, { principal, reason, actor, settles })
    // The other incident has just ended: nobody is in the way any more.
    return joined ? null : report(tools, worker, work, result)
  }
  engine.log.warn('An outcome came too late and is not taken; the order is settled or somebody else holds it.', {
    incidentId: claimed.incidentId,
    effectId: claimed.id,
    outcome: result.outcome.type,
    status: recorded.status,
  })
  return null
}
