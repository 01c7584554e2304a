import type { TimerEvent } from './advance.js'
import { announceHolds } from './announce-holds.js'
import type { Engine } from './engine.js'
import type { DueTimer } from './incident-store.js'
import { recordEvent } from './record-event.js'

/** How much one round takes up; the next round takes the rest. */
const BATCH = 100

/** One round of what keeps incidents moving whatever was lost. */
export async function relayRound(engine: Engine): Promise<void> {
  await fireDueTimers(engine)
  await offerRunnable(engine)
}

/** Due timers become events. One incident that fails does not hold up the others. */
export async function fireDueTimers(engine: Engine): Promise<void> {
  const due = await engine.store.dueTimers(BATCH)
  for (const timer of due) await fire(engine, timer)
}

/**
 * Every effect that nobody holds is offered to the queue again, most urgent first; what a brake holds is told to people. A
 * wiped queue or a killed worker is made up for here.
 */
export async function offerRunnable(engine: Engine): Promise<void> {
  const runnable = await engine.store.runnableEffects(BATCH)
  if (runnable.length > 0) await engine.queue.offer(runnable)
  await announceHolds(engine)
}

async function fire(engine: Engine, timer: DueTimer): Promise<void> {
  try {
    await recordEvent(engine, timer.incidentId, {
      event: toEvent(timer),
      actor: { kind: 'timer', name: timer.name },
      firesTimer: timer.id,
    })
  } catch (error) {
    engine.log.error('A timer could not be brought to its incident; it is tried again.', {
      incidentId: timer.incidentId,
      timer: timer.name,
      error: String(error),
    })
  }
}

function toEvent(timer: DueTimer): TimerEvent {
  const prefix = 'xstate.after.'
  if (!timer.event.startsWith(prefix))
    throw new Error(`The timer ${timer.id} carries ${timer.event}, which is no timer event.`)
  return { type: `${prefix}${timer.event.slice(prefix.length)}` }
}
