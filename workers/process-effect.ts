import type { ClaimedEffect } from '../src/engine/incident-store.js'
import { recordEvent } from '../src/engine/record-event.js'
import { carryOut } from './carry-out.js'
import { holdLease, type Lease, LeaseLostError } from './lease.js'
import { judgeFailure } from './retry-policy.js'
import type { EffectResult, WorkerTools } from './worker-tools.js'

export interface WorkerIdentity {
  readonly workerId: string
  /** How long a dead worker's order waits for the next one. */
  readonly leaseMs: number
}

/**
 * Carries out one effect, and then what the incident orders next, as long as nobody else took it: the queue is left out
 * between the steps of one incident. Claims first, so that an offer of what is done, cancelled or somebody else's does
 * nothing.
 */
export async function processEffect(tools: WorkerTools, worker: WorkerIdentity, effectId: string): Promise<void> {
  let askedAtMs = tools.engine.clock.monotonicMs()
  let claimed = await tools.engine.store.claimEffect(effectId, worker.workerId, worker.leaseMs)
  while (claimed !== null) {
    const next = await settle(tools, worker, claimed, askedAtMs)
    askedAtMs = next.askedAtMs
    claimed = next.claimed
  }
}

interface Next {
  readonly claimed: ClaimedEffect | null
  readonly askedAtMs: number
}

const nothingNext: Next = { claimed: null, askedAtMs: 0 }

async function settle(
  tools: WorkerTools,
  worker: WorkerIdentity,
  claimed: ClaimedEffect,
  claimAskedAtMs: number,
): Promise<Next> {
  const lease = holdLease(tools.engine.clock, tools.engine.store, claimed, claimAskedAtMs)
  try {
    const result = await attempt(tools, claimed, lease)
    return result === null ? nothingNext : await report(tools, worker, claimed, result)
  } finally {
    lease.stop()
  }
}

/** null: the effect was given back or is not ours any more, and there is nothing to report. */
async function attempt(tools: WorkerTools, claimed: ClaimedEffect, lease: Lease): Promise<EffectResult | null> {
  const { store, log } = tools.engine
  try {
    if (claimed.remainingMs !== null && claimed.remainingMs <= 0)
      return failed(claimed, 'tooLate', 'its deadline has passed')
    const incident = await store.readIncident(claimed.incidentId)
    if (incident === null) return failed(claimed, 'noIncident', 'its incident is gone')
    return await carryOut(tools, { incident, guard: lease.guard }, claimed.effect)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const context = { effectId: claimed.id, kind: claimed.effect.kind, attempt: claimed.attempt, error: message }
    if (error instanceof LeaseLostError) {
      log.warn('An order was given up because its lease was over; whoever holds it now goes on.', context)
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
}

function failed(claimed: ClaimedEffect, code: string, message: string): EffectResult {
  return { outcome: { type: 'EFFECT_FAILED', effect: claimed.effect.kind, code, message } }
}

async function report(
  tools: WorkerTools,
  worker: WorkerIdentity,
  claimed: ClaimedEffect,
  result: EffectResult,
): Promise<Next> {
  const { engine } = tools
  const askedAtMs = engine.clock.monotonicMs()
  const actor = { kind: 'worker', name: worker.workerId, effectId: claimed.id, attempt: claimed.attempt } as const
  const recorded = await recordEvent(engine, claimed.incidentId, {
    event: result.outcome,
    actor,
    settles: { effectId: claimed.id, attempt: claimed.attempt, outcome: result.outcome },
    ...(result.documents === undefined ? {} : { documents: result.documents }),
    claimNext: worker,
  })
  if (recorded.status === 'recorded') return { claimed: recorded.claimed, askedAtMs }
  engine.log.warn('An outcome came too late and is not taken; the order is settled or somebody else holds it.', {
    effectId: claimed.id,
    outcome: result.outcome.type,
    status: recorded.status,
  })
  return nothingNext
}
