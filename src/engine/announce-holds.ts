import { assertNever } from '../domain/assert-never.js'
import type { HeldWrite, Hold } from './brakes.js'
import { buildStep } from './build-step.js'
import { type Engine, identityOf, offerOrders } from './engine.js'
import { inWords } from './in-words.js'
import { readOrPark } from './record-event.js'

/** How many are told of in one round; the next round takes the rest. */
const BATCH = 20

/**
 * Tells people of every write that a brake holds, once for each holding, and puts that on the incident's record. The incident
 * itself stays where it is: the write goes on by itself when the brake is off, and its own deadline goes on as well.
 */
export async function announceHolds(engine: Engine): Promise<void> {
  for (const held of await engine.store.untoldHolds(BATCH)) {
    await announce(engine, held).catch((error: unknown) => {
      const { incidentId, effectId } = held
      engine.log.error('A write waits for a brake, and people could not be told; it is tried again.', {
        incidentId,
        effectId,
        error: String(error),
      })
    })
  }
}

async function announce(engine: Engine, held: HeldWrite): Promise<void> {
  const incident = await readOrPark(engine, held.incidentId)
  if (incident === null) return
  const { snapshot, state } = incident
  const notice = { kind: 'notify', topic: 'held', reason: whyHeld(held) } as const
  const step = { snapshot, state, changed: true, effects: [notice], armed: [], cancelled: [] }
  const { effectId, kind, hold } = held
  const happening = {
    what: 'WRITE_HELD',
    detail: { effectId, kind, brake: hold.kind, reason: hold.reason, by: hold.by, since: hold.since },
    actor: { kind: 'engine', name: 'brakes' },
  } as const
  const record = buildStep(engine, identityOf(incident), incident, step, happening, {})
  if (await engine.store.recordHold(held, record)) offerOrders(engine, record, null)
}

/** In two sentences: what waits and for what, and how it goes on. Reasons are people's own words. */
export function whyHeld({ kind, hold, remainingMs }: HeldWrite): string {
  const minutes = remainingMs === null ? null : Math.max(1, Math.round(remainingMs / 60_000))
  const otherwise = minutes === null ? '' : ` After ${minutes} more min a person is asked instead.`
  return `${inWords(kind)} waits: ${cause(hold)} ${cure(hold)}${otherwise}`
}

function cause({ kind, by, reason, since }: Hold): string {
  switch (kind) {
    case 'freeze':
      return `writes are frozen by ${by} since ${since} (${reason}).`
    case 'standing':
      return `this database may not be the one that wrote last (${reason.replace(/\.$/, '')}).`
    case 'cap':
      return `${reason}.`
    default:
      return assertNever(kind, 'brake')
  }
}

function cure({ kind }: Hold): string {
  switch (kind) {
    case 'freeze':
      return 'It goes on by itself after `tourniquet unfreeze`.'
    case 'standing':
      return 'It goes on by itself after `tourniquet reconcile --accept`.'
    case 'cap':
      return 'It goes on by itself when the oldest is an hour old, or after `tourniquet allow-blocks`.'
    default:
      return assertNever(kind, 'brake')
  }
}
