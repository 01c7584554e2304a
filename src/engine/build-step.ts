import { linkRecord } from '../audit/chain.js'
import type { Actor } from '../audit/record.js'
import type { Json } from '../domain/canonical-json.js'
import { type Effect, isWrite, outlivesItsState } from '../domain/effect.js'
import type { Step } from './advance.js'
import type { Engine } from './engine.js'
import type { EffectOrder, StepRecord } from './incident-store.js'

/** How long a write is worth doing after it was ordered; later it is not sent, and a person is asked. */
export const WRITE_NOT_AFTER_MS = 10 * 60_000

/** The incident as it was before the step: all null and zero for one that is opened by it. */
export interface Before {
  readonly state: string | null
  readonly revision: number
  readonly auditSeq: number
  readonly auditHash: string
}

/** What happened, for the record. */
export interface Happening {
  readonly what: string
  readonly detail: Json
  readonly actor: Actor
}

/** What a step brings besides the machine's own: a finding, the effect that it settles, the timer that it fires. */
export type Extras = Pick<StepRecord, 'finding' | 'settles' | 'firesTimer' | 'claimNext'> & {
  readonly documents?: StepRecord['documents']
}

type Identity = Pick<StepRecord['incident'], 'id' | 'realm' | 'playbook' | 'version' | 'principalKey'>

/** Puts a computed step into the form that is recorded: ids for orders and timers, the audit record, scaled delays. */
export function buildStep(
  engine: Engine,
  identity: Identity,
  before: Before,
  step: Step,
  happening: Happening,
  extras: Extras,
): StepRecord {
  const orders = step.effects.map((effect) => toOrder(engine, identity, step, effect))
  return {
    incident: { ...identity, state: step.state, open: step.snapshot.status === 'active', snapshot: step.snapshot },
    expectedRevision: before.revision,
    audit: linkRecord(before.auditHash, {
      incidentId: identity.id,
      seq: before.auditSeq + 1,
      at: engine.clock.now().toISOString(),
      ...happening,
      from: before.state,
      to: step.state,
      ignored: !step.changed,
      orders: orders.map((order) => ({ id: order.id, kind: order.effect.kind })),
    }),
    cancelledTimers: step.cancelled,
    armedTimers: step.armed.map((timer) => ({
      ...timer,
      id: engine.ids.next('tmr'),
      delayMs: timer.delayMs / engine.timeScale,
    })),
    leftState: before.state !== null && before.state !== step.state ? before.state : null,
    orders,
    ...extras,
    documents: extras.documents ?? [],
  }
}

function toOrder(engine: Engine, identity: Identity, step: Step, effect: Effect): EffectOrder {
  return {
    id: engine.ids.next('eff'),
    effect,
    state: outlivesItsState(effect.kind) ? '' : step.state,
    writeKey: isWrite(effect.kind) ? identity.principalKey : null,
    // Never scaled: it bounds real work, and real work does not get faster in an exercise.
    notAfterMs: isWrite(effect.kind) ? WRITE_NOT_AFTER_MS : null,
  }
}
